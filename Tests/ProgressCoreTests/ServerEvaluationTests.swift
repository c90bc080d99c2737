import Model
import Testing

/// Assessments that the server judges by the answers (rule M10): `"evaluate":"server"`.
@Suite struct ServerEvaluationTests {
    private let world: CoreWorld
    private let learner: Caller
    private let exercise = TestContent.exercise
    private static let judged = #","evaluate":"server""#

    init() throws {
        world = try CoreWorld()
        learner = world.embed()
    }

    private func start(_ model: String, _ extra: String = "") async throws -> Answer {
        try await learner.exercise(exercise, model, Self.judged + extra)
    }

    // MARK: - Progress and completion

    /// First answers one by one, and the progress after each as later starts show it.
    @Test(
        arguments: [
            (.model(2, of: 3), [1, 0, 0, 1, 1], [0.5, 0.5, 0.5, 0.5, 1]),
            (.model(3, of: 5), [1, 0, 0, 1], [0.334, 0.334, 0.334, 0.667]),
            (.model("num_correct_in_a_row_2"), [0, 1, 0, 1, 1], [0.001, 0.5, 0.5, 0.5, 1]),
            (.model("num_correct_in_a_row_3"), [1, 1, 1, 0], [0.334, 0.667, 1, 1]),
            (#"{"type":"do_all","n":2}"#, [1, 0, 1, 1], [0.5, 0.5, 0.5, 1]),
            (#"{"type":"skill_check","n":1}"#, [0, 1], [0.001, 1]),
            (#"{"type":"quiz","n":3}"#, [0, 0.5, 1, 0], [0.334, 0.667, 1, 1]),
            (#"{"type":"quiz","n":200}"#, [0], [0.005]),
        ] as [(String, [Double], [Double])]
    )
    func progressFollowsFromTheAnswers(model: String, answers: [Double], progress: [Double]) async throws {
        let session = try await start(model).session
        var completed: Timestamp?
        for (number, (answer, expected)) in zip(answers, progress).enumerated() {
            world.clock.advance(seconds: 10)
            if expected == 1 { completed = completed ?? world.clock.now }
            let update = try await learner.answer(session, .act("q\(number)", answer))
            #expect(update["complete"]?.bool == (expected == 1))
            #expect(update["mastery.achieved"]?.bool == (expected == 1))
            let standing = try await start(model)
            #expect(standing.number("progress") == expected)
            #expect(standing["complete"]?.bool == (expected == 1))
            #expect(standing.raw("mastery") == update.raw("mastery"))
            #expect(try await world.tries().map(\.completedAt) == [completed])
        }
    }

    // Rule M10: only the first answer to a question counts.
    @Test func correctionsHintsAndErrorsDoNotScore() async throws {
        let session = try await start(.model(2, of: 2)).session
        let first = try await learner.answer(session, .act("q1", 0))
        let id = try #require(first.string("attempts.0.id"))
        for act in [
            String.act("q1", 1, #","id":"\#(id)""#), .act("q1", 1, #","id":"\#(id)","replace":true"#),
            .act("q1", 1, #","replace":true"#), .act("q2", 0, #","hinted":true"#),
            .act("q2", 1, #","replace":true"#),
            #"{"item":"q3","correct":0,"time_spent":1,"error":true}"#, .act("q3", 1, #","replace":true"#),
        ] {
            let answer = try await learner.answer(session, act)
            #expect(answer.number("mastery.progress") == 0.001)
            #expect(answer.raw("complete") == "false")
        }
        // The rest of a group does not count either.
        let group = try await learner.answer(session, .act("q4", 1), .act("q4", 0, #","replace":true"#))
        #expect(group.number("mastery.progress") == 0.5)
        #expect(try await learner.answer(session, .act("q5", 1)).raw("complete") == "true")
    }

    @Test func severalAnswersOfOneUpdateAllCount() async throws {
        let session = try await start(.model(2, of: 2)).session
        let answer = try await learner.answer(session, .act("q1", 1), .act("q2", 1), .act("q3", 0))
        #expect(answer.raw("complete") == "true")
        #expect(answer.raw("mastery") == #"{"achieved":true,"progress":1,"correct":1,"needed":2,"window":2}"#)
        #expect(try await world.tries().map(\.isComplete) == [true])
    }

    // Known trouble 5: mastery that was shown is never taken back.
    @Test func masteryOnceReachedStays() async throws {
        let session = try await start(.model(1, of: 2)).session
        try await learner.answer(session, .act("q1", 1))
        for number in 2..<6 {
            let answer = try await learner.answer(session, .act("q\(number)", 0))
            #expect(answer.raw("complete") == "true")
            #expect(answer.number("mastery.progress") == 1)
        }
        #expect(try await world.tries().map(\.attempts) == [5])
    }

    @Test func timeAloneChangesNoProgress() async throws {
        let session = try await start(.model(2, of: 3)).session
        try await learner.answer(session, .act("q1", 1))
        let answer = try await learner.report(session, #"{"time_spent_delta":5,"extra_fields":{"a":1}}"#)
        #expect(
            answer.text == #"{"complete":false,"mastery":{"achieved":false,"progress":0.5,"correct":1,"needed":2,"#
                + #""window":3},"evaluate":"server"}"#
        )
        let after = try await start(.model(2, of: 3))
        #expect(after.number("progress") == 0.5)
        #expect(after.number("time_spent") == 5)
    }

    // Rules M8, S14.
    @Test func repeatStartsFromNothing() async throws {
        let first = try await start(.model(1, of: 1)).session
        try await learner.answer(first, .act("q1", 1))
        let again = try await start(.model(1, of: 1), #","repeat":true"#)
        #expect(again.level == 2)
        #expect(again.number("progress") == 0)
        #expect(again.number("mastery.progress") == 0)
        #expect(try await learner.answer(try again.session, .act("q1", 0)).raw("complete") == "false")
        #expect(try await learner.answer(try again.session, .act("q2", 1)).raw("complete") == "true")
        #expect(try await learner.total().number("progress") == 2)
    }

    // Rule M12: the other assessment of a content may say it is done; this one follows from its answers.
    @Test func progressOfAnotherAssessmentCompletesNothing() async throws {
        let session = try await start(.model(1, of: 1)).session
        let quiz = try await learner.exercise(exercise, .model("quiz")).session
        try await learner.report(quiz, #"{"progress":1}"#)
        try await learner.report(session, "{}")
        #expect(try await world.tries().map(\.isComplete) == [false, true])
        #expect(try await learner.answer(session, .act("q1", 0)).raw("complete") == "false")
        #expect(try await learner.answer(session, .act("q2", 1)).raw("complete") == "true")
        #expect(try await world.tries().map(\.isComplete) == [true, true])
    }

    // MARK: - The mastery member

    @Test func startAndUpdateSayWhoJudges() async throws {
        let answer = try await start(.model(2, of: 3))
        #expect(answer.string("evaluate") == "server")
        #expect(answer.raw("mastery") == #"{"achieved":false,"progress":0,"correct":0,"needed":2,"window":3}"#)
        let update = try await learner.answer(try answer.session, .act("q1", 1))
        #expect(update.names() == ["complete", "mastery", "evaluate", "attempts"])
        #expect(update.string("evaluate") == "server")
    }

    @Test func clientIsTheJudgeUnlessTheServerIsAsked() async throws {
        for extra in ["", #","evaluate":"client""#] {
            let answer = try await learner.exercise(.exercise, .model(1, of: 1), extra)
            #expect(answer["evaluate"] == nil)
            let update = try await learner.answer(try answer.session, .act("q1", 1))
            #expect(update.names() == ["complete", "mastery", "attempts"])
            #expect(update.raw("complete") == "false")
            #expect(update.raw("mastery") == #"{"achieved":true,"progress":1,"correct":1,"needed":1,"window":1}"#)
        }
    }

    // Rule M3: who judges is settled with the criterion.
    @Test func judgeIsFrozenWithinATry() async throws {
        let client = TestContent.exercise
        _ = try await learner.exercise(client, .model(1, of: 1))
        let still = try await learner.exercise(client, .model(1, of: 1), Self.judged)
        #expect(still["evaluate"] == nil)
        #expect(try await learner.report(try still.session, #"{"progress":1}"#).raw("complete") == "true")
        let next = try await learner.exercise(client, .model(1, of: 1), Self.judged + #","repeat":true"#)
        #expect(next.string("evaluate") == "server")
        let later = try await learner.exercise(client, .model(1, of: 1))
        #expect(later.string("evaluate") == "server")
        #expect(try await learner.update(try later.session, #"{"progress":1}"#).status == 400)
    }
}
