import Model
import Storage

/// Who is known to the core (logger rules L1, P1).
enum Person {
    /// Remembers a person at first sight; a role that was given stays.
    static func know(
        _ person: Principal.Person,
        organization: OrganizationID,
        _ connection: any SQLConnection
    ) throws {
        let name =
            switch person.subject {
            case .embed(let learner): learner
            case .lti(_, let user, _): user
            }
        try connection.execute(
            """
            INSERT INTO people (learner_id, organization_id, name, role) VALUES (?1, ?2, ?3, '')
            ON CONFLICT (learner_id) DO NOTHING
            """,
            [.id(person.learner), .id(organization), .text(name)]
        )
    }

    static func isKnown(_ learner: LearnerID, _ connection: any SQLConnection) throws -> Bool {
        try connection.first("SELECT 1 FROM people WHERE learner_id = ?1", [.id(learner)]) { $0.integer(0) } != nil
    }
}
