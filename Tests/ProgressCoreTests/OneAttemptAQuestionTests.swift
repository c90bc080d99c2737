import Model
import Testing

@testable import ProgressCore

/// What overlapping saves and odd orders must not do: more answers than questions, a lost order, a lost completion.
@Suite struct OneAttemptAQuestionTests {
    private let world: CoreWorld
    private let learner: Caller

    init() async throws {
        world = try CoreWorld()
        learner = world.embed()
    }

    @Test(arguments: [true, false])
    func questionOfAQuizHasOneAttemptHoweverItIsSent(isCoachs: Bool) async throws {
        let session: String
        if isCoachs {
            let course = CourseID.random()
            try await world.enrol(learner, in: course)
            session = try await learner.quiz(try await world.assign("quiz", to: course.description)).session
        } else {
            session = try await learner.exercise(.exercise, .model("quiz")).session
        }
        let first = try await learner.answer(session, .act("q1", 0))
        // Without `replace` the standing answer stays; with it the new one stands.
        let second = try await learner.answer(session, .act("q2"), .act("q1", 1))
        let third = try await learner.answer(session, .act("q1", 1, #","replace":true"#))
        #expect(second.string("attempts.1.id") == first.string("attempts.0.id"))
        #expect(second.number("attempts.1.correct") == 0)
        #expect(third.string("attempts.0.id") == first.string("attempts.0.id"))
        #expect(third.number("attempts.0.correct") == 1)
        #expect(try await world.attempts().map(\.item) == ["q1", "q2"])
    }

    @Test func serverCountsQuestionsOfAQuizAndNotAnswers() async throws {
        let session = try await learner.exercise(
            .exercise,
            #"{"type":"quiz","n":2}"#,
            #","evaluate":"server""#
        ).session
        try await learner.answer(session, .act("q1"))
        let again = try await learner.answer(session, .act("q1"))
        #expect(again.raw("complete") == "false")
        let whole = try await learner.answer(session, .act("q2"))
        #expect(whole.raw("complete") == "true")
    }

    @Test func hintOrErrorThatComesFirstScoresNothingWhateverItSays() async throws {
        for flag in [#","hinted":true"#, #","error":true"#] {
            let session = try await learner.exercise(.exercise, .model(1, of: 1)).session
            let answer = try await learner.answer(session, .act("q1", 1, flag))
            #expect(answer.raw("mastery.achieved") == "false", "\(flag)")
            #expect(answer.number("mastery.correct") == 0, "\(flag)")
        }
    }

    @Test func completeTryOfTheServerGetsItsProgressBack() async throws {
        // A visit of the same content as something else has set the shared summary back.
        let content = TestContent.exercise
        let session = try await learner.exercise(content, .model(1, of: 1), #","evaluate":"server""#).session
        #expect(try await learner.answer(session, .act("q1")).raw("complete") == "true")
        var video = content
        video.kind = "video"
        #expect(try await learner.start(video, #","repeat":true"#).number("progress") == 0)
        let later = try await learner.answer(session, .act("q2", 0))
        #expect(later.raw("complete") == "true")
        #expect(try await learner.start(video).number("progress") == 1)
    }

    @Test func itemsKeepTheirOrderInUpdatesOfOneInstant() async throws {
        let lesson = try await world.lesson()
        let ada = world.embed(lesson: lesson)
        var step = lesson.steps[0]
        step.kind = "exercise"
        let session = try await ada.exercise(step).session
        try await ada.answer(session, .act("a"), .act("b"), .act("c"))
        try await ada.answer(session, .act("d"))
        let items = try await world.progress(of: lesson)["items"]?.elements ?? []
        #expect(items.compactMap { $0["id"]?.string } == ["a", "b", "c", "d"])
    }

    @Test func guestsDoNotMeetEachOthersKeys() async throws {
        let first = try await world.guest.start(TestContent(), "", key: "k")
        let second = try await world.guest.start(TestContent(), "", key: "k")
        #expect(first.status == 200)
        #expect(second.status == 200)
        #expect(first.string("session_id") != second.string("session_id"))
    }

    @Test(arguments: [65, 100, 200])
    func memberThatIsTooDeepIsNamed(depth: Int) async throws {
        let deep = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        let session = try await learner.open(TestContent())
        let extra = try await learner.update(session, #"{"extra_fields":{"v":\#(deep)}}"#)
        #expect(extra.status == 400)
        #expect(extra.problems == ["extra_fields MAX_DEPTH"])
        let answer = try await learner.update(
            session,
            #"{"interactions":[{"item":"a","correct":1,"time_spent":1,"answer":{"v":\#(deep)}}]}"#
        )
        #expect(answer.problems == ["interactions.answer MAX_DEPTH"])
        #expect(try await world.attempts().isEmpty)
    }
}
