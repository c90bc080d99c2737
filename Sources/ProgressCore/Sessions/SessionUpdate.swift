import Model
import Storage

/// One update of a session, within its transaction (logger rules U, I, M; design §5).
struct SessionUpdate {
    let connection: any SQLConnection
    let principal: Principal
    let outlines: OutlineRepository
    let now: Timestamp

    func answer(to request: UpdateRequest, session id: SessionID) throws -> JSONText {
        guard var session = try ContentSession.find(id, for: principal, connection) else {
            throw LoggerRefusal.notFound
        }
        var tried = try session.tryID.map(find)
        try checkQuiz(session, tried)
        if tried?.evaluator == .server, let named = request.progressMember {
            let message = "This try is evaluated by the server; its progress follows from the answers."
            throw LoggerRefusal.fields([FieldProblem(field: named, code: .invalid, message: message)])
        }
        let known = try ContentSummary.find(for: session, connection)
        var summary = known ?? .empty(at: now)

        let scope: AttemptScope =
            if let id = session.tryID { .tried(id) } else if session.learner != nil {
                .summary(summary.id)
            } else { .session(session.id) }
        let attempts = AttemptRepository(
            connection: connection,
            session: session,
            scope: scope,
            isQuiz: tried?.criterion.isQuiz ?? false
        )
        let groups = try request.interactions.map { try attempts.apply($0, at: now) }
        tried?.take(groups ?? [])

        let change = try tried.flatMap { try judged($0, groups ?? []) } ?? request.progress
        session.endedAt = now
        session.timeSpent = try Self.timeSum(session.timeSpent, request.timeSpentDelta)
        if let change { session.progress = ProgressRule.apply(change, to: session.progress) }
        try session.update(connection)
        var isComplete = session.progress >= 1
        if session.learner != nil {
            summary.timeSpent = try Self.timeSum(summary.timeSpent, request.timeSpentDelta)
            if let change { summary.progress = ProgressRule.apply(change, to: summary.progress) }
            if let extraFields = request.extraFields { summary.extraFields = extraFields }
            if summary.isComplete { summary.completedAt = summary.completedAt ?? now }
            // An answer alone changes nothing of it.
            if summary != known { try summary.save(for: session, at: now, connection) }
            isComplete = summary.isComplete
        }
        if tried != nil {
            _ = try Self.timeSum(tried?.timeSpent ?? 0, request.timeSpentDelta)
            tried?.finishUpdate(timeSpentDelta: request.timeSpentDelta ?? 0, progress: summary.progress, at: now)
            try tried?.update(connection)
        }
        try updateLesson(of: session, request, groups ?? [], isQuiz: tried?.criterion.isQuiz ?? false, isComplete)
        return Self.answer(isComplete: isComplete, attempts: groups?.map(\.attempt), tried)
    }

    private func find(_ id: TryID) throws -> Try {
        guard let found = try Try.find(id, connection) else {
            throw StorageError.corrupt("a session's try is not there")
        }
        return found
    }

    /// A coach's quiz takes updates while it is active, given to the learner and not finished (rules Q3, Q5).
    private func checkQuiz(_ session: ContentSession, _ tried: Try?) throws {
        guard let quiz = session.quiz, let learner = session.learner else { return }
        let assigned = Assigned(connection: connection, organization: session.organization, learner: learner)
        guard try assigned.quiz(quiz) != nil else { throw LoggerRefusal.forbidden }
        if tried?.isClosed == true { throw LoggerRefusal.closed }
    }

    /// The progress that our own judgement gives, where it drives the try (rule M10): with new answers, and when the try is
    /// complete only as long as no other run at the content is open, whose progress it is then.
    private func judged(_ tried: Try, _ groups: [AttemptRepository.Group]) throws -> UpdateRequest.ProgressChange? {
        guard tried.evaluator == .server, groups.contains(where: \.isNew),
            try !tried.isComplete || !tried.hasOpenSuccessor(connection)
        else { return nil }
        return .set(tried.judgement.progress(under: tried.criterion))
    }

    /// Time that stays a time (rule U11).
    private static func timeSum(_ old: Double, _ delta: Double?) throws(LoggerRefusal) -> Double {
        let sum = old + (delta ?? 0)
        // A century: sums of allowed updates that no clock can have measured.
        guard sum <= 3_155_760_000 else {
            let message = "The time spent would be longer than can be."
            throw .fields([FieldProblem(field: "time_spent_delta", code: .maximum, message: message)])
        }
        return sum
    }

    // MARK: Lesson

    private func updateLesson(
        of session: ContentSession,
        _ request: UpdateRequest,
        _ groups: [AttemptRepository.Group],
        isQuiz: Bool,
        _ isComplete: Bool
    ) throws {
        guard let scope = session.lesson, let learner = session.learner, let person = principal.person else { return }
        let key = ProgressKey(organization: session.organization, lesson: scope.lesson, subject: person.subject)
        guard let old = try LessonProgressRepository.record(key, connection) else { return }
        let outline = try outlines.needed(scope, connection)
        let position = session.node.flatMap(outline.position(of:))
        var isWhole = isComplete
        if isComplete, position != nil, let node = session.node {
            let steps = LessonStepRepository(
                connection: connection,
                lesson: scope.lesson,
                learner: learner,
                courseKey: session.courseKey
            )
            isWhole = try steps.finish(node, of: outline)
        }
        var change: ItemResultChange?
        if !groups.isEmpty {
            let items = ItemResultRepository(
                connection: connection,
                lesson: scope.lesson,
                learner: learner,
                courseKey: session.courseKey
            )
            change = try items.take(groups, isQuiz: isQuiz, points: outline.points)
        }
        let update = LessonProjection.Update(
            carriesActivity: request.carriesActivity,
            state: request.lessonState,
            position: position,
            isComplete: isWhole,
            results: change
        )
        var record = try LessonProjection.updated(old, by: update, at: now)
        // An API token and the token of another lesson bring none; those of the last embed token stand.
        if principal.lesson?.lesson == scope.lesson { record.progress.userAttributes = principal.userAttributes }
        try LessonProgressRepository.save(record, insteadOf: old, at: now, connection)
    }

    // MARK: Answer

    private static func answer(isComplete: Bool, attempts: [Attempt]?, _ tried: Try?) -> JSONText {
        var json = JSONWriter(capacity: 128)
        json.object { json in
            json.name("complete")
            json.bool(isComplete)
            tried?.writeMastery(to: &json)
            guard let attempts else { return }
            json.name("attempts")
            json.array { json in
                for attempt in attempts { attempt.write(to: &json) }
            }
        }
        return JSONText(trusted: json.text)
    }
}
