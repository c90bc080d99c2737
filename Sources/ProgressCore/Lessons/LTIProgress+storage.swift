import Model
import Storage

extension LTIProgress {
    /// The columns that ``read(from:at:)`` expects, in order.
    static let columns = """
        lesson_progress.status, lesson_progress.score, lesson_progress.max_score, lesson_progress.started_at,
        lesson_progress.completed_at, lesson_progress.last_activity_at
        """

    /// Reads ``columns``, the first of which is that of number `column`.
    static func read(from row: any SQLRow, at column: Int = 0) throws -> LTIProgress {
        guard let status = ProgressStatus(rawValue: row.text(column)) else {
            throw StorageError.corrupt("unknown lesson status")
        }
        return LTIProgress(
            status: status,
            score: LessonProgress.scaled(row.optionalReal(column + 1), of: row.optionalReal(column + 2)),
            startedAt: row.optionalTime(column + 3),
            completedAt: row.optionalTime(column + 4),
            lastActivityAt: row.time(column + 5)
        )
    }

    /// One record, or nil.
    static func find(_ key: ProgressKey, _ connection: any SQLConnection) throws -> LTIProgress? {
        let stored = StoredSubject(key.subject)
        return try connection.first(
            """
            SELECT \(columns) FROM lesson_progress
            WHERE lesson_id = ?1 AND platform_id = ?2 AND learner_key = ?3 AND context_id = ?4
                AND organization_id = ?5
            """,
            [
                .id(key.lesson), .text(stored.platform), .text(stored.learner), .text(stored.context),
                .id(key.organization),
            ]
        ) { try read(from: $0) }
    }
}
