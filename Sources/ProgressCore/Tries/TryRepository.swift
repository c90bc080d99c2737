import Model
import Storage

/// Finds or opens the try that a start goes on with, within the start's transaction (logger rules M1–M3, M8).
struct TryRepository {
    let connection: any SQLConnection
    let session: ContentSession
    let learner: LearnerID

    /// The try of a start.
    ///
    /// - Parameters:
    ///   - criterion: what a new try asks for; a continued one keeps its own.
    ///   - evaluator: who judges a new try.
    ///   - isRepeat: whether a complete try gives way to a new one.
    ///   - now: when a new one starts.
    /// - Throws: ``LoggerRefusal`` `closed` for a finished coach's quiz without a repeat (rule Q2).
    /// - Returns: the continued try, or the new one.
    func open(
        _ criterion: MasteryCriterion,
        _ evaluator: Try.Evaluator,
        isRepeat: Bool,
        at now: Timestamp
    ) throws -> Try {
        if let standing = try standing(isQuiz: criterion.isQuiz) {
            guard standing.isComplete, isRepeat else {
                if standing.isClosed { throw LoggerRefusal.closed }
                return standing
            }
        }
        let level = criterion.isQuiz ? try freeQuizLevel() : try highestLevel() + 1
        let new = Try(at: level, of: session, learner, criterion, evaluator, at: now)
        try new.insert(into: connection)
        return new
    }

    private static let ofContent = "WHERE learner_id = ?1 AND course_id = ?2 AND content_id = ?3"
    private var key: [SQLValue] { [.id(learner), .text(session.courseKey), .id(session.content)] }

    /// The try to continue: an incomplete one before complete ones, then the one that ended last; exercises and quizzes of one
    /// content have separate ones (rules M8, M12).
    private func standing(isQuiz: Bool) throws -> Try? {
        try connection.first(
            """
            SELECT \(Try.columns) FROM tries \(Self.ofContent) AND level \(isQuiz ? "< 0" : "> 0")
            ORDER BY complete, ended_at DESC, level DESC LIMIT 1
            """,
            key,
            Try.init(from:)
        )
    }

    private func highestLevel() throws -> Int64 {
        try connection.first("SELECT max(level) FROM tries \(Self.ofContent) AND level > 0", key) { $0.integer(0) } ?? 0
    }

    /// A random negative level that the learner has not had.
    private func freeQuizLevel() throws -> Int64 {
        while true {
            let level = Int64.random(in: Int64(Int32.min)...(-1))
            let taken = try connection.first(
                "SELECT 1 FROM tries \(Self.ofContent) AND level = ?4",
                key + [.integer(level)]
            ) { $0.integer(0) }
            if taken == nil { return level }
        }
    }
}
