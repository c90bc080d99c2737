import Model
import Storage

/// Stores attempts, within the transaction of the update that brings them.
struct AttemptRepository {
    let connection: any SQLConnection
    let session: ContentSession
    let scope: AttemptScope
    /// Whether a question has one attempt and no more: so in quizzes, where overlapping saves would otherwise leave more answers
    /// than questions.
    let isQuiz: Bool

    /// What became of one group of neighbouring interactions with the same item.
    struct Group: Sendable {
        /// The attempt after it.
        let attempt: Attempt
        /// The attempt before it; nil when the group opened it.
        let before: Attempt?

        var isNew: Bool { before == nil }
    }

    /// An attempt with the number that its history goes by.
    private struct Stored {
        let number: Int64
        let attempt: Attempt
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
            var attempt = standing?.attempt ?? Attempt(opening: first, id: .timeOrdered(now), at: now)
            if standing != nil { attempt.take(first, at: now) }
            var end = index + 1
            while end < interactions.count, interactions[end].item == first.item {
                attempt.take(interactions[end], at: now)
                end += 1
            }
            if let standing {
                try update(attempt)
                try remember(interactions[index..<end], of: standing.number, isNew: false)
            } else {
                let number = try insert(attempt, first)
                try remember(interactions[index + 1..<end], of: number, isNew: true)
            }
            groups.append(Group(attempt: attempt, before: standing?.attempt))
            index = end
        }
        return groups
    }

    /// The attempt that an interaction goes on with; nil when it opens one.
    private func standing(for interaction: Interaction) throws -> Stored? {
        if let id = interaction.id {
            guard let stored = try find(id) else { throw LoggerRefusal.statement("Invalid attemptlog id specified") }
            return stored
        }
        return interaction.replace || isQuiz ? try newest(of: interaction.item) : nil
    }

    private func find(_ id: AttemptID) throws -> Stored? {
        try connection.first(
            "SELECT \(Attempt.columns) FROM attempts WHERE id = ?1 AND scope_id = ?2",
            [.id(id), scope.key],
            stored(from:)
        )
    }

    private func newest(of item: String) throws -> Stored? {
        try connection.first(
            """
            SELECT \(Attempt.columns) FROM attempts WHERE scope_id = ?1 AND item = ?2
            ORDER BY ended_at DESC, number DESC LIMIT 1
            """,
            [scope.key, .text(item)],
            stored(from:)
        )
    }

    private func stored(from row: any SQLRow) throws -> Stored {
        Stored(number: row.integer(13), attempt: try Attempt(from: row))
    }

    private func insert(_ attempt: Attempt, _ first: Interaction) throws -> Int64 {
        let number = try connection.first(
            """
            INSERT INTO attempts (
                id, organization_id, session_id, scope_id, try_id, learner_id, course_id, item, correct, first_correct,
                complete, hinted, error, answer, simple_answer, time_spent, started_at, ended_at, completed_at,
                first_entry)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)
            RETURNING number
            """,
            [
                .id(attempt.id), .id(session.organization), .id(session.id), scope.key, .id(session.tryID),
                .id(session.learner), .text(session.courseKey), .text(attempt.item), .real(attempt.correct),
                .real(attempt.firstCorrect), .integer(attempt.complete ? 1 : 0), .integer(attempt.hinted ? 1 : 0),
                .integer(attempt.error ? 1 : 0), .json(attempt.answer), .text(attempt.simpleAnswer),
                .real(attempt.timeSpent), .time(attempt.startedAt), .time(attempt.endedAt), .time(attempt.completedAt),
                .text(Attempt.historyEntry(first)),
            ]
        ) { $0.integer(0) }
        guard let number else { throw StorageError.corrupt("an attempt was stored and has no number") }
        return number
    }

    private func update(_ attempt: Attempt) throws {
        try connection.execute(
            """
            UPDATE attempts SET correct = ?2, complete = ?3, hinted = ?4, error = ?5, answer = ?6, simple_answer = ?7,
                time_spent = ?8, ended_at = ?9, completed_at = ?10
            WHERE id = ?1
            """,
            [
                .id(attempt.id), .real(attempt.correct), .integer(attempt.complete ? 1 : 0),
                .integer(attempt.hinted ? 1 : 0), .integer(attempt.error ? 1 : 0), .json(attempt.answer),
                .text(attempt.simpleAnswer), .real(attempt.timeSpent), .time(attempt.endedAt),
                .time(attempt.completedAt),
            ]
        )
    }

    /// Appends to an attempt's history what followed its first interaction (rule I13).
    private func remember(_ interactions: ArraySlice<Interaction>, of number: Int64, isNew: Bool) throws {
        guard !interactions.isEmpty else { return }
        var place: Int64 = 0
        if !isNew {
            let last = try connection.first(
                "SELECT max(place) FROM attempt_history WHERE attempt = ?1",
                [.integer(number)]
            ) { $0.integer(0) }
            place = (last ?? 0) + 1
        }
        for interaction in interactions {
            try connection.execute(
                "INSERT INTO attempt_history (attempt, place, entry) VALUES (?1, ?2, ?3)",
                [.integer(number), .integer(place), .text(Attempt.historyEntry(interaction))]
            )
            place += 1
        }
    }
}
