import Model
import Testing

/// What the server does not judge, and what it is not told (rule M10).
@Suite struct ServerEvaluationRefusalTests {
    private let world: CoreWorld
    private let learner: Caller
    private let exercise = TestContent.exercise
    private static let judged = #","evaluate":"server""#

    init() throws {
        world = try CoreWorld()
        learner = world.embed()
    }

    @Test(
        arguments: [
            ("progress", #""progress":1"#), ("progress", #""progress":0"#),
            ("progress_delta", #""progress_delta":0.5"#),
            ("progress_delta", #""progress_delta":0"#),
        ]
    )
    func progressOfAJudgedTryIsRefused(name: String, member: String) async throws {
        let session = try await learner.exercise(exercise, .model(2, of: 3), Self.judged).session
        try await learner.answer(session, .act("q1", 1))
        world.clock.advance(seconds: 10)
        let before = try await world.everything()
        let rest = #""time_spent_delta":3,"extra_fields":{"a":1},"interactions":[\#(String.act("q2", 1))]"#
        for body in ["{\(member)}", "{\(member),\(rest)}"] {
            let answer = try await learner.update(session, body)
            #expect(answer.status == 400)
            #expect(answer.problems == ["\(name) INVALID"])
        }
        #expect(try await world.everything() == before)
    }

    @Test func progressOfACompleteJudgedTryIsRefusedToo() async throws {
        let session = try await learner.exercise(exercise, .model(1, of: 1), Self.judged).session
        try await learner.answer(session, .act("q1", 1))
        let answer = try await learner.update(session, #"{"progress":0.5}"#)
        #expect(answer.problems == ["progress INVALID"])
        #expect(try await learner.exercise(exercise, .model(1, of: 1)).number("progress") == 1)
    }

    @Test(
        arguments: [
            .model("do_all"), .model("quiz"), .model("skill_check"), .model("pre_post_test"),
            #"{"type":"do_all","n":0}"#, #"{"type":"quiz","n":-1}"#, #"{"type":"m_of_n","m":0,"n":0}"#,
            #"{"type":"do_all","m":3}"#,
        ]
    )
    func assessmentOfUnknownLengthIsNotJudged(model: String) async throws {
        let answer = try await learner.exercise(exercise, model, Self.judged)
        #expect(answer.status == 400)
        #expect(answer.problems == ["evaluate INVALID"])
        #expect(try await world.everything() == [])
        #expect(try await learner.exercise(exercise, model).status == 200)
    }

    @Test(arguments: ["topic", "video", "quiz"])
    func plainContentIsNotJudged(kind: String) async throws {
        let answer = try await learner.start(TestContent(kind: kind), Self.judged)
        #expect(answer.status == 400)
        #expect(answer.problems == ["evaluate INVALID"])
        #expect(try await world.everything() == [])
    }

    @Test func guestsAreNotJudged() async throws {
        for extra in ["", #","mastery_model":{"type":"num_correct_in_a_row_2"}"#] {
            let content = TestContent(kind: extra.isEmpty ? "video" : "exercise")
            let answer = try await world.guest.start(content, extra + Self.judged)
            #expect(answer.status == 400)
            #expect(answer.problems == ["evaluate INVALID"])
        }
        #expect(try await world.everything() == [])
    }

    @Test(
        arguments: [
            (#""teacher""#, "INVALID_CHOICE"), (#""Server""#, "INVALID_CHOICE"), ("true", "INVALID_CHOICE"),
            ("null", "NULL"),
        ]
    )
    func otherJudgesAreRefused(judge: String, code: String) async throws {
        let answer = try await learner.exercise(exercise, .model(1, of: 1), ",\"evaluate\":\(judge)")
        #expect(answer.status == 400)
        #expect(answer.problems == ["evaluate \(code)"])
    }

    // MARK: - Quizzes and tests of coaches

    @Test func coachesQuizIsJudgedByItsNumberOfQuestions() async throws {
        let course = CourseID.random()
        try await world.enrol(learner, in: course)
        let quiz = try await world.assign("quiz", to: course.description, questions: 2)
        let start = try await learner.quiz(quiz, Self.judged)
        #expect(start.string("evaluate") == "server")
        let session = try start.session
        let first = try await learner.answer(session, .act("q1", 0, #","replace":true"#))
        #expect(first.raw("mastery") == #"{"achieved":false,"progress":0.5,"correct":0,"needed":2,"window":2}"#)
        // A changed answer is no further question.
        let changed = try await learner.answer(session, .act("q1", 1, #","replace":true"#))
        #expect(changed.raw("mastery") == #"{"achieved":false,"progress":0.5,"correct":1,"needed":2,"window":2}"#)
        #expect(try await learner.update(session, #"{"progress":1}"#).problems == ["progress INVALID"])
        let last = try await learner.answer(session, .act("q2", 0, #","replace":true"#))
        #expect(last.raw("complete") == "true")
        // Rule Q3.
        #expect(try await learner.update(session, "{}").status == 403)
    }

    @Test func coachesQuizOfUnknownLengthIsNotJudged() async throws {
        let course = CourseID.random()
        try await world.enrol(learner, in: course)
        let quiz = try await world.assign("quiz", to: course.description)
        let before = try await world.everything()
        let answer = try await learner.quiz(quiz, Self.judged)
        #expect(answer.status == 400)
        #expect(answer.problems == ["evaluate INVALID"])
        #expect(try await world.everything() == before)
    }

    @Test func unitTestIsNotJudged() async throws {
        let course = CourseID.random()
        try await world.enrol(learner, in: course)
        let session = try await world.assign("course_session", to: course.description)
        let before = try await world.everything()
        let answer = try await learner.unitTest(.random(), "pre", in: session, Self.judged)
        #expect(answer.status == 400)
        #expect(answer.problems == ["evaluate INVALID"])
        #expect(try await world.everything() == before)
    }
}
