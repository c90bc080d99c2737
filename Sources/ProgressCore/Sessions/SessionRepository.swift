import Model
import Storage

/// Starts and updates content sessions; each call is one transaction (logger rules S, U; design §5).
struct SessionRepository: Sendable {
    let store: any Store
    let clock: WallClock
    let outlines: OutlineRepository

    // MARK: Start

    /// Starts a session.
    ///
    /// - Throws: ``LoggerRefusal``.
    /// - Returns: the answer of rule S10.
    func start(_ request: StartRequest, for principal: Principal) async throws -> JSONText {
        let (content, context) = try Self.target(of: request, principal)
        let lesson = try Self.lesson(for: context, principal)
        let now = clock.now()
        let session = ContentSession(
            id: .random(),
            organization: principal.organization,
            learner: principal.person?.learner,
            course: principal.person?.course,
            lesson: lesson,
            node: content.node,
            content: content.content,
            channel: content.channel,
            kind: content.kind,
            progress: 0,
            timeSpent: 0,
            startedAt: now,
            endedAt: now
        )
        return try await store.write { [outlines] connection in
            // Before anything is written: the gateway brings the outline and calls again.
            let outline = try session.lesson.map { try Self.outline($0, outlines, connection) }
            try session.insert(into: connection)
            var summary = try ContentSummary.find(for: session, connection) ?? .empty
            if request.isRepeat { summary.progress = 0 }
            try summary.save(for: session, at: now, connection)
            if let outline { try Self.openLesson(of: session, principal, outline: outline, at: now, connection) }
            return Self.answer(session, summary)
        }
    }

    /// What a request opens, for a caller who may (rules S16, S17, Q5, S19).
    private static func target(
        of request: StartRequest,
        _ principal: Principal
    ) throws(LoggerRefusal) -> (StartRequest.Content, StartRequest.Context) {
        switch request.target {
        // No quiz and no course session is assigned to anybody yet.
        case .quiz: throw .forbidden
        case .content(_, .courseSession) where principal.person == nil: throw .forbidden
        case .content(_, .courseSession): throw .statement("Invalid course_session_id")
        case .content(let content, let context): return (content, context)
        }
    }

    /// The lesson a session belongs to: the one that the credential fixes (design §4, rule S15).
    private static func lesson(
        for context: StartRequest.Context,
        _ principal: Principal
    ) throws(LoggerRefusal) -> Principal.LessonScope? {
        guard case .lesson(let lesson) = context else { return principal.lesson }
        guard principal.person != nil else { throw .forbidden }
        guard let scope = principal.lesson, scope.lesson == lesson else { throw .statement("Invalid lesson_id") }
        return scope
    }

    private static func outline(
        _ scope: Principal.LessonScope,
        _ outlines: OutlineRepository,
        _ connection: any SQLConnection
    ) throws -> LessonOutline {
        guard let outline = try outlines.outline(of: scope.version, connection) else {
            throw LoggerRefusal.outlineNeeded
        }
        return outline
    }

    private static func openLesson(
        of session: ContentSession,
        _ principal: Principal,
        outline: LessonOutline,
        at now: Timestamp,
        _ connection: any SQLConnection
    ) throws {
        guard let scope = session.lesson, let person = principal.person else { return }
        let key = ProgressKey(
            organization: session.organization,
            lesson: scope.lesson,
            subject: person.subject
        )
        let old = try LessonProgressRepository.record(key, connection)
        let fresh = LessonRecord(
            progress: LessonProgress(key: key, learner: person.learner, course: person.course, at: now),
            explicit: []
        )
        var record = LessonProjection.started(old ?? fresh, outline: outline, at: now)
        record.progress.userAttributes = principal.userAttributes
        try LessonProgressRepository.save(record, insteadOf: old, at: now, connection)
    }

    private static func answer(_ session: ContentSession, _ summary: ContentSummary) -> JSONText {
        var json = JSONWriter()
        json.object { json in
            json.name("session_id")
            json.id(session.id)
            json.name("context")
            json.object { json in
                json.name("node_id")
                json.id(session.node)
                guard let lesson = session.lesson else { return }
                json.name("lesson_id")
                json.id(lesson.lesson)
            }
            json.name("progress")
            json.number(summary.progress)
            json.name("time_spent")
            json.number(summary.timeSpent)
            json.name("extra_fields")
            json.json(summary.extraFields)
            json.name("complete")
            json.bool(summary.isComplete)
        }
        return JSONText(trusted: json.text)
    }

