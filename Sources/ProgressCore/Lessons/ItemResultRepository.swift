import Model
import Storage

/// Keeps the derived results of a lesson's items, within the transaction of the attempts they come from.
struct ItemResultRepository {
    let connection: any SQLConnection
    let lesson: LessonID
    let learner: LearnerID
    let courseKey: String

    /// Takes the attempts of one update and gives the results after it.
    ///
    /// - Parameters:
    ///   - groups: what became of each group of interactions.
    ///   - points: the points of the version's items; one that the version does not know is worth 1.
    /// - Throws: `StorageError`.
    /// - Returns: the results of all items that the learner has answered in the lesson.
    func take(_ groups: [AttemptRepository.Group], points: [String: Double]) throws -> ItemResults {
        for group in groups {
            let attempt = group.attempt
            try connection.execute(
                """
                INSERT INTO lesson_items (
                    lesson_id, learner_id, course_id, item, place, correct, max_score, attempts, time_spent, hinted)
                SELECT ?1, ?2, ?3, ?4, count(*), ?5, ?6, 1, ?7, ?8 FROM lesson_items
                WHERE lesson_id = ?1 AND learner_id = ?2 AND course_id = ?3
                ON CONFLICT (lesson_id, learner_id, course_id, item) DO UPDATE SET
                    attempts = lesson_items.attempts + ?9,
                    time_spent = lesson_items.time_spent + ?10,
                    hinted = CASE WHEN ?8 > lesson_items.hinted THEN ?8 ELSE lesson_items.hinted END
                """,
                [
                    .id(lesson), .id(learner), .text(courseKey), .text(attempt.item),
                    .real(group.firstCorrect), .real(points[attempt.item] ?? 1), .real(attempt.timeSpent),
                    .integer(attempt.hinted ? 1 : 0), .integer(group.isNew ? 1 : 0),
                    .real(attempt.timeSpent - group.timeBefore),
                ]
            )
        }
        return try results()
    }

    private func results() throws -> ItemResults {
        let items = try connection.query(
            """
            SELECT item, correct, max_score, attempts, time_spent, hinted FROM lesson_items
            WHERE lesson_id = ?1 AND learner_id = ?2 AND course_id = ?3 ORDER BY place
            """,
            [.id(lesson), .id(learner), .text(courseKey)]
        ) { row in
            ItemResults.Item(
                id: row.text(0),
                correct: row.real(1),
                maxScore: row.real(2),
                attempts: Int(row.integer(3)),
                timeSpent: row.real(4),
                hinted: row.integer(5) != 0
            )
        }
        return ItemResults(items: items)
    }
}
