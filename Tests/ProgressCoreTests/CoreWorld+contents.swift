import Model
import Storage

/// What the store holds of a try, for what no answer of a start or an update shows.
struct StoredTry: Equatable {
    let level: Int
    let isComplete: Bool
    let timeSpent: Double
    let attempts: Int
    let correctSum: Double
    let endedAt: Timestamp
    let completedAt: Timestamp?
}

extension CoreWorld {
    /// All tries, in the order in which they were opened.
    func tries() async throws -> [StoredTry] {
        try await store.read { connection in
            try connection.query(
                """
                SELECT level, complete, time_spent, attempt_count, correct_sum, ended_at, completed_at FROM tries
                ORDER BY rowid
                """,
                []
            ) { row in
                StoredTry(
                    level: Int(row.integer(0)),
                    isComplete: row.integer(1) != 0,
                    timeSpent: row.real(2),
                    attempts: Int(row.integer(3)),
                    correctSum: row.real(4),
                    endedAt: row.time(5),
                    completedAt: row.optionalTime(6)
                )
            }
        }
    }

    /// Everything that learners' calls write, to compare before and after a call that must write nothing.
    func everything() async throws -> [String] {
        var lines: [String] = []
        for table in [
            "attempt_history", "attempts", "change_feed", "content_sessions", "content_summaries", "lesson_items",
            "lesson_progress", "lesson_steps_done", "people", "replays", "tries",
        ] {
            let columns = try await column("SELECT name FROM pragma_table_info('\(table)')")
            let row = columns.map { "quote(\($0))" }.joined(separator: " || ' ' || ")
            lines += try await column("SELECT '\(table) ' || \(row) FROM \(table) ORDER BY 1")
        }
        return lines
    }
}
