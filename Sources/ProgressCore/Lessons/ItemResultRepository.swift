import Model
import Storage

/// Keeps the derived results of a lesson's items, within the transaction of the attempts they come from.
struct ItemResultRepository {
    let connection: any SQLConnection
    let lesson: LessonID
    let learner: LearnerID
    let courseKey: String

    /// More items than a lesson has; a list of them is no longer.
    static let listLimit = 1_000

    /// Takes the attempts of one update.
    ///
    /// - Parameters:
    ///   - groups: what became of each group of interactions.
    ///   - isQuiz: whether the standing answer counts instead of the first one (design §5, rule 4).
    ///   - points: the points of the version's items; one that the version does not know is worth 1.
    /// - Throws: `StorageError`.
    /// - Returns: how the lesson's score changes.
    func take(
        _ groups: [AttemptRepository.Group],
        isQuiz: Bool,
        points: [String: Double]
    ) throws -> ItemResultChange {
        var change = ItemResultChange()
        for group in groups {
            let attempt = group.attempt
            if var item = try find(attempt.item) {
                let before = item.score
                if isQuiz { item.correct = attempt.correct }
                item.attempts += group.isNew ? 1 : 0
                item.timeSpent += attempt.timeSpent - (group.before?.timeSpent ?? 0)
                item.hinted = item.hinted || attempt.hinted
                change.score += item.score - before
                try update(item)
            } else {
                let item = ItemResults.Item(
                    id: attempt.item,
                    correct: isQuiz ? attempt.correct : attempt.firstCorrect,
                    maxScore: points[attempt.item] ?? 1,
                    attempts: 1,
                    timeSpent: attempt.timeSpent,
                    hinted: attempt.hinted
                )
                change.score += item.score
                change.maxScore += item.maxScore
                try insert(item)
            }
        }
        return change
    }

    private static let columns = "item, correct, max_score, attempts, time_spent, hinted"
    private static let ofLearner = "WHERE lesson_id = ?1 AND learner_id = ?2 AND course_id = ?3"
    private var key: [SQLValue] { [.id(lesson), .id(learner), .text(courseKey)] }

    private func find(_ item: String) throws -> ItemResults.Item? {
        try connection.first(
            "SELECT \(Self.columns) FROM lesson_items \(Self.ofLearner) AND item = ?4",
            key + [.text(item)],
            Self.item(from:)
        )
    }

    private func insert(_ item: ItemResults.Item) throws {
        try connection.execute(
            """
            INSERT INTO lesson_items (lesson_id, learner_id, course_id, \(Self.columns), place)
            SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, coalesce(max(place), 0) + 1 FROM lesson_items
            \(Self.ofLearner)
            """,
            key + [
                .text(item.id), .real(item.correct), .real(item.maxScore), .integer(item.attempts),
                .real(item.timeSpent), .integer(item.hinted ? 1 : 0),
            ]
        )
    }

    private func update(_ item: ItemResults.Item) throws {
        try connection.execute(
            """
            UPDATE lesson_items SET correct = ?5, attempts = ?6, time_spent = ?7, hinted = ?8
            \(Self.ofLearner) AND item = ?4
            """,
            key + [
                .text(item.id), .real(item.correct), .integer(item.attempts), .real(item.timeSpent),
                .integer(item.hinted ? 1 : 0),
            ]
        )
    }

    /// The results of the items that the learner has answered in the lesson, in the order of the first answers.
    func results() throws -> ItemResults {
        let items = try connection.query(
            "SELECT \(Self.columns) FROM lesson_items \(Self.ofLearner) ORDER BY place LIMIT ?4",
            key + [.integer(Self.listLimit)],
            Self.item(from:)
        )
        return ItemResults(items: items)
    }

    private static func item(from row: any SQLRow) throws -> ItemResults.Item {
        ItemResults.Item(
            id: row.text(0),
            correct: row.real(1),
            maxScore: row.real(2),
            attempts: Int(row.integer(3)),
            timeSpent: row.real(4),
            hinted: row.integer(5) != 0
        )
    }
}

/// How an update changes the derived score of a lesson; the items themselves are read when somebody asks for them, so that
/// an update costs the same however many there are.
struct ItemResultChange: Sendable, Equatable {
    var score = 0.0
    var maxScore = 0.0
}
