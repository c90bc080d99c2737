import Model
import Testing

/// The records of LTI users (contract §7.2).
@Suite struct LTIProgressTests {
    private let world: CoreWorld
    private let lesson: TestLesson
    private let course = CourseID.random()

    init() async throws {
        world = try CoreWorld()
        lesson = try await world.lesson()
    }

    @Test func recordShowsTheMembersOfTheContract() async throws {
        let user = world.lti(context: "c-1", course: course, lesson: lesson)
        let session = try await user.open(lesson.steps[0])
        world.clock.advance(seconds: 1)
        _ = try await user.state(
            session,
            #""score":2,"maxScore":3,"progressData":{"a":1},"variableState":{"b":2},"items":[],"totalSteps":9"#
        )
        let answer = try await world.progress(user: "u-1", context: "c-1", of: lesson)
        #expect(
            answer.text == #"{"lessonId":"\#(lesson.id)","ltiUserId":"u-1","platformId":"platform-1","#
                + #""contextId":"c-1","courseId":"\#(course)","status":"in_progress","score":66.67,"maxScore":100,"#
                + #""currentSectionIndex":0,"currentStepIndex":0,"progressData":{"a":1},"variableState":{"b":2},"#
                + #""startedAt":"2026-06-01T09:00:01Z","completedAt":null,"lastActivityAt":"2026-06-01T09:00:01Z"}"#
        )
    }

    @Test(arguments: [
        (#""score":1,"maxScore":3"#, "33.33", "100"), (#""score":8.5,"maxScore":10"#, "85", "100"),
        (#""score":0,"maxScore":7"#, "0", "100"), (#""score":7,"maxScore":7"#, "100", "100"),
        (#""score":0,"maxScore":0"#, "null", "null"), (#""score":null,"maxScore":null"#, "null", "null"),
    ])
    func scoreIsScaledToAHundred(members: String, score: String, maxScore: String) async throws {
        let user = world.lti(context: "c-1", lesson: lesson)
        _ = try await user.state(try await user.open(lesson.own), members)
        let answer = try await world.progress(user: "u-1", of: lesson)
        #expect(answer.raw("score") == score)
        #expect(answer.raw("maxScore") == maxScore)
    }

    @Test func contextsAreKeptApart() async throws {
        let id = LearnerID.random()
        let first = world.lti(id: id, context: "c-1", lesson: lesson)
        let second = world.lti(id: id, context: "c-2", lesson: lesson)
        let session = try await first.open(lesson.own)
        _ = try await second.open(lesson.own)
        try await first.report(
            session,
            #"{"progress":1,"interactions":[{"item":"q1","correct":1,"time_spent":1,"answer":{}}]}"#
        )
        let done = try await world.progress(user: "u-1", context: "c-1", of: lesson)
        #expect(done.string("status") == "completed")
        #expect(done.number("score") == 100)
        let open = try await world.progress(user: "u-1", context: "c-2", of: lesson)
        #expect(open.string("status") == "not_started")
        #expect(open.raw("score") == "null")
        #expect(open.string("courseId") != done.string("courseId"))
    }

    @Test func stepsAndItemsOfTwoContextsAreKeptApart() async throws {
        let id = LearnerID.random()
        let callers = ["c-1", "c-2"].map { world.lti(id: id, context: $0, lesson: lesson) }
        for (index, step) in lesson.steps.enumerated() {
            let caller = callers[index % 2]
            let interaction = #"{"item":"q1","correct":\#(index % 2),"time_spent":1,"answer":{}}"#
            try await caller.report(
                try await caller.open(step),
                "{\"progress\":1,\"interactions\":[\(interaction)]}"
            )
        }
        for (context, score) in [("c-1", 0.0), ("c-2", 100)] {
            let answer = try await world.progress(user: "u-1", context: context, of: lesson)
            #expect(answer.string("status") == "in_progress")
            #expect(answer.number("score") == score)
        }
    }

    @Test func sessionOfOneContextCannotChangeTheOther() async throws {
        let id = LearnerID.random()
        let first = world.lti(id: id, context: "c-1", lesson: lesson)
        let second = world.lti(id: id, context: "c-2", lesson: lesson)
        let session = try await first.open(lesson.own)
        _ = try await second.open(lesson.own)
        #expect(try await second.update(session, #"{"progress":1}"#).status == 404)
        for context in ["c-1", "c-2"] {
            let answer = try await world.progress(user: "u-1", context: context, of: lesson)
            #expect(answer.string("status") == "not_started")
        }
    }

    @Test func omittedContextPicksTheLatestActivity() async throws {
        let id = LearnerID.random()
        for (context, wait) in [("c-2", 10.0), (nil, 10), ("c-1", 10)] {
            world.clock.advance(seconds: wait)
            _ = try await world.lti(id: id, context: context, lesson: lesson).open(lesson.own)
        }
        #expect(try await world.progress(user: "u-1", of: lesson).string("contextId") == "c-1")
        world.clock.advance(seconds: 10)
        _ = try await world.lti(id: id, context: nil, lesson: lesson).open(lesson.own)
        #expect(try await world.progress(user: "u-1", of: lesson).raw("contextId") == "null")
        #expect(try await world.progress(user: "u-1", context: "c-2", of: lesson).string("contextId") == "c-2")
        #expect(try await world.progress(user: "u-1", context: "C-2", of: lesson).status == 404)
    }

    @Test func tiesGoToTheFirstContext() async throws {
        let id = LearnerID.random()
        for context in ["c-2", "c-1", "c-3"] {
            _ = try await world.lti(id: id, context: context, lesson: lesson).open(lesson.own)
        }
        #expect(try await world.progress(user: "u-1", of: lesson).string("contextId") == "c-1")
    }

    @Test func platformsAndEmbedsAreKeptApart() async throws {
        _ = try await world.lti("ada", platform: "p-1", context: "c-1", lesson: lesson).open(lesson.own)
        #expect(try await world.progress(user: "ada", platform: "p-2", of: lesson).status == 404)
        #expect(try await world.progress("ada", of: lesson).status == 404)
        _ = try await world.embed("bob", lesson: lesson).open(lesson.own)
        #expect(try await world.progress(user: "bob", platform: "p-1", of: lesson).status == 404)
        #expect(try await world.progress("bob", of: lesson).status == 200)
    }
}
