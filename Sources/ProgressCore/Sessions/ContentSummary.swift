import Model
import Storage

/// What is known of one learner and one content over all sessions (logger rules S12, S13).
struct ContentSummary: Sendable, Equatable {
    let id: SummaryID
    var progress: Double
    var timeSpent: Double
    var extraFields: JSONText
    var completedAt: Timestamp?

    /// Those of a summary whose player has kept nothing.
    static let noFields = JSONText(trusted: "{}")

    /// A summary without any history.
    static func empty(at now: Timestamp) -> ContentSummary {
        ContentSummary(
            id: .timeOrdered(now),
            progress: 0,
            timeSpent: 0,
            extraFields: noFields,
            completedAt: nil
        )
    }

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
            SELECT id, progress, time_spent, extra_fields, completed_at FROM content_summaries
            WHERE learner_id = ?1 AND course_id = ?2 AND content_id = ?3
            """,
            [.id(learner), .text(session.courseKey), .id(session.content)]
        ) { row in
            ContentSummary(
                id: try row.id(0),
                progress: row.real(1),
                timeSpent: row.real(2),
                extraFields: JSONText(trusted: row.text(3)),
                completedAt: row.optionalTime(4)
            )
        }
    }

    func save(for session: ContentSession, at now: Timestamp, _ connection: any SQLConnection) throws {
        guard let learner = session.learner else { return }
        try connection.execute(
            """
            INSERT INTO content_summaries (
                learner_id, course_id, content_id, organization_id, channel_id, kind, progress, time_spent,
                extra_fields, started_at, ended_at, completed_at, id)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10, ?11, ?12)
            ON CONFLICT (learner_id, course_id, content_id) DO UPDATE SET
                progress = excluded.progress, time_spent = excluded.time_spent, extra_fields = excluded.extra_fields,
                ended_at = excluded.ended_at, completed_at = excluded.completed_at
            """,
            [
                .id(learner), .text(session.courseKey), .id(session.content), .id(session.organization),
                .id(session.channel), .text(session.kind.rawValue), .real(progress), .real(timeSpent),
                .json(extraFields), .time(now), .time(completedAt), .id(id),
            ]
        )
    }

    /// How much a learner has completed, over all courses: complete tries, and contents without tries at progress 1
    /// (rules T2, T3).
    static func completedCount(of learner: LearnerID, _ connection: any SQLConnection) throws -> Int {
        try connection.first(
            """
            SELECT (SELECT count(*) FROM tries WHERE learner_id = ?1 AND complete <> 0)
                + (SELECT count(*) FROM content_summaries summary
                    WHERE summary.learner_id = ?1 AND summary.progress >= 1 AND NOT EXISTS (
                        SELECT 1 FROM tries WHERE tries.learner_id = ?1 AND tries.course_id = summary.course_id
                            AND tries.content_id = summary.content_id))
            """,
            [.id(learner)]
        ) { Int($0.integer(0)) } ?? 0
    }
}
