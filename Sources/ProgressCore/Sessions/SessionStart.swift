import Model
import Storage

/// One start of a session, within its transaction (logger rules S, M, Q).
struct SessionStart {
    let connection: any SQLConnection
    let principal: Principal
    let outlines: OutlineRepository
    let now: Timestamp

    /// What may be opened, and what it is part of.
    private struct Opened {
        var node: ExternalID?
        var content: ExternalID
        var channel: ExternalID?
        var kind = ContentKind.quiz
        var criterion: MasteryCriterion?
        var lesson: Principal.LessonScope?
        /// The lesson that the caller named.
        var namedLesson: LessonID?
        var quiz: ExternalID?
        var courseSession: ExternalID?
        var unit: ExternalID?
    }

    func answer(to request: StartRequest) throws -> JSONText {
        let opened = try permitted(request)
        guard principal.person != nil || principal.role == .guest else {
            throw LoggerRefusal.statement("Name the learner in the header Lectern-Learner")
        }
        var session = session(of: opened)
        // Before anything is written: the gateway brings the outline and calls again.
        let outline = try session.lesson.map { try outlines.needed($0, connection) }
        var summary = try ContentSummary.find(for: session, connection) ?? .empty(at: now)
        if request.isRepeat { summary.progress = 0 }
        var tried: Try?
        if let criterion = opened.criterion, let learner = session.learner {
            let tries = TryRepository(connection: connection, session: session, learner: learner)
            tried = try tries.open(criterion, request.evaluator, isRepeat: request.isRepeat, at: now)
        } else if request.evaluator == .server {
            throw StartRequest.evaluation("Guests have no tries that could be evaluated.")
        }
        session.tryID = tried?.id
        try session.insert(into: connection)
        try summary.save(for: session, at: now, connection)
        if let person = principal.person {
            try Person.know(person, organization: principal.organization, connection)
            if let outline { try openLesson(of: session, person, outline: outline) }
        }
        return try answer(session, opened, summary, tried)
    }

    private func session(of opened: Opened) -> ContentSession {
        ContentSession(
            id: .timeOrdered(now),
            organization: principal.organization,
            learner: principal.person?.learner,
            course: principal.person?.course,
            lesson: opened.lesson,
            node: opened.node,
            content: opened.content,
            channel: opened.channel,
            kind: opened.kind,
            quiz: opened.quiz,
            courseSession: opened.courseSession,
            unit: opened.unit,
            tryID: nil,
            progress: 0,
            timeSpent: 0,
            startedAt: now,
            endedAt: now
        )
    }

    // MARK: Permission

    /// What a request opens, for a caller who may (rules S15–S18, Q5, S19).
    private func permitted(_ request: StartRequest) throws -> Opened {
        switch request.target {
        case .content(let content, let context):
            var opened = Opened(content: content.content)
            opened.node = content.node
            opened.channel = content.channel
            opened.kind = content.kind
            opened.criterion = content.criterion
            switch context {
            case .none: opened.lesson = principal.lesson
            case .lesson(let lesson):
                opened.lesson = try scope(of: lesson)
                opened.namedLesson = lesson
            case .courseSession(let id):
                try checkCourseSession(id)
                opened.courseSession = id
            }
            return opened
        case .quiz(let id):
            guard let quiz = try assigned?.quiz(id) else { throw LoggerRefusal.forbidden }
            var opened = Opened(content: id)
            opened.quiz = id
            opened.criterion = MasteryCriterion(kind: .quiz, n: quiz.questionCount, isCoachAssigned: true)
            if request.evaluator == .server, quiz.questionCount == nil { throw StartRequest.questionCountNeeded }
            return opened
        case .unitTest(let unit, let courseSession, let moment):
            try checkCourseSession(courseSession)
            guard request.evaluator == .client else { throw StartRequest.questionCountNeeded }
            guard let learner = principal.person?.learner else { throw LoggerRefusal.forbidden }
            let test = UnitTestVersion(unit: unit, courseSession: courseSession, learner: learner)
            var opened = Opened(content: test.content(moment))
            opened.unit = unit
            opened.courseSession = courseSession
            opened.criterion = MasteryCriterion(kind: .prePostTest, unitTest: test.criterion(moment))
            return opened
        }
    }

