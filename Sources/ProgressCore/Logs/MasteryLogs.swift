import Model
import Storage

/// Reads of mastery logs: the tries of a content (logger rules L, D).
struct MasteryLogs {
    let connection: any SQLConnection
    let principal: Principal

    /// `GET masterylog`.
    func list(_ text: String) throws -> JSONText {
        var query = try LogQuery(text)
        let condition = try condition(&query)
        let page = try LogPage(query.page, count: condition.count(in: "tries", connection))
        let tries = try tries(condition, limit: page.limit, offset: page.offset)
        return page.answer { json in
            for each in tries { json.object { each.write(to: &$0) } }
        }
    }

    /// `GET masterylog/:id` (rule L9).
    func single(_ id: TryID?, _ text: String) throws -> JSONText {
        var query = try LogQuery(text)
        var condition = try condition(&query)
        guard let id else { throw LoggerRefusal.notFound }
        condition.add("tries.id = ?", .id(id))
        guard let found = try tries(condition, limit: 1, offset: 0).first else { throw LoggerRefusal.notFound }
        var json = JSONWriter()
        json.object { found.write(to: &$0) }
        return JSONText(trusted: json.text)
    }

    /// `GET masterylog/:index/diff`.
    func difference(_ index: Substring, _ text: String) throws -> JSONText {
        var query = try LogQuery(text)
        let condition = try condition(&query)
        guard let place = Int(index) else {
            // A number beyond our integers is a number all the same (rule D3).
            let digits = index.drop { $0 == "-" || $0 == "+" }
            let isNumber = !digits.isEmpty && digits.utf8.allSatisfy(LogQuery.isDigit)
            throw LoggerRefusal.noSuchEntry(isNumber ? "No mastery log found" : "Parameter must be an integer")
        }
        guard place >= 0, place < Int(Int32.max) else { throw LoggerRefusal.noSuchEntry("No mastery log found") }
        let pair = try tries(condition, limit: 2, offset: place)
        guard let present = pair.first else { throw LoggerRefusal.noSuchEntry("No mastery log found") }
        return try difference(of: present, to: pair.count == 2 ? pair[1] : nil)
    }

    // MARK: Query

    private func condition(_ query: inout LogQuery) throws -> LogCondition {
        try query.require("content", "user")
        let reader = try LogReader(principal, connection)
        var condition = LogCondition()
        let content: ExternalID? = query.id("content")
        let user: LearnerID? = try query.choice("user") { try reader.knows($0, connection) }
        query.filterMembers(&condition, of: "tries")
        try query.refuseProblems()
        if let user { condition.add("tries.learner_id = ?", .id(user)) }
        if let content { condition.add("tries.content_id = ?", .id(content)) }
        if let complete = query.flag("complete") { condition.add("tries.complete \(complete ? "<>" : "=") 0") }
        if let quiz = query.flag("quiz") { condition.add("tries.level \(quiz ? "<" : ">=") 0") }
        reader.restrict(&condition, to: "tries", isNarrow: user != nil)
        return condition
    }

    /// Newest end first (rule L3).
    private func tries(_ condition: LogCondition, limit: Int, offset: Int) throws -> [Try] {
        let (page, parameters) = condition.page(limit: limit, offset: offset)
        var criteria = Try.Criteria()
        return try connection.query(
            """
            SELECT \(Try.columns) FROM tries WHERE \(condition.sql)
            ORDER BY ended_at DESC, started_at DESC, level DESC, id \(page)
            """,
            parameters
        ) { try Try(from: $0, &criteria) }
    }

    // MARK: Difference

    private func difference(of present: Try, to older: Try?) throws -> JSONText {
        let attempts = try AttemptLogs(connection: connection, principal: principal).all(of: present.id)
        let before = try older.map { try newestByItem(of: $0.id) }
        var json = JSONWriter(capacity: 4_096)
        try json.object { json in
            present.write(to: &json)
            json.name("diff")
            if let older {
                json.object { json in
                    json.name("correct")
                    json.integer(present.correct - older.correct)
                    json.name("time_spent")
                    json.number(present.timeSpent - older.timeSpent)
                }
            } else {
                json.null()
            }
            json.name("attemptlogs")
            try json.array { json in
                for log in attempts {
                    try json.object { json in
                        try log.write(to: &json, connection)
                        let old = before?[log.attempt.item]
                        json.name("diff")
                        json.object { json in
                            json.name("correct")
                            // Cut toward zero (rule D6).
                            json.integer(old.map { Int(log.attempt.correct - $0) })
                        }
                    }
                }
            }
        }
        return JSONText(trusted: json.text)
    }

    /// The correctness of the newest attempt at each item of a try (rule D6).
    private func newestByItem(of id: TryID) throws -> [String: Double] {
        let attempts = try connection.query(
            "SELECT item, correct FROM attempts WHERE scope_id = ?1 ORDER BY ended_at, number",
            [.id(id)]
        ) { (item: $0.text(0), correct: $0.real(1)) }
        return Dictionary(attempts.map { ($0.item, $0.correct) }) { _, newer in newer }
    }
}

extension Try {
    /// Writes the members of a mastery log (rule L4).
    fileprivate func write(to json: inout JSONWriter) {
        json.name("id")
        json.id(id)
        json.name("mastery_criterion")
        json.json(criterion.jsonText)
        json.name("start_timestamp")
        json.time(startedAt)
        json.name("end_timestamp")
        json.time(endedAt)
        json.name("completion_timestamp")
        json.time(completedAt)
        json.name("complete")
        json.bool(isComplete)
        json.name("time_spent")
        json.number(timeSpent)
        json.name("correct")
        json.integer(correct)
        writeMastery(to: &json)
    }
}
