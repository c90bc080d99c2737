import Model
import Storage

extension LaunchSession {
    /// The columns that ``read(from:)`` expects, in order.
    static let columns = """
        id, organization_id, platform_id, deployment_id, user_id, context_key, learner_id, course_id, role, purpose,
        is_test_user, lesson_id, details, expires_at
        """

    private static let insertion = """
        INSERT INTO launch_sessions (\(columns), link_id, created_at, ticket_digest, secret_digest)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)
        """

    /// Stores a new session of a link, if there is one.
    func insert(
        link: String?,
        at now: Timestamp,
        ticketDigest: String,
        secretDigest: String,
        into connection: any SQLConnection
    ) throws {
        try connection.execute(
            Self.insertion,
            [
                .text(id), .id(organization), .text(platformID), .text(deploymentID), .text(user), .text(context ?? ""),
                .id(learner), .id(course), .text(role.rawValue), .text(purpose.rawValue),
                .integer(isTestUser ? 1 : 0), .id(lesson), .json(details), .time(expiresAt), .text(link), .time(now),
                .text(ticketDigest), .text(secretDigest),
            ]
        )
    }

    /// Reads a row of ``columns``.
    static func read(from row: any SQLRow) throws -> LaunchSession {
        guard let role = LaunchRole(rawValue: row.text(8)), let purpose = LaunchPurpose(rawValue: row.text(9)) else {
            throw StorageError.corrupt("a launch session row is malformed")
        }
        return LaunchSession(
            id: row.text(0),
            organization: try row.id(1),
            platformID: row.text(2),
            deploymentID: row.text(3),
            user: row.text(4),
            context: row.contextKey(5),
            learner: try row.id(6),
            course: try row.id(7),
            role: role,
            purpose: purpose,
            isTestUser: row.integer(10) != 0,
            lesson: try row.optionalID(11),
            details: JSONText(trusted: row.text(12)),
            expiresAt: row.time(13)
        )
    }
}

extension SQLRow {
    /// A column with a course's key, which is empty for a launch without context.
    func contextKey(_ column: Int) -> String? {
        let key = text(column)
        return key.isEmpty ? nil : key
    }
}
