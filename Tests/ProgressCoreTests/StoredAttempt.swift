import Model
import Storage

/// What the store holds of an attempt, for what no answer of a start or an update shows.
struct StoredAttempt: Equatable {
    let id: String
    let session: String
    let item: String
    let simpleAnswer: String
    /// The interactions, as a JSON array.
    let history: String
    let startedAt: Timestamp
    let endedAt: Timestamp
    let completedAt: Timestamp?
}

extension CoreWorld {
    /// All attempts by item, then by start.
    func attempts() async throws -> [StoredAttempt] {
        try await store.read { connection in
            var histories: [Int64: [String]] = [:]
            let entries = try connection.query(
                "SELECT attempt, entry FROM attempt_history ORDER BY attempt, place",
                []
            ) { ($0.integer(0), $0.text(1)) }
            for (attempt, entry) in entries { histories[attempt, default: []].append(entry) }
            return try connection.query(
                """
                SELECT id, session_id, item, simple_answer, number, started_at, ended_at, completed_at, first_entry
                FROM attempts
                ORDER BY item, started_at, number
                """,
                []
            ) { row in
                StoredAttempt(
                    id: row.text(0),
                    session: row.text(1),
                    item: row.text(2),
                    simpleAnswer: row.text(3),
                    history: "[\(([row.text(8)] + histories[row.integer(4), default: []]).joined(separator: ","))]",
                    startedAt: row.time(5),
                    endedAt: row.time(6),
                    completedAt: row.optionalTime(7)
                )
            }
        }
    }
}
