import Model
import Storage

/// One visit to one content (logger rule S10).
struct ContentSession: Sendable {
    let id: SessionID
    let organization: OrganizationID
    /// Nil for a guest's session (rule S19).
    let learner: LearnerID?
    let course: CourseID?
    let lesson: Principal.LessonScope?
    /// What was opened where; node and channel are nil for a coach's quiz and a unit's test.
    let node: ExternalID?
    let content: ExternalID
    let channel: ExternalID?
    let kind: ContentKind
    /// What the session is part of besides (rules S16–S18).
    let quiz: ExternalID?
    let courseSession: ExternalID?
    let unit: ExternalID?
    /// The run at an assessment that it is a visit of; nil for plain content and for guests.
    var tryID: TryID?
    var progress: Double
    var timeSpent: Double
    let startedAt: Timestamp
    var endedAt: Timestamp

    /// How the course is spelled in keys: `''` for embeds.
    var courseKey: String { course?.description ?? "" }
}

// MARK: - Storage

extension ContentSession {
    private static let columns = """
        id, organization_id, learner_id, course_id, lesson_id, version_id, node_id, content_id, channel_id, kind,
        progress, time_spent, started_at, ended_at, quiz_id, course_session_id, unit_id, try_id
        """

    func insert(into connection: any SQLConnection) throws {
        try connection.execute(
            """
            INSERT INTO content_sessions (\(Self.columns))
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)
            """,
            [
                .id(id), .id(organization), .id(learner), .text(courseKey), .id(lesson?.lesson), .id(lesson?.version),
                .id(node), .id(content), .id(channel), .text(kind.rawValue), .real(progress), .real(timeSpent),
                .time(startedAt), .time(endedAt), .id(quiz), .id(courseSession), .id(unit), .id(tryID),
            ]
        )
    }

    func update(_ connection: any SQLConnection) throws {
        try connection.execute(
            "UPDATE content_sessions SET progress = ?2, time_spent = ?3, ended_at = ?4 WHERE id = ?1",
            [.id(id), .real(progress), .real(timeSpent), .time(endedAt)]
        )
    }

    /// Finds a session for its owner: the learner, or any guest for a guest's session (rule U1); nil for anyone else.
    ///
    /// A learner's histories in two courses stay apart, so the sessions of another course are not found (design §4).
    static func find(
        _ id: SessionID,
        for principal: Principal,
        _ connection: any SQLConnection
    ) throws -> ContentSession? {
        guard principal.role == .guest || principal.person != nil else { return nil }
        return try connection.first(
            """
            SELECT \(columns) FROM content_sessions
            WHERE id = ?1 AND organization_id = ?2 AND course_id = ?4
                AND (learner_id = ?3 OR (?3 IS NULL AND learner_id IS NULL))
            """,
            [
                .id(id), .id(principal.organization), .id(principal.person?.learner),
                .text(principal.person?.course?.description ?? ""),
            ],
            session(from:)
        )
    }

    private static func session(from row: any SQLRow) throws -> ContentSession {
        guard let kind = ContentKind(rawValue: row.text(9)) else { throw StorageError.corrupt("unknown content kind") }
        let lesson: LessonID? = try row.optionalID(4)
        let version: LessonVersionID? = try row.optionalID(5)
        var scope: Principal.LessonScope?
        if let lesson, let version { scope = Principal.LessonScope(lesson: lesson, version: version) }
        return ContentSession(
            id: try row.id(0),
            organization: try row.id(1),
            learner: try row.optionalID(2),
            course: try row.optionalID(3),
            lesson: scope,
            node: try row.optionalID(6),
            content: try row.id(7),
            channel: try row.optionalID(8),
            kind: kind,
            quiz: try row.optionalID(14),
            courseSession: try row.optionalID(15),
            unit: try row.optionalID(16),
            tryID: try row.optionalID(17),
            progress: row.real(10),
            timeSpent: row.real(11),
            startedAt: row.time(12),
            endedAt: row.time(13)
        )
    }
}
