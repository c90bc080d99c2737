import Model
import Storage

extension Enrolment {
    /// Mends one difference.
    func take(_ step: Step, _ connection: any SQLConnection) throws {
        switch step {
        case .create(let name):
            try RosterRepository.insert(Course(id: course, name: name, createdAt: now), organization, connection)
        case .rename(let name):
            try connection.execute(
                "UPDATE courses SET name = ?3 WHERE id = ?1 AND organization_id = ?2",
                [.id(course), .id(organization), .text(name)]
            )
        case .createGroup(let id, let name):
            let group = LearnerGroup(id: id, course: course, name: name, createdAt: now)
            try RosterRepository.insert(group, organization, connection)
        case .know(let learner, let name):
            try RosterRepository.know(learner, named: name, organization, connection)
        case .join(let learner, let role, let collection):
            try connection.execute(
                """
                INSERT INTO memberships (collection_id, learner_id, role, organization_id, course_id, lti_at)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (collection_id, learner_id, role) DO NOTHING
                """,
                [
                    collection.stored, .id(learner), .text(role.rawValue), .id(organization), .id(course),
                    .time(saidAt),
                ]
            )
        case .confirm(let learner, let role):
            try connection.execute(
                """
                UPDATE memberships SET lti_at = ?5
                WHERE collection_id = ?1 AND learner_id = ?2 AND role = ?3 AND organization_id = ?4 AND lti_at > 0
                """,
                [.id(course), .id(learner), .text(role.rawValue), .id(organization), .time(saidAt)]
            )
        case .leave(let learner, let role):
            try connection.execute(
                """
                DELETE FROM memberships
                WHERE learner_id = ?1 AND role = ?2 AND course_id = ?3 AND organization_id = ?4 AND lti_at > 0
                """,
                [.id(learner), .text(role.rawValue), .id(course), .id(organization)]
            )
        case .leaveGroup(let learner, let group):
            try connection.execute(
                """
                DELETE FROM memberships
                WHERE collection_id = ?1 AND learner_id = ?2 AND role = 'learner' AND organization_id = ?3 AND lti_at > 0
                """,
                [.id(group), .id(learner), .id(organization)]
            )
        }
    }

    /// When the platform said it: of a sync, when that began, so that the next one tells old from new whatever the clock of
    /// this machine says.
    private var saidAt: Timestamp { syncStart ?? now }
}