    // MARK: Update

    /// Updates a session.
    ///
    /// - Throws: ``LoggerRefusal``; `notFound` for a session that is not the caller's, and for nil.
    /// - Returns: the answer of rule U10.
    func update(_ id: SessionID?, _ request: UpdateRequest, for principal: Principal) async throws -> JSONText {
        guard let id else { throw LoggerRefusal.notFound }
        let now = clock.now()
        return try await store.write { [outlines] connection in
            guard var session = try ContentSession.find(id, for: principal, connection) else {
                throw LoggerRefusal.notFound
            }
            session.endedAt = now
            session.timeSpent = try Self.timeSum(session.timeSpent, request.timeSpentDelta)
            if let change = request.progress { session.progress = ProgressRule.apply(change, to: session.progress) }
            try session.update(connection)

            var isComplete = session.progress >= 1
            if session.learner != nil {
                var summary = try ContentSummary.find(for: session, connection) ?? .empty
                summary.timeSpent = try Self.timeSum(summary.timeSpent, request.timeSpentDelta)
                if let change = request.progress { summary.progress = ProgressRule.apply(change, to: summary.progress) }
                if let extraFields = request.extraFields { summary.extraFields = extraFields }
                if summary.isComplete { summary.completedAt = summary.completedAt ?? now }
                try summary.save(for: session, at: now, connection)
                isComplete = summary.isComplete
            }

            let attempts = AttemptRepository(connection: connection, session: session)
            let groups = try request.interactions.map { try attempts.apply($0, at: now) }
            try Self.updateLesson(
                of: session,
                request,
                groups ?? [],
                isComplete: isComplete,
                principal,
                outlines,
                at: now,
                connection
            )
            return Self.answer(isComplete: isComplete, attempts: groups?.map(\.attempt))
        }
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

    private static func updateLesson(
        of session: ContentSession,
        _ request: UpdateRequest,
        _ groups: [AttemptRepository.Group],
        isComplete: Bool,
        _ principal: Principal,
        _ outlines: OutlineRepository,
        at now: Timestamp,
        _ connection: any SQLConnection
    ) throws {
        guard let scope = session.lesson, let learner = session.learner, let person = principal.person else { return }
        let key = ProgressKey(
            organization: session.organization,
            lesson: scope.lesson,
            subject: person.subject
        )
        guard let old = try LessonProgressRepository.record(key, connection) else { return }
        let outline = try outline(scope, outlines, connection)
        let position = outline.position(of: session.node)
        var isWhole = isComplete
        if isComplete, position != nil {
            let steps = LessonStepRepository(
                connection: connection,
                lesson: scope.lesson,
                learner: learner,
                courseKey: session.courseKey
            )
            isWhole = try steps.finish(session.node, of: outline)
        }
        var results: ItemResults?
        if !groups.isEmpty {
            let items = ItemResultRepository(
                connection: connection,
                lesson: scope.lesson,
                learner: learner,
                courseKey: session.courseKey
            )
            results = try items.take(groups, points: outline.points)
        }
        let update = LessonProjection.Update(
            carriesActivity: request.carriesActivity,
            state: request.lessonState,
            position: position,
            isComplete: isWhole,
            results: results
        )
        var record = try LessonProjection.updated(old, by: update, at: now)
        // An API token and the token of another lesson bring none; those of the last embed token stand.
        if principal.lesson?.lesson == scope.lesson { record.progress.userAttributes = principal.userAttributes }
        try LessonProgressRepository.save(record, insteadOf: old, at: now, connection)
    }

    private static func answer(isComplete: Bool, attempts: [Attempt]?) -> JSONText {
        var json = JSONWriter(capacity: 64)
        json.object { json in
            json.name("complete")
            json.bool(isComplete)
            guard let attempts else { return }
            json.name("attempts")
            json.array { json in
                for attempt in attempts { attempt.write(to: &json) }
            }
        }
        return JSONText(trusted: json.text)
    }
}
