import Model
import Storage

/// Stores attempts, within the transaction of the update that brings them.
struct AttemptRepository {
    let connection: any SQLConnection
    let session: ContentSession

    /// What became of one group of neighbouring interactions with the same item.
    struct Group: Sendable {
        /// The attempt after it.
        let attempt: Attempt
        /// The correctness that stood first: before the group, or after the interaction that opened the attempt.
        let firstCorrect: Double
        /// The attempt's time before it, in seconds.
        let timeBefore: Double
        /// Whether the group opened the attempt.
        let isNew: Bool
    }

    /// Applies interactions in order; neighbours with the same item form one group and share an attempt (rules I4–I7).
    ///
    /// - Throws: ``LoggerRefusal`` `statement` when an id names no attempt of this session's history.
    func apply(_ interactions: [Interaction], at now: Timestamp) throws -> [Group] {
        var groups: [Group] = []
        var index = 0
        while index < interactions.count {
            let first = interactions[index]
            let standing = try standing(for: first)
            let isNew = standing == nil
            var attempt = standing ?? Attempt(opening: first, id: .random(), at: now)
            if !isNew { attempt.take(first, at: now) }
            index += 1
            while index < interactions.count, interactions[index].item == first.item {
                attempt.take(interactions[index], at: now)
                index += 1
            }
            if isNew { try insert(attempt) } else { try update(attempt) }
            groups.append(
                Group(
                    attempt: attempt,
                    firstCorrect: standing?.correct ?? first.correct,
                    timeBefore: standing?.timeSpent ?? 0,
                    isNew: isNew
                )
            )
        }
        return groups
    }

    /// The attempt that an interaction goes on with; nil when it opens one.
    private func standing(for interaction: Interaction) throws -> Attempt? {
        if let id = interaction.id {
            guard let attempt = try find(id) else { throw LoggerRefusal.statement("Invalid attemptlog id specified") }
            return attempt
        }
        return interaction.replace ? try newest(of: interaction.item) : nil
    }

    private static let columns = """
        attempts.id, attempts.item, attempts.correct, attempts.complete, attempts.hinted, attempts.error,
        attempts.answer, attempts.simple_answer, attempts.history, attempts.time_spent, attempts.started_at,
        attempts.ended_at, attempts.completed_at
        """

    // Attempts without a try belong together when they are of one learner and one content; a guest's only when they are of one
    // session (rules I5, I16, I19).
    private var sameHistory: (sql: String, parameters: [SQLValue]) {
        let join = "JOIN content_sessions session ON session.id = attempts.session_id"
        guard let learner = session.learner else {
            return ("\(join) WHERE session.id = ?2", [.id(session.id)])
        }
        return (
            "\(join) WHERE attempts.learner_id = ?2 AND session.course_id = ?3 AND session.content_id = ?4",
            [.id(learner), .text(session.courseKey), .id(session.content)]
        )
    }

    private func find(_ id: AttemptID) throws -> Attempt? {
        try connection.first(
            "SELECT \(Self.columns) FROM attempts \(sameHistory.sql) AND attempts.id = ?1",
            [.id(id)] + sameHistory.parameters,
            Self.attempt(from:)
        )
    }

    private func newest(of item: String) throws -> Attempt? {
        try connection.first(
            """
            SELECT \(Self.columns) FROM attempts \(sameHistory.sql) AND attempts.item = ?1
            ORDER BY attempts.ended_at DESC, attempts.id LIMIT 1
            """,
            [.text(item)] + sameHistory.parameters,
            Self.attempt(from:)
        )
    }

    private func insert(_ attempt: Attempt) throws {
        try connection.execute(
            """
            INSERT INTO attempts (
                id, organization_id, session_id, learner_id, item, correct, complete, hinted, error, answer,
                simple_answer, history, time_spent, started_at, ended_at, completed_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
            """,
            [
                .id(attempt.id), .id(session.organization), .id(session.id), .id(session.learner), .text(attempt.item),
                .real(attempt.correct), .integer(attempt.complete ? 1 : 0), .integer(attempt.hinted ? 1 : 0),
                .integer(attempt.error ? 1 : 0), .json(attempt.answer), .text(attempt.simpleAnswer),
                .json(attempt.history), .real(attempt.timeSpent), .time(attempt.startedAt), .time(attempt.endedAt),
                .time(attempt.completedAt),
            ]
        )
    }

    private func update(_ attempt: Attempt) throws {
        try connection.execute(
            """
            UPDATE attempts SET correct = ?2, complete = ?3, hinted = ?4, error = ?5, answer = ?6, simple_answer = ?7,
                history = ?8, time_spent = ?9, ended_at = ?10, completed_at = ?11
            WHERE id = ?1
            """,
            [
                .id(attempt.id), .real(attempt.correct), .integer(attempt.complete ? 1 : 0),
                .integer(attempt.hinted ? 1 : 0), .integer(attempt.error ? 1 : 0), .json(attempt.answer),
                .text(attempt.simpleAnswer), .json(attempt.history), .real(attempt.timeSpent), .time(attempt.endedAt),
                .time(attempt.completedAt),
            ]
        )
    }

    private static func attempt(from row: any SQLRow) throws -> Attempt {
        Attempt(
            id: try row.id(0),
            item: row.text(1),
            correct: row.real(2),
            flags: (row.integer(3) != 0, row.integer(4) != 0, row.integer(5) != 0),
            answer: JSONText(trusted: row.text(6)),
            simpleAnswer: row.text(7),
            history: JSONText(trusted: row.text(8)),
            timeSpent: row.real(9),
            times: (row.time(10), row.time(11), row.optionalTime(12))
        )
    }
}
