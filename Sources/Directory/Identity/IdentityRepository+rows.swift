import Model
import Storage

extension IdentityRepository {
    /// The learner of a name, created on first sight; within the transaction of what the learner does.
    ///
    /// The platform is the organization's own: nobody looks.
    static func learner(
        platform: String,
        name: String,
        organization: OrganizationID,
        at now: Timestamp,
        _ connection: any SQLConnection
    ) throws -> LearnerID {
        let created = try createLearner(platform: platform, name: name, organization, at: now, connection)
        let learner = try created ?? findLearner(platform: platform, name: name, organization, connection)
        guard let learner else { throw StorageError.corrupt("a learner was created and is not there") }
        return learner
    }

    /// The course of a context, created on first sight; within the transaction of what happens in it.
    ///
    /// The platform is the organization's own: nobody looks.
    static func course(
        platform: String,
        context: String,
        organization: OrganizationID,
        at now: Timestamp,
        _ connection: any SQLConnection
    ) throws -> CourseID {
        // Most courses are there: looking first saves a write.
        if let course = try findCourse(platform: platform, context: context, organization, connection) { return course }
        try create(course: .random(), platform: platform, context: context, organization, at: now, connection)
        guard let course = try findCourse(platform: platform, context: context, organization, connection) else {
            throw StorageError.corrupt("a course was created and is not there")
        }
        return course
    }

    static func findLearner(
        platform: String,
        name: String,
        _ organization: OrganizationID,
        _ connection: any SQLConnection
    ) throws -> LearnerID? {
        try connection.first(
            "SELECT id FROM learners WHERE organization_id = ?1 AND platform_id = ?2 AND external_id = ?3",
            [.id(organization), .text(platform), .text(name)]
        ) { try $0.id(0) }
    }

    static func createLearner(
        platform: String,
        name: String,
        _ organization: OrganizationID,
        at now: Timestamp,
        _ connection: any SQLConnection
    ) throws -> LearnerID? {
        try connection.first(
            """
            INSERT INTO learners (id, organization_id, platform_id, external_id, created_at)
            VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (organization_id, platform_id, external_id) DO NOTHING
            RETURNING id
            """,
            [.id(LearnerID.random()), .id(organization), .text(platform), .text(name), .time(now)]
        ) { try $0.id(0) }
    }

    static func findCourse(
        platform: String,
        context: String,
        _ organization: OrganizationID,
        _ connection: any SQLConnection
    ) throws -> CourseID? {
        try connection.first(
            "SELECT id FROM courses WHERE organization_id = ?1 AND platform_id = ?2 AND context_id = ?3",
            [.id(organization), .text(platform), .text(context)]
        ) { try $0.id(0) }
    }

    static func create(
        course: CourseID,
        platform: String,
        context: String,
        _ organization: OrganizationID,
        at now: Timestamp,
        _ connection: any SQLConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO courses (id, organization_id, platform_id, context_id, created_at)
            VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (organization_id, platform_id, context_id) DO NOTHING
            """,
            [.id(course), .id(organization), .text(platform), .text(context), .time(now)]
        )
    }
}
