import Model
import Testing

@testable import ProgressCore

/// Exercises and quizzes as steps of a lesson (design §5, rules 4 and 5).
@Suite struct LessonItemsTests {
    private let world: CoreWorld
    private let lesson: TestLesson
    private let learner: Caller
    private static let replace = #","replace":true"#

    init() async throws {
        world = try CoreWorld()
        lesson = try await world.lesson()
        learner = world.embed(lesson: lesson)
    }

    /// A step of the lesson, as an exercise or quiz.
    private func step(_ index: Int, _ model: String, _ extra: String = "") async throws -> String {
        var content = lesson.steps[index]
        content.kind = "exercise"
        return try await learner.exercise(content, model, extra).session
    }

    /// The items, each as `id correct score/maxScore attempts`, and the score; the hot read must say the same.
    private func results() async throws -> [String] {
        let answer = try await world.progress(of: lesson)
        let reads = try #require(InProcessCore(world.core).immediateProgress)
        let found = try #require(
            try reads.embedProgress(organization: world.organization, lesson: lesson.id, learner: "ada")
        )
        #expect(String(decoding: found.body, as: UTF8.self) == answer.text)
        #expect(String(decoding: found.entityTag, as: UTF8.self) == answer.entityTag)
        let items = (answer["items"]?.elements ?? []).map { item in
            let text = { (name: String) in item[name]?.textString.replacing("\"", with: "") ?? "?" }
            return "\(text("id")) \(text("correct")) \(text("score"))/\(text("maxScore")) \(text("attempts"))"
        }
        return items + ["\(answer.raw("score") ?? "?")/\(answer.raw("maxScore") ?? "?")"]
    }

    private func answer(_ session: String, _ acts: String...) async throws {
        world.clock.advance(seconds: 10)
        try await learner.report(session, "{\"interactions\":[\(acts.joined(separator: ","))]}")
    }

    // MARK: - Items

    @Test func nothingIsScoredBeforeTheFirstAnswer() async throws {
        let session = try await step(0, .model("quiz"))
        try await learner.report(session, #"{"time_spent_delta":1}"#)
        #expect(try await results() == ["null/null"])
        #expect(try await world.progress(of: lesson).raw("items") == "null")
    }

    // Rule M10 in design §5, rule 4.
    @Test func firstAnswerCountsInAnExercise() async throws {
        let session = try await step(2, .model(2, of: 3))
        try await answer(session, .act("q3", 0.5), .act("q2", 1))
        #expect(try await results() == ["q3 0.5 1.5/3 1", "q2 1 1/1 1", "2.5/4"])
        try await answer(session, .act("q3", 1, Self.replace), .act("q2", 0, Self.replace))
        #expect(try await results() == ["q3 0.5 1.5/3 1", "q2 1 1/1 1", "2.5/4"])
        // The same question shown again is another attempt, and scores nothing more.
        try await answer(session, .act("q3", 1))
        #expect(try await results() == ["q3 0.5 1.5/3 2", "q2 1 1/1 1", "2.5/4"])
    }

    @Test(arguments: ["quiz", "pre_post_test"])
    func standingAnswerCountsInAQuiz(type: String) async throws {
        let session = try await step(2, .model(type))
        try await answer(session, .act("q3", 0, Self.replace), .act("q2", 1, Self.replace))
        #expect(try await results() == ["q3 0 0/3 1", "q2 1 1/1 1", "1/4"])
        try await answer(session, .act("q3", 1, Self.replace))
        #expect(try await results() == ["q3 1 3/3 1", "q2 1 1/1 1", "4/4"])
        try await answer(session, .act("q2", 0.25, Self.replace), .act("q3", 0.5, Self.replace))
        #expect(try await results() == ["q3 0.5 1.5/3 1", "q2 0.25 0.25/1 1", "1.75/4"])
    }

    @Test func answersOfOneGroupStandWithTheLastInAQuiz() async throws {
        let session = try await step(0, .model("quiz"))
        try await answer(session, .act("q1", 0, Self.replace), .act("q1", 1, Self.replace))
        #expect(try await results() == ["q1 1 2/2 1", "2/2"])
    }

    @Test func itemsAreInTheOrderOfTheirFirstAnswers() async throws {
        let quiz = try await step(2, .model("quiz"))
        let exercise = try await step(0, .model("do_all"))
        try await answer(quiz, .act("q3", 1, Self.replace))
        try await answer(exercise, .act("z", 1), .act("a", 1), .act("q1", 0))
        try await answer(quiz, .act("q2", 1, Self.replace), .act("q3", 0, Self.replace))
        #expect(
            try await results() == ["q3 0 0/3 1", "z 1 1/1 1", "a 1 1/1 1", "q1 0 0/2 1", "q2 1 1/1 1", "3/8"]
        )
    }

    @Test func repeatedExerciseKeepsTheFirstAnswer() async throws {
        let first = try await step(0, .model("do_all"))
        try await answer(first, .act("q1", 0))
        try await learner.report(first, #"{"progress":1}"#)
        let second = try await step(0, .model("do_all"), #","repeat":true"#)
        try await answer(second, .act("q1", 1))
        #expect(try await results() == ["q1 0 0/2 2", "0/2"])
    }

    @Test func repeatedQuizTakesTheNewAnswer() async throws {
        let first = try await step(0, .model("quiz"))
        try await answer(first, .act("q1", 1, Self.replace))
        try await learner.report(first, #"{"progress":1}"#)
        let second = try await step(0, .model("quiz"), #","repeat":true"#)
        try await answer(second, .act("q1", 0.5, Self.replace))
        #expect(try await results() == ["q1 0.5 1/2 2", "1/2"])
    }

    @Test func longListOfItemsIsKept() async throws {
        let session = try await step(0, .model("quiz"))
        for part in 0..<4 {
            let acts = (0..<25).map { String.act("i\(part * 25 + $0)", 1, Self.replace) }
            world.clock.advance(seconds: 10)
            try await learner.report(session, "{\"interactions\":[\(acts.joined(separator: ","))]}")
        }
        let lines = try await results()
        #expect(lines.count == 101)
        #expect(lines[99] == "i99 1 1/1 1")
        #expect(lines.last == "100/100")
    }

    // MARK: - What a player says

    @Test func itemsThatAPlayerSaidStandAndTheScoreGoesOn() async throws {
        let session = try await step(0, .model("quiz"))
        try await answer(session, .act("q1", 0, Self.replace))
        _ = try await learner.state(session, #""items":[{"id":"mine"}]"#)
        try await answer(session, .act("q1", 1, Self.replace))
        let said = try await world.progress(of: lesson)
        #expect(said.raw("items") == #"[{"id":"mine"}]"#)
        #expect(said.number("score") == 2)
        _ = try await learner.state(session, #""items":null"#)
        try await answer(session, .act("q1", 0.5, Self.replace))
        #expect(try await world.progress(of: lesson).raw("items") == "null")
        #expect(try await results() == ["1/2"])
    }

    // MARK: - Completion

    // Design §5, rule 5: each step's session reaches progress 1, by the client's word or the server's judgement.
    @Test func assessmentsCompleteTheirSteps() async throws {
        let judged = try await step(0, .model(1, of: 1), #","evaluate":"server""#)
        try await answer(judged, .act("q1", 1))
        try await learner.report(try await step(1, .model("do_all")), #"{"progress":1}"#)
        #expect(try await world.progress(of: lesson).string("status") == "in_progress")
        let quiz = try await step(2, #"{"type":"quiz","n":2}"#, #","evaluate":"server""#)
        try await answer(quiz, .act("q2", 0, Self.replace))
        #expect(try await world.progress(of: lesson).string("status") == "in_progress")
        try await answer(quiz, .act("q3", 1, Self.replace))
        let done = try await world.progress(of: lesson)
        #expect(done.string("status") == "completed")
        #expect(done.string("completedAt") == "\(world.clock.now)")
        #expect(try await results() == ["q1 1 2/2 1", "q2 0 0/1 1", "q3 1 3/3 1", "5/6"])
    }

    @Test func positionIsThatOfTheAssessment() async throws {
        try await answer(try await step(2, .model("quiz")), .act("q2", 1, Self.replace))
        let answer = try await world.progress(of: lesson)
        #expect(answer.number("currentSectionIndex") == 1)
        #expect(answer.number("currentStepIndex") == 0)
    }

    @Test func refusedAnswersScoreNothing() async throws {
        let session = try await step(0, .model(1, of: 1), #","evaluate":"server""#)
        let body = "{\"progress\":1,\"interactions\":[\(String.act("q1"))]}"
        #expect(try await learner.update(session, body).status == 400)
        #expect(try await results() == ["null/null"])
        #expect(try await world.progress(of: lesson).string("status") == "not_started")
    }
}