    /// What is given to the caller; nil for who is no person.
    private var assigned: Assigned? {
        principal.person.map {
            Assigned(connection: connection, organization: principal.organization, learner: $0.learner)
        }
    }

    /// The lesson that a caller names: the one that the credential fixes, or one that is given to the caller (rule S15).
    ///
    /// A lesson that nothing is known of beyond its id has no scope (design §4).
    private func scope(of lesson: LessonID) throws -> Principal.LessonScope? {
        guard principal.role != .guest else { throw LoggerRefusal.forbidden }
        if let fixed = principal.lesson, fixed.lesson == lesson { return fixed }
        guard try assigned?.hasLesson(lesson) == true else { throw LoggerRefusal.statement("Invalid lesson_id") }
        return principal.requestedLesson.flatMap { $0.lesson == lesson ? $0 : nil }
    }

    private func checkCourseSession(_ id: ExternalID) throws {
        guard principal.role != .guest else { throw LoggerRefusal.forbidden }
        guard try assigned?.hasCourseSession(id) == true else {
            throw LoggerRefusal.statement("Invalid course_session_id")
        }
    }

    // MARK: Lesson

    private func openLesson(of session: ContentSession, _ person: Principal.Person, outline: LessonOutline) throws {
        guard let scope = session.lesson else { return }
        let key = ProgressKey(organization: session.organization, lesson: scope.lesson, subject: person.subject)
        let old = try LessonProgressRepository.record(key, connection)
        let fresh = LessonRecord(
            progress: LessonProgress(key: key, learner: person.learner, course: person.course, at: now),
            explicit: []
        )
        var record = LessonProjection.started(old ?? fresh, outline: outline, at: now)
        // Those of an embed token for another lesson say nothing about this one.
        if principal.lesson?.lesson == scope.lesson { record.progress.userAttributes = principal.userAttributes }
        try LessonProgressRepository.save(record, insteadOf: old, at: now, connection)
    }

    // MARK: Answer

    private func answer(
        _ session: ContentSession,
        _ opened: Opened,
        _ summary: ContentSummary,
        _ tried: Try?
    ) throws -> JSONText {
        // The window of a guest is empty: each session stands alone (rule S19).
        let shown = try tried.map { tried in
            try AttemptScope.tried(tried.id).newest(tried.criterion.shownAttempts, connection)
        }
        let extraFields = try KnownState.extraFields(of: session, summary, principal.person?.subject, connection)
        var json = JSONWriter()
        json.object { json in
            json.name("session_id")
            json.id(session.id)
            json.name("context")
            writeContext(session, opened, tried, to: &json)
            json.name("progress")
            json.number(summary.progress)
            // An assessment tells of its try (rule M4).
            json.name("time_spent")
            json.number(tried?.timeSpent ?? summary.timeSpent)
            json.name("extra_fields")
            json.json(extraFields)
            json.name("complete")
            json.bool(tried?.isComplete ?? summary.isComplete)
            guard let criterion = tried?.criterion ?? opened.criterion else { return }
            json.name("mastery_criterion")
            json.json(criterion.jsonText)
            json.name("pastattempts")
            json.array { json in
                for attempt in shown ?? [] { attempt.write(to: &json) }
            }
            json.name("totalattempts")
            json.integer(tried?.attemptCount ?? 0)
            tried?.writeMastery(to: &json)
        }
        return JSONText(trusted: json.text)
    }

    /// Only what applies (rule S11).
    private func writeContext(
        _ session: ContentSession,
        _ opened: Opened,
        _ tried: Try?,
        to json: inout JSONWriter
    ) {
        json.object { json in
            if let node = session.node {
                json.name("node_id")
                json.id(node)
            }
            if let quiz = session.quiz {
                json.name("quiz_id")
                json.id(quiz)
            }
            if let unit = session.unit {
                json.name("unit_id")
                json.id(unit)
            }
            if let lesson = session.lesson?.lesson ?? opened.namedLesson {
                json.name("lesson_id")
                json.id(lesson)
            }
            if let courseSession = session.courseSession {
                json.name("course_session_id")
                json.id(courseSession)
            }
            if let tried {
                json.name("mastery_level")
                json.integer(Int(tried.level))
            }
        }
    }
}
