import Model
import Testing

/// A quiz that learners take for themselves (rules Q6, Q7, M2, M5, M12, M13).
@Suite struct PracticeQuizTests {
    private let world: CoreWorld
    private let learner: Caller
    private let content = TestContent.exercise
    private static let again = #","repeat":true"#

    init() throws {
        world = try CoreWorld()
        learner = world.embed()
    }

    private func quiz(_ extra: String = "") async throws -> Answer {
        try await learner.exercise(content, .model("quiz"), extra)
    }

    // Rules Q6, M2, M5.
    @Test func practiceQuizIsAnExerciseWithANegativeLevel() async throws {
        let first = try await quiz()
        #expect(try #require(first.level) < 0)
        #expect(first.names("context") == ["node_id", "mastery_level"])
        #expect(first.raw("mastery_criterion") == #"{"type":"quiz"}"#)
        #expect(try await quiz().level == first.level)
        let session = try first.session
        for number in 0..<15 { try await learner.answer(session, .act("q\(number)", 0, #","replace":true"#)) }
        #expect(Set(try await quiz().shown).count == 15)
    }

    // Rules Q6, M13.
    @Test func finishedPracticeQuizMayBeChanged() async throws {
        let session = try await quiz().session
        try await learner.answer(session, .act("q1", 0, #","replace":true"#))
        try await learner.report(session, #"{"progress":1,"time_spent_delta":5}"#)
        let later = try await learner.answer(session, .act("q1", 1, #","replace":true"#))
        #expect(later.number("attempts.0.correct") == 1)
        try await learner.report(session, #"{"progress":0.5,"time_spent_delta":2}"#)
        let answer = try await quiz()
        #expect(answer.raw("complete") == "true")
        #expect(answer.number("progress") == 0.5)
        #expect(answer.number("time_spent") == 7)
        #expect(answer.number("totalattempts") == 1)
        #expect(try await world.tries().map(\.correctSum) == [1])
    }

    // Rules Q6, M8.
    @Test func practiceQuizIsRepeatable() async throws {
        var levels: Set<Int> = []
        for _ in 0..<3 {
            let answer = try await quiz(Self.again)
            levels.insert(try #require(answer.level))
            #expect(answer.shown == [])
            let session = try answer.session
            try await learner.report(session, "{\"progress\":1,\"interactions\":[\(String.act("q1"))]}")
        }
        #expect(levels.count == 3)
        #expect(levels.allSatisfy { (Int(Int32.min)..<0).contains($0) })
    }

    // Rule M12.
    @Test func exerciseAndPracticeQuizOfOneContentShareOnlyTheSummary() async throws {
        let exercise = try await learner.exercise(content)
        let quiz = try await quiz()
        #expect(exercise.level == 1)
        #expect(try #require(quiz.level) < 0)
        try await learner.report(
            try exercise.session,
            "{\"progress\":0.5,\"time_spent_delta\":5,\"interactions\":[\(String.act("e1"))],\"extra_fields\":{\"a\":1}}"
        )
        let quizAgain = try await self.quiz()
        #expect(quizAgain.level == quiz.level)
        #expect(quizAgain.number("progress") == 0.5)
        #expect(quizAgain.raw("extra_fields") == #"{"a":1}"#)
        #expect(quizAgain.number("time_spent") == 0)
        #expect(quizAgain.shown == [])

        try await learner.report(try quiz.session, "{\"progress\":1,\"interactions\":[\(String.act("q1"))]}")
        #expect(try await self.quiz().raw("complete") == "true")
        let exerciseAgain = try await learner.exercise(content)
        #expect(exerciseAgain.level == 1)
        #expect(exerciseAgain.raw("complete") == "false")
        #expect(exerciseAgain.number("progress") == 1)
        #expect(exerciseAgain.shown == ["e1"])
        // A repeat of the one opens no new try of the other.
        let repeated = try await self.quiz(Self.again)
        #expect(repeated.level != quiz.level)
        #expect(try await learner.exercise(content).level == 1)
        #expect(try await world.column("SELECT count(*) FROM content_summaries") == ["1"])
        #expect(try await world.tries().count == 3)
    }
}
