import Model
import Storage

@testable import ProgressCore

extension CoreWorld {
    /// Makes somebody a member (or, with role `coach`, the coach) of a course.
    func enrol(_ caller: Caller, in course: CourseID, role: String = "learner") async throws {
        try await enrol(caller, in: course.description, of: course, role: role)
    }

    /// Makes somebody a member of a group within a course.
    func enrol(_ caller: Caller, in group: GroupID, of course: CourseID) async throws {
        try await enrol(caller, in: group.description, of: course, role: "learner")
    }

    private func enrol(_ caller: Caller, in collection: String, of course: CourseID, role: String) async throws {
        guard let learner = caller.principal.person?.learner else { return }
        let organization = caller.principal.organization
        try await store.write { connection in
            try connection.execute(
                """
                INSERT INTO memberships (collection_id, learner_id, role, organization_id, course_id)
                VALUES (?1, ?2, ?3, ?4, ?5)
                """,
                [.text(collection), .id(learner), .text(role), .id(organization), .id(course)]
            )
            try connection.execute(
                """
                INSERT INTO people (learner_id, organization_id, name, role) VALUES (?1, ?2, 'somebody', '')
                ON CONFLICT (learner_id) DO NOTHING
                """,
                [.id(learner), .id(organization)]
            )
        }
    }

    /// Gives somebody a role (`coach`, `admin`) in the whole organization.
    func appoint(_ caller: Caller, as role: String) async throws {
        guard let learner = caller.principal.person?.learner else { return }
        let organization = caller.principal.organization
        _ = try await store.write { connection in
            try connection.execute(
                """
                INSERT INTO people (learner_id, organization_id, name, role) VALUES (?1, ?2, 'somebody', ?3)
                ON CONFLICT (learner_id) DO UPDATE SET role = excluded.role
                """,
                [.id(learner), .id(organization), .text(role)]
            )
        }
    }

    /// Gives a lesson, quiz or course session (`lesson`, `quiz`, `course_session`) to a course or group; the subject's id is
    /// what a start names.
    func assign(
        _ kind: String,
        _ subject: ExternalID = .random(),
        to collection: String,
        questions: Int? = nil,
        isActive: Bool = true,
        isArchived: Bool = false
    ) async throws -> ExternalID {
        let organization = organization
        let assignment = AssignmentID.random()
        try await store.write { connection in
            try connection.execute(
                """
                INSERT INTO assignments (
                    id, kind, subject_id, organization_id, title, question_count, active, archived, created_at)
                VALUES (?1, ?2, ?3, ?4, 'Something', ?5, ?6, ?7, 0)
                """,
                [
                    .id(assignment), .text(kind), .id(subject), .id(organization), .integer(questions),
                    .integer(isActive ? 1 : 0), .integer(isArchived ? 1 : 0),
                ]
            )
            try connection.execute(
                "INSERT INTO assignment_targets (assignment_id, collection_id) VALUES (?1, ?2)",
                [.id(assignment), .text(collection)]
            )
        }
        return subject
    }

    /// Changes whether a quiz is active.
    func setActive(_ isActive: Bool, quiz: ExternalID) async throws {
        _ = try await store.write { connection in
            try connection.execute(
                "UPDATE assignments SET active = ?2 WHERE subject_id = ?1",
                [.id(quiz), .integer(isActive ? 1 : 0)]
            )
        }
    }
}
