public import Model
import Storage

/// Keeps who is in which course and group, and what is assigned to them (design §3).
///
/// Each method is one transaction, and knows the things of one organization only: what is another's does not exist.
public struct RosterRepository: Sendable {
    let store: any Store
    let clock: WallClock

    init(store: any Store, clock: WallClock) {
        self.store = store
        self.clock = clock
    }

    // MARK: People

    /// Makes a person known, or changes the name and role of one who is.
    ///
    /// - Throws: `LecternError` `invalid` when the name is empty, over 255 characters or has control characters, `notFound`
    ///   when the learner is another organization's.
    public func save(_ person: RosterPerson, organization: OrganizationID) async throws {
        try Self.check(learnerName: person.name)
        try await store.write { connection in
            try Self.know(person.learner, named: person.name, as: person.role, organization, connection)
        }
    }

    /// Everybody who is known, by name.
    ///
    /// - Throws: `StorageError`.
    public func people(organization: OrganizationID) async throws -> [RosterPerson] {
        try await store.read { connection in
            try connection.query(
                "SELECT \(RosterPerson.columns) FROM people WHERE organization_id = ?1 ORDER BY name, learner_id",
                [.id(organization)],
                RosterPerson.read(from:)
            )
        }
    }

    /// Makes a person known; a role that is nil stays what it was.
    ///
    /// - Throws: `LecternError` `notFound` when the learner is another organization's; `StorageError`.
    static func know(
        _ learner: LearnerID,
        named name: String,
        as role: PersonRole? = nil,
        _ organization: OrganizationID,
        _ connection: any SQLConnection
    ) throws {
        let changed = try connection.execute(
            """
            INSERT INTO people (learner_id, organization_id, name, role) VALUES (?1, ?2, ?3, coalesce(?4, ''))
            ON CONFLICT (learner_id) DO UPDATE SET name = excluded.name, role = coalesce(?4, people.role)
                WHERE people.organization_id = excluded.organization_id
            """,
            [.id(learner), .id(organization), .text(name), .text(role?.rawValue)]
        )
        guard changed > 0 else { throw LecternError(.notFound, "There is no learner \(learner) in this organization") }
    }

    // MARK: Names

    /// How many characters the name of a course or group may have, and the title of an assignment.
    static let nameLength = 1...200
    /// How many characters the name of a learner may have (contract §7.4).
    static let learnerNameLength = 1...255

    static func check(_ name: String, _ member: String = "name") throws(LecternError) {
        guard name.isPlainText(nameLength) else {
            throw .invalid("\(member) must have 1 to 200 characters and no control characters")
        }
    }

    static func check(learnerName name: String) throws(LecternError) {
        guard name.isPlainText(learnerNameLength) else {
            throw .invalid("learner must have 1 to 255 characters and no control characters")
        }
    }
}
