import Model
import Storage

extension Attempt {
    static let columns = """
        attempts.id, attempts.item, attempts.correct, attempts.first_correct, attempts.complete, attempts.hinted,
        attempts.error, attempts.answer, attempts.simple_answer, attempts.time_spent, attempts.started_at,
        attempts.ended_at, attempts.completed_at, attempts.number
        """

    init(from row: any SQLRow) throws {
        id = try row.id(0)
        item = row.text(1)
        correct = row.real(2)
        firstCorrect = row.real(3)
        complete = row.integer(4) != 0
        hinted = row.integer(5) != 0
        error = row.integer(6) != 0
        answer = JSONText(trusted: row.text(7))
        simpleAnswer = row.text(8)
        timeSpent = row.real(9)
        startedAt = row.time(10)
        endedAt = row.time(11)
        completedAt = row.optionalTime(12)
    }
}
