import Model
import Storage

/// What the store holds of an attempt, for what no answer of this release shows.
struct StoredAttempt: Equatable {
    let id: String
    let session: String
    let item: String
    let simpleAnswer: String
    let history: String
    let startedAt: Timestamp
    let endedAt: Timestamp
    let completedAt: Timestamp?
}

extension CoreWorld {
    /// All attempts by item, then by start.
    func attempts() async throws -> [StoredAttempt] {
        try await store.read { connection in
            try connection.query(
                """
                SELECT id, session_id, item, simple_answer, history, started_at, ended_at, completed_at FROM attempts
                ORDER BY item, started_at
                """,
                []
            ) { row in
                StoredAttempt(
                    id: row.text(0),
                    session: row.text(1),
                    item: row.text(2),
                    simpleAnswer: row.text(3),
                    history: row.text(4),
                    startedAt: row.time(5),
                    endedAt: row.time(6),
                    completedAt: row.optionalTime(7)
                )
            }
        }
    }
}
