import Model
import Storage

/// Reads of attempt logs (logger rules A).
struct AttemptLogs {
    let connection: any SQLConnection
    let principal: Principal

    /// `GET attemptlog`.
    func list(_ text: String) throws -> JSONText {
        var query = try LogQuery(text)
        let condition = try condition(&query)
        let page = try LogPage(query.page, count: condition.count(in: "attempts", connection))
        let logs = try logs(condition, limit: page.limit, offset: page.offset)
        return try page.answer { json in
            for log in logs { try json.object { try log.write(to: &$0, connection) } }
        }
    }

    /// `GET attemptlog/:id` (rule A7).
    func single(_ id: AttemptID?) throws -> JSONText {
        guard let id else { throw LoggerRefusal.notFound }
        var condition = LogCondition()
        condition.add("attempts.id = ?", .id(id))
        try LogReader(principal, connection).restrict(&condition, to: "attempts", isNarrow: true)
        guard let found = try logs(condition, limit: 1, offset: 0).first else { throw LoggerRefusal.notFound }
        var json = JSONWriter()
        try json.object { try found.write(to: &$0, connection) }
        return JSONText(trusted: json.text)
    }

    /// All attempts of a try that the caller may read.
    ///
    /// - Throws: ``LoggerRefusal`` `statement` when there are more than a list may have.
    func all(of id: TryID) throws -> [AttemptLog] {
        var condition = LogCondition()
        condition.add("attempts.scope_id = ?", .id(id))
        let found = try logs(condition, limit: LogPage.listLimit + 1, offset: 0)
        guard found.count <= LogPage.listLimit else {
            throw LoggerRefusal.statement("The try has more than \(LogPage.listLimit) attempts; read the attempt log")
        }
        return found
    }

    /// The attempts of a learner, by what they belong together by.
    private static let ofLearner = """
        attempts.scope_id IN (SELECT id FROM tries WHERE learner_id = ?
            UNION ALL SELECT id FROM content_summaries WHERE learner_id = ?)
        """

    private func condition(_ query: inout LogQuery) throws -> LogCondition {
        let reader = try LogReader(principal, connection)
        var condition = LogCondition()
        let mastery: TryID? = try query.choice("masterylog") { id in
            try connection.first("SELECT 1 FROM tries WHERE id = ?1", [.id(id)]) { $0.integer(0) } != nil
        }
        let user: LearnerID? = try query.choice("user") { try reader.knows($0, connection) }
        let content: ExternalID? = query.id("content")
        let level = query.number("mastery_level")
        query.filterMembers(&condition, of: "attempts")
        try query.refuseProblems()
        if let mastery { condition.add("attempts.scope_id = ?", .id(mastery)) }
        // Whoever reads only their own has named themselves.
        if let learner = user ?? reader.onlyLearner, mastery == nil, content == nil {
            condition.add(Self.ofLearner, .id(learner), .id(learner))
        }
        if let user { condition.add("attempts.learner_id = ?", .id(user)) }
        if let item = query.text("item") { condition.add("attempts.item = ?", .text(item)) }
        if let complete = query.flag("complete") { condition.add("attempts.complete \(complete ? "<>" : "=") 0") }
        // By the try, so attempts without one never match (rule A3).
        if let content, let user = user ?? reader.onlyLearner {
            // The tries lead to the attempts.
            condition.add(
                "attempts.scope_id IN (SELECT id FROM tries WHERE learner_id = ? AND content_id = ?)",
                .id(user),
                .id(content)
            )
        } else if let content {
            condition.add(
                "EXISTS (SELECT 1 FROM tries WHERE tries.id = attempts.try_id AND content_id = ?)",
                .id(content)
            )
        }
        if let level {
            condition.add("EXISTS (SELECT 1 FROM tries WHERE tries.id = attempts.try_id AND level = ?)", .real(level))
        }
        reader.restrict(&condition, to: "attempts", isNarrow: user != nil || mastery != nil)
        return condition
    }

    /// Newest first.
    private func logs(_ condition: LogCondition, limit: Int, offset: Int) throws -> [AttemptLog] {
        let (page, parameters) = condition.page(limit: limit, offset: offset)
        return try connection.query(
            """
            SELECT \(Attempt.columns), attempts.learner_id, attempts.try_id, attempts.session_id, attempts.first_entry
            FROM attempts
            WHERE attempts.number IN (
                SELECT attempts.number FROM attempts WHERE \(condition.sql)
                ORDER BY attempts.number DESC \(page))
            ORDER BY attempts.number DESC
            """,
            parameters,
            AttemptLog.init(from:)
        )
    }
}

/// An attempt as the log shows it.
struct AttemptLog {
    let attempt: Attempt
    private let number: Int64
    private let learner: LearnerID?
    private let tryID: TryID?
    private let session: SessionID
    private let firstEntry: JSONText

    init(from row: any SQLRow) throws {
        attempt = try Attempt(from: row)
        number = row.integer(13)
        learner = try row.optionalID(14)
        tryID = try row.optionalID(15)
        session = try row.id(16)
        firstEntry = JSONText(trusted: row.text(17))
    }

    /// Writes the members of an attempt log (rule A2); the history is read now.
    func write(to json: inout JSONWriter, _ connection: any SQLConnection) throws {
        json.name("id")
        json.id(attempt.id)
        json.name("item")
        json.string(attempt.item)
        json.name("start_timestamp")
        json.time(attempt.startedAt)
        json.name("end_timestamp")
        json.time(attempt.endedAt)
        json.name("completion_timestamp")
        json.time(attempt.completedAt)
        json.name("time_spent")
        json.number(attempt.timeSpent)
        json.name("complete")
        json.bool(attempt.complete)
        json.name("correct")
        json.number(attempt.correct)
        json.name("hinted")
        json.bool(attempt.hinted)
        json.name("answer")
        json.json(attempt.answer)
        json.name("simple_answer")
        json.string(attempt.simpleAnswer)
        json.name("interaction_history")
        let entries = try connection.query(
            "SELECT entry FROM attempt_history WHERE attempt = ?1 ORDER BY place",
            [.integer(number)]
        ) { JSONText(trusted: $0.text(0)) }
        json.array { json in
            json.json(firstEntry)
            for entry in entries { json.json(entry) }
        }
        json.name("user")
        json.id(learner)
        json.name("error")
        json.bool(attempt.error)
        json.name("masterylog")
        json.id(tryID)
        json.name("sessionlog")
        json.id(session)
    }
}
