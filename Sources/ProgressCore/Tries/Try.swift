import Model
import Storage

/// A run at an assessment: a mastery log (logger rules M1–M14).
struct Try: Sendable {
    /// Whose judgement drives progress and completion.
    enum Evaluator: String, Sendable, CaseIterable {
        /// The client's, as it reports them (rule M9).
        case client
        /// Ours (rule M10).
        case server
    }

    let id: TryID
    let organization: OrganizationID
    let learner: LearnerID
    let course: String
    let content: ExternalID
    let level: Int64
    let criterion: MasteryCriterion
    let evaluator: Evaluator
    var isComplete: Bool
    var timeSpent: Double
    let startedAt: Timestamp
    var endedAt: Timestamp
    var completedAt: Timestamp?
    var attemptCount: Int
    /// The correctness of all attempts as they stand, added up.
    var correctSum: Double
    var judgement: Judgement

    /// The sum of the attempts' correctness, cut to an integer (rule L5).
    var correct: Int { Int(correctSum + 1e-9) }

    /// A finished coach's quiz takes nothing more (rule Q3).
    var isClosed: Bool { isComplete && criterion.isCoachAssigned }

    /// Takes what became of an update's interactions.
    mutating func take(_ groups: [AttemptRepository.Group]) {
        for group in groups {
            correctSum += group.attempt.correct - (group.before?.correct ?? 0)
            guard group.isNew else { continue }
            attemptCount += 1
            judgement.take(firstAnswer: group.attempt.firstCorrect, under: criterion)
        }
    }

    /// Ends an update: its time, and completion where its judge finds it (rules M9, M14).
    mutating func finishUpdate(timeSpentDelta: Double, progress: Double, at now: Timestamp) {
        timeSpent += timeSpentDelta
        if timeSpentDelta > 0 { endedAt = now }
        let isDone = evaluator == .server ? judgement.isAchieved : progress >= 1
        guard isDone, !isComplete else { return }
        isComplete = true
        completedAt = now
        endedAt = now
    }

    /// Writes the `mastery` member of answers, and who judges where it is not the client.
    func writeMastery(to json: inout JSONWriter) {
        json.name("mastery")
        judgement.write(under: criterion, correctSum: correctSum, to: &json)
        guard evaluator == .server else { return }
        json.name("evaluate")
        json.string(evaluator.rawValue)
    }
}

// MARK: - Storage

extension Try {
    static let columns = """
        id, organization_id, learner_id, course_id, content_id, level, criterion, evaluated_by, complete, time_spent,
        started_at, ended_at, completed_at, attempt_count, correct_sum, judgement
        """

    init(from row: any SQLRow) throws {
        var criteria = Criteria()
        try self.init(from: row, &criteria)
    }

    /// The criteria of the rows of a list, which are mostly the same: each is parsed once.
    struct Criteria {
        private var known: [String: MasteryCriterion] = [:]

        fileprivate mutating func criterion(_ storedText: String) -> MasteryCriterion? {
            if let known = known[storedText] { return known }
            guard let criterion = MasteryCriterion(storedText: storedText) else { return nil }
            known[storedText] = criterion
            return criterion
        }
    }

    /// Reads a row of a list.
    init(from row: any SQLRow, _ criteria: inout Criteria) throws {
        guard let criterion = criteria.criterion(row.text(6)),
            let evaluator = Evaluator(rawValue: row.text(7)), let judgement = Judgement(storedText: row.text(15))
        else { throw StorageError.corrupt("a try is malformed") }
        id = try row.id(0)
        organization = try row.id(1)
        learner = try row.id(2)
        course = row.text(3)
        content = try row.id(4)
        level = row.integer(5)
        self.criterion = criterion
        self.evaluator = evaluator
        isComplete = row.integer(8) != 0
        timeSpent = row.real(9)
        startedAt = row.time(10)
        endedAt = row.time(11)
        completedAt = row.optionalTime(12)
        attemptCount = Int(row.integer(13))
        correctSum = row.real(14)
        self.judgement = judgement
    }

    /// A new try.
    init(
        at level: Int64,
        of session: ContentSession,
        _ learner: LearnerID,
        _ criterion: MasteryCriterion,
        _ evaluator: Evaluator,
        at now: Timestamp
    ) {
        id = .timeOrdered(now)
        organization = session.organization
        self.learner = learner
        course = session.courseKey
        content = session.content
        self.level = level
        self.criterion = criterion
        self.evaluator = evaluator
        isComplete = false
        timeSpent = 0
        startedAt = now
        endedAt = now
        completedAt = nil
        attemptCount = 0
        correctSum = 0
        judgement = Judgement()
    }

    func insert(into connection: any SQLConnection) throws {
        try connection.execute(
            """
            INSERT INTO tries (\(Self.columns))
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
            """,
            [
                .id(id), .id(organization), .id(learner), .text(course), .id(content), .integer(level),
                .text(criterion.storedText), .text(evaluator.rawValue), .integer(isComplete ? 1 : 0), .real(timeSpent),
                .time(startedAt), .time(endedAt), .time(completedAt), .integer(Int64(attemptCount)), .real(correctSum),
                .text(judgement.storedText),
            ]
        )
    }

    func update(_ connection: any SQLConnection) throws {
        try connection.execute(
            """
            UPDATE tries SET complete = ?2, time_spent = ?3, ended_at = ?4, completed_at = ?5, attempt_count = ?6,
                correct_sum = ?7, judgement = ?8
            WHERE id = ?1
            """,
            [
                .id(id), .integer(isComplete ? 1 : 0), .real(timeSpent), .time(endedAt), .time(completedAt),
                .integer(Int64(attemptCount)), .real(correctSum), .text(judgement.storedText),
            ]
        )
    }

    /// Whether another run of the learner at this content is open.
    func hasOpenSuccessor(_ connection: any SQLConnection) throws -> Bool {
        try connection.first(
            """
            SELECT 1 FROM tries
            WHERE learner_id = ?1 AND course_id = ?2 AND content_id = ?3 AND complete = 0 AND id <> ?4 LIMIT 1
            """,
            [.id(learner), .text(course), .id(content), .id(id)]
        ) { $0.integer(0) } != nil
    }

    static func find(_ id: TryID, _ connection: any SQLConnection) throws -> Try? {
        try connection.first("SELECT \(columns) FROM tries WHERE id = ?1", [.id(id)], Try.init(from:))
    }
}
