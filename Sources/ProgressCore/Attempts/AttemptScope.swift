import Model
import Storage

/// What attempts belong together by: a later interaction finds an earlier attempt only within it (logger rules I4, I5).
enum AttemptScope: Sendable {
    /// The attempts of one run at an assessment.
    case tried(TryID)
    /// A learner's attempts on plain content, which has no tries (rule I19).
    case summary(SummaryID)
    /// A guest's attempts, which stand alone with their session (rule I16).
    case session(SessionID)

    /// The value of `scope_id`.
    var key: SQLValue {
        switch self {
        case .tried(let id): .id(id)
        case .summary(let id): .id(id)
        case .session(let id): .id(id)
        }
    }
}

extension AttemptScope {
    /// The newest attempts by their start, at most `limit`; nil for all (rules M5, M6).
    func newest(_ limit: Int?, _ connection: any SQLConnection) throws -> [Attempt] {
        // The engines spell "no limit" differently, so a number beyond all stands for it.
        try connection.query(
            """
            SELECT \(Attempt.columns) FROM attempts WHERE scope_id = ?1
            ORDER BY started_at DESC, number DESC LIMIT ?2
            """,
            [key, .integer(limit ?? Int(Int32.max))],
            Attempt.init(from:)
        )
    }
}
