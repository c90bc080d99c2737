import Model
import Testing

/// From the first start to completion (design §5, rules 1, 2 and 5).
@Suite struct LessonProgressTests {
    private let world: CoreWorld
    private let lesson: TestLesson
    private let learner: Caller

    init() async throws {
        world = try CoreWorld()
        lesson = try await world.lesson()
        learner = world.embed(lesson: lesson, attributes: #"{ "group":"7b" }"#)
    }

    private var now: String { "\(world.clock.now)" }

    // MARK: - Start

    @Test func noRecordExistsBeforeTheFirstStart() async throws {
        let answer = try await world.progress(of: lesson)
        #expect(answer.status == 404)
        #expect(answer.entityTag == nil)
    }

    @Test func startMakesTheRecord() async throws {
        world.clock.advance(seconds: 0.25)
        _ = try await learner.open(lesson.steps[0])
        let answer = try await world.progress(of: lesson)
        #expect(answer.status == 200)
        #expect(
            answer.text == #"{"lessonId":"\#(lesson.id)","learnerId":"ada","status":"not_started","score":null,"#
                + #""maxScore":null,"currentSectionIndex":0,"currentStepIndex":0,"totalSteps":3,"progressData":null,"#
                + #""variableState":null,"items":null,"userAttributes":{ "group":"7b" },"startedAt":null,"#
                + #""completedAt":null,"lastActivityAt":"2026-06-01T09:00:00.250Z"}"#
        )
    }

    @Test func lessonThatTheTokenFixesNeedNotBeNamed() async throws {
        let context = #"{"node_id":"\#(lesson.steps[0].node)","lesson_id":"\#(lesson.id)"}"#
        for extra in ["", ",\"lesson_id\":\"\(lesson.id)\""] {
            #expect(try await learner.start(lesson.steps[0], extra).raw("context") == context)
        }
    }

