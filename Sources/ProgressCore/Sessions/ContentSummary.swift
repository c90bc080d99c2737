import Model
import Storage

/// What is known of one learner and one content over all sessions (logger rules S12, S13).
struct ContentSummary: Sendable {
    var progress: Double
    var timeSpent: Double
    var extraFields: JSONText
    var completedAt: Timestamp?

    /// A summary without any history.
    static let empty = ContentSummary(
        progress: 0,
        timeSpent: 0,
        extraFields: JSONText(trusted: "{}"),
        completedAt: nil
    )

    /// Whether the content is complete (rules S13, U8).
    var isComplete: Bool { progress >= 1 }
}

// MARK: - Storage

extension ContentSummary {
    /// The summary that a session belongs to; nil for a guest's, and when there is none yet.
    static func find(for session: ContentSession, _ connection: any SQLConnection) throws -> ContentSummary? {
        guard let learner = session.learner else { return nil }
        return try connection.first(
            """
            SELECT progress, time_spent, extra_fields, completed_at FROM content_summaries
            WHERE learner_id = ?1 AND course_id = ?2 AND content_id = ?3
            """,
            [.id(learner), .text(session.courseKey), .id(session.content)]
        ) { row in
            ContentSummary(
                progress: row.real(0),
                timeSpent: row.real(1),
                extraFields: JSONText(trusted: row.text(2)),
                completedAt: row.optionalTime(3)
            )
        }
    }

    func save(for session: ContentSession, at now: Timestamp, _ connection: any SQLConnection) throws {
        guard let learner = session.learner else { return }
        try connection.execute(
            """
            INSERT INTO content_summaries (
                learner_id, course_id, content_id, organization_id, channel_id, kind, progress, time_spent,
                extra_fields, started_at, ended_at, completed_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10, ?11)
            ON CONFLICT (learner_id, course_id, content_id) DO UPDATE SET
                progress = excluded.progress, time_spent = excluded.time_spent, extra_fields = excluded.extra_fields,
                ended_at = excluded.ended_at, completed_at = excluded.completed_at
            """,
            [
                .id(learner), .text(session.courseKey), .id(session.content), .id(session.organization),
                .id(session.channel), .text(session.kind.rawValue), .real(progress), .real(timeSpent),
                .json(extraFields), .time(now), .time(completedAt),
            ]
        )
    }

    /// How many contents a learner has completed, over all courses (rule T2).
    static func completedCount(of learner: LearnerID, _ connection: any SQLConnection) throws -> Int {
        try connection.first(
            "SELECT count(*) FROM content_summaries WHERE learner_id = ?1 AND progress >= 1",
            [.id(learner)]
        ) { Int($0.integer(0)) } ?? 0
    }
}
