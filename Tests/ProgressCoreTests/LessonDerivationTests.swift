import Model
import Testing

/// What is derived while no player says it (design §5, rule 4).
@Suite struct LessonDerivationTests {
    private let world: CoreWorld
    private let lesson: TestLesson
    private let learner: Caller

    init() async throws {
        world = try CoreWorld()
        lesson = try await world.lesson()
        learner = world.embed(lesson: lesson)
    }

    private func interaction(_ item: String, _ correct: String, _ seconds: String = "2", _ extra: String = "") -> String
    {
        #"{"item":"\#(item)","correct":\#(correct),"time_spent":\#(seconds),"answer":{}\#(extra)}"#
    }

    /// The derived items, each as `id correct score/maxScore attempts timeSpent hinted`.
    private func items() async throws -> [String] {
        try (await world.progress(of: lesson)["items"]?.elements ?? []).map { item in
            let text = { (name: String) in item[name]?.textString.replacing("\"", with: "") ?? "" }
            try #require(
                item.members?.map(\.name) == ["id", "correct", "score", "maxScore", "attempts", "timeSpent", "hinted"]
            )
            return "\(text("id")) \(text("correct")) \(text("score"))/\(text("maxScore")) \(text("attempts")) "
                + "\(text("timeSpent")) \(text("hinted"))"
        }
    }

    // MARK: - Position

    @Test(arguments: [(0, 0, 0), (1, 0, 1), (2, 1, 0)])
    func positionIsThatOfTheStep(step: Int, section: Double, index: Double) async throws {
        let session = try await learner.open(lesson.steps[step])
        #expect(try await world.progress(of: lesson).number("currentStepIndex") == 0)
        try await learner.report(session, #"{"time_spent_delta":1}"#)
        let answer = try await world.progress(of: lesson)
        #expect(answer.number("currentSectionIndex") == section)
        #expect(answer.number("currentStepIndex") == index)
        #expect(answer.number("totalSteps") == 3)
    }

    @Test func nodeThatIsNoStepLeavesThePosition() async throws {
        try await learner.report(try await learner.open(lesson.steps[2]), #"{"progress":0.1}"#)
        try await learner.report(try await learner.open(lesson.own), #"{"progress":0.1}"#)
        #expect(try await world.progress(of: lesson).number("currentSectionIndex") == 1)
    }

    @Test(arguments: [#""currentSectionIndex":0"#, #""currentStepIndex":9"#])
    func positionThatAPlayerSaidIsNotDerivedAgain(member: String) async throws {
        let own = try await learner.open(lesson.own)
        _ = try await learner.state(own, member)
        let said = try await world.progress(of: lesson)
        try await learner.report(try await learner.open(lesson.steps[2]), #"{"progress":0.1}"#)
        let after = try await world.progress(of: lesson)
        for name in ["currentSectionIndex", "currentStepIndex"] { #expect(after.raw(name) == said.raw(name)) }
    }

    @Test func totalStepsThatAPlayerSaidIsNotDerivedAgain() async throws {
        let session = try await learner.open(lesson.own)
        _ = try await learner.state(session, #""totalSteps":null"#)
        _ = try await learner.open(lesson.own)
        #expect(try await world.progress(of: lesson).raw("totalSteps") == "null")
    }

    // MARK: - Items and score

    @Test func itemsScoreTheFirstAnswerTimesItsPoints() async throws {
        let first = try await learner.open(lesson.steps[0])
        try await learner.answer(first, interaction("q1", "0.5"))
        #expect(try await items() == ["q1 0.5 1/2 1 2 false"])
        let last = try await learner.open(lesson.steps[2])
        try await learner.answer(last, interaction("q3", "1", "4.5"), interaction("q2", "0"))
        #expect(try await items() == ["q1 0.5 1/2 1 2 false", "q3 1 3/3 1 4.5 false", "q2 0 0/1 1 2 false"])
        let answer = try await world.progress(of: lesson)
        #expect(answer.number("score") == 4)
        #expect(answer.number("maxScore") == 6)
    }

    @Test func itemUnknownToTheVersionIsWorthOnePoint() async throws {
        try await learner.answer(try await learner.open(lesson.own), interaction("extra", "1"))
        #expect(try await items() == ["extra 1 1/1 1 2 false"])
    }

    @Test func laterAnswersCountAsAttemptsAndTime() async throws {
        let session = try await learner.open(lesson.steps[0])
        let first = try await learner.answer(session, interaction("q1", "0", "5"))
        let id = try #require(first.string("attempts.0.id"))
        try await learner.answer(session, interaction("q1", "1", "8", #","id":"\#(id)""#))
        #expect(try await items() == ["q1 0 0/2 1 8 false"])
        try await learner.answer(session, interaction("q1", "1", "3"))
        #expect(try await items() == ["q1 0 0/2 2 11 false"])
        try await learner.answer(session, interaction("q1", "1", "1", #","replace":true,"id":"\#(id)""#))
        #expect(try await items() == ["q1 0 0/2 2 4 false"])
        #expect(try await world.progress(of: lesson).number("score") == 0)
    }

    @Test func hintIsRemembered() async throws {
        let session = try await learner.open(lesson.steps[0])
        try await learner.answer(session, interaction("q1", "0", "1", #","hinted":true"#))
        try await learner.answer(session, interaction("q1", "1", "1"))
        #expect(try await items() == ["q1 0 0/2 2 2 true"])
    }

    @Test(arguments: ["", #","replace":true"#])
    func firstAnswerOfAGroupCounts(extra: String) async throws {
        let session = try await learner.open(lesson.steps[0])
        try await learner.answer(session, interaction("q1", "0", "1"), interaction("q1", "1", "3", extra))
        #expect(try await items() == ["q1 0 0/2 1 3 false"])
    }

    @Test func sessionsOfOneLessonShareTheItems() async throws {
        for correct in ["1", "0"] {
            try await learner.answer(try await learner.open(lesson.steps[0]), interaction("q1", correct))
        }
        #expect(try await items() == ["q1 1 2/2 2 4 false"])
    }

    @Test func updateWithoutInteractionsLeavesTheScore() async throws {
        let session = try await learner.open(lesson.steps[0])
        try await learner.report(session, #"{"progress":1}"#)
        try await learner.report(session, #"{"interactions":[]}"#)
        let answer = try await world.progress(of: lesson)
        for name in ["score", "maxScore", "items"] { #expect(answer.raw(name) == "null") }
    }

    @Test func scoreThatAPlayerSaidIsNotDerivedAgain() async throws {
        let session = try await learner.open(lesson.steps[0])
        _ = try await learner.state(session, #""score":7,"maxScore":9"#)
        try await learner.answer(session, interaction("q1", "1"))
        let answer = try await world.progress(of: lesson)
        #expect(answer.number("score") == 7)
        #expect(answer.number("maxScore") == 9)
        #expect(try await items() == ["q1 1 2/2 1 2 false"])
    }

    @Test func itemsThatAPlayerSaidAreNotDerivedAgain() async throws {
        let session = try await learner.open(lesson.steps[0])
        _ = try await learner.state(session, #""items":[]"#)
        try await learner.answer(session, interaction("q1", "1"))
        let answer = try await world.progress(of: lesson)
        #expect(answer.raw("items") == "[]")
        #expect(answer.number("score") == 2)
    }

    @Test func stateAndInteractionsOfOneUpdateBothCount() async throws {
        let session = try await learner.open(lesson.steps[2])
        try await learner.report(
            session,
            #"{"interactions":[\#(interaction("q3", "1"))],"extra_fields":{"lesson":{"currentStepIndex":5}}}"#
        )
        let answer = try await world.progress(of: lesson)
        #expect(answer.number("score") == 3)
        #expect(answer.number("currentStepIndex") == 5)
    }
}