    @Test func secondStartMovesOnlyTheActivity() async throws {
        let session = try await learner.open(lesson.steps[2])
        try await learner.report(session, #"{"progress":0.5}"#)
        let before = try await world.progress(of: lesson)
        world.clock.advance(seconds: 60)
        _ = try await learner.open(lesson.steps[0])
        let after = try await world.progress(of: lesson)
        #expect(after.string("lastActivityAt") == now)
        for name in before.names() ?? [] where name != "lastActivityAt" { #expect(after.raw(name) == before.raw(name)) }
    }

    @Test func coreAsksForAnOutlineThatItLacks() async throws {
        let fresh = TestLesson()
        let learner = world.embed(lesson: fresh)
        let asked = try await learner.start(fresh.steps[0])
        #expect(asked.status == 428)
        #expect(try await world.column("SELECT id FROM content_sessions") == [])
        #expect(try await world.progress(of: fresh).status == 404)
        try await world.bring(fresh)
        #expect(try await learner.start(fresh.steps[0]).status == 200)
        #expect(try await world.progress(of: fresh).number("totalSteps") == 3)
    }

    // MARK: - Activity

    @Test(arguments: [
        #"{"progress":0}"#, #"{"progress_delta":0.1}"#, #"{"time_spent_delta":1}"#, #"{"extra_fields":{}}"#,
        #"{"extra_fields":{"lesson":{}}}"#,
        #"{"interactions":[{"item":"q1","correct":1,"time_spent":1,"answer":{}}]}"#,
    ])
    func firstActivityStartsTheLesson(body: String) async throws {
        let session = try await learner.open(lesson.steps[0])
        world.clock.advance(seconds: 10)
        try await learner.report(session, body)
        let started = now
        let first = try await world.progress(of: lesson)
        #expect(first.string("status") == "in_progress")
        #expect(first.string("startedAt") == started)
        #expect(first.string("lastActivityAt") == started)
        world.clock.advance(seconds: 10)
        try await learner.report(session, body)
        let second = try await world.progress(of: lesson)
        #expect(second.string("startedAt") == started)
        #expect(second.string("lastActivityAt") == now)
    }

    @Test(arguments: ["{}", #"{"interactions":[]}"#, #"{"colour":1}"#])
    func updateWithoutActivityDoesNotStartIt(body: String) async throws {
        let session = try await learner.open(lesson.steps[0])
        world.clock.advance(seconds: 10)
        try await learner.report(session, body)
        let answer = try await world.progress(of: lesson)
        #expect(answer.string("status") == "not_started")
        #expect(answer.raw("startedAt") == "null")
        #expect(answer.string("lastActivityAt") == now)
    }

    // MARK: - Completion

    @Test func lessonsOwnSessionCompletesIt() async throws {
        let session = try await learner.open(lesson.own)
        try await learner.report(session, #"{"progress":0.9}"#)
        #expect(try await world.progress(of: lesson).string("status") == "in_progress")
        world.clock.advance(seconds: 5)
        try await learner.report(session, #"{"progress":1}"#)
        let answer = try await world.progress(of: lesson)
        #expect(answer.string("status") == "completed")
        #expect(answer.string("completedAt") == now)
    }

    @Test func everyStepCompletesIt() async throws {
        for (index, step) in lesson.steps.enumerated() {
            world.clock.advance(seconds: 5)
            let session = try await learner.open(step)
            // Reporting a finished step again counts once.
            for _ in 0..<2 { try await learner.report(session, #"{"progress":1}"#) }
            let status = try await world.progress(of: lesson).string("status")
            #expect(status == (index == 2 ? "completed" : "in_progress"))
        }
        #expect(try await world.progress(of: lesson).string("completedAt") == now)
    }

    @Test func stepsOfAnotherLearnerDoNotCount() async throws {
        let bob = world.embed("bob", lesson: lesson)
        for (caller, step) in zip([learner, bob, learner], lesson.steps) {
            try await caller.report(try await caller.open(step), #"{"progress":1}"#)
        }
        #expect(try await world.progress(of: lesson).string("status") == "in_progress")
        #expect(try await world.progress("bob", of: lesson).string("status") == "in_progress")
    }

    @Test func stepThatANewVersionAddsMustBeDoneToo() async throws {
        for step in lesson.steps.dropLast() {
            try await learner.report(try await learner.open(step), #"{"progress":1}"#)
        }
        var newer = lesson
        newer.version = .random()
        let added = LessonOutline.Step(id: .random(), items: [])
        newer.outline = LessonOutline(sections: lesson.outline.sections + [[added]])
        try await world.bring(newer)
        let later = world.embed(id: try #require(learner.principal.person?.learner), lesson: newer)
        try await later.report(try await later.open(lesson.steps[2]), #"{"progress":1}"#)
        let open = try await world.progress(of: lesson)
        #expect(open.string("status") == "in_progress")
        #expect(open.number("totalSteps") == 4)
        try await later.report(try await later.open(TestContent(node: added.id)), #"{"progress":1}"#)
        #expect(try await world.progress(of: lesson).string("status") == "completed")
    }

    @Test func playerMayCompleteIt() async throws {
        let session = try await learner.open(lesson.steps[0])
        #expect(try await learner.state(session, #""status":"completed""#).status == 200)
        let answer = try await world.progress(of: lesson)
        #expect(answer.string("status") == "completed")
        #expect(answer.string("startedAt") == now)
        #expect(answer.string("completedAt") == now)
    }

    @Test func statusNeverGoesBackAndCompletionKeepsItsTime() async throws {
        let session = try await learner.open(lesson.own)
        try await learner.report(session, #"{"progress":1}"#)
        let completed = now
        for body in [
            #"{"progress":0}"#, #"{"extra_fields":{"lesson":{"status":"in_progress"}}}"#,
            #"{"extra_fields":{"lesson":{"status":"not_started"}}}"#, #"{"progress":1}"#,
            #"{"extra_fields":{"lesson":{"status":"completed"}}}"#,
        ] {
            world.clock.advance(seconds: 5)
            try await learner.report(session, body)
            let answer = try await world.progress(of: lesson)
            #expect(answer.string("status") == "completed")
            #expect(answer.string("startedAt") == completed)
            #expect(answer.string("completedAt") == completed)
            #expect(answer.string("lastActivityAt") == now)
        }
        _ = try await learner.open(lesson.own, #","repeat":true"#)
        #expect(try await world.progress(of: lesson).string("status") == "completed")
    }
}
