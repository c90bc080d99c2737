import Model
import Storage
import Testing

@testable import ProgressCore

extension CoreWorld {
    /// The core as a gateway in the same process reaches it.
    var client: InProcessCore { InProcessCore(core) }

    /// Tells what a platform says of some members of a course.
    func put(
        _ course: CourseID,
        _ members: [CourseMember],
        name: String = "Algebra",
        syncStart: Timestamp? = nil,
        organization: OrganizationID? = nil
    ) async throws {
        try await client.put(
            CourseMembers(course: course, name: name, members: members, syncStart: syncStart),
            organization: organization ?? self.organization,
            requestID: "test"
        )
    }

    /// Who is in a course and its groups, as `name role of place`, in order.
    func places(in course: CourseID) async throws -> [String] {
        try await column(
            """
            SELECT people.name || ' ' || memberships.role || ' of ' || coalesce(learner_groups.name, 'course')
            FROM memberships JOIN people ON people.learner_id = memberships.learner_id
            LEFT JOIN learner_groups ON learner_groups.id = memberships.collection_id
            WHERE memberships.course_id = ?1 ORDER BY 1
            """,
            [.id(course)]
        )
    }

    /// How the engine goes about a query.
    func plan(_ query: String, _ parameters: [SQLValue]) throws -> [String] {
        try look { try $0.query("EXPLAIN QUERY PLAN \(query)", parameters) { $0.text(3) } }
    }

    /// The code of what a call of a gateway's throws; nil when it succeeds.
    func refusal(_ call: () async throws -> Void) async throws -> LecternError.Code? {
        do {
            try await call()
            return nil
        } catch let error as LecternError {
            return error.code
        }
    }
}

extension CourseMember {
    /// A learner.
    static func learner(_ name: String, _ id: LearnerID = .random(), groups: [String]? = nil) -> CourseMember {
        CourseMember(learner: id, name: name, role: .learner, groups: groups)
    }

    /// The same person in another role.
    func with(_ role: Role, groups: [String]? = nil) -> CourseMember {
        CourseMember(learner: learner, name: name, role: role, groups: groups)
    }
}
