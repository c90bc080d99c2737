import Model
import Testing

/// A coach's quiz (rules Q1–Q5, Q7).
@Suite struct QuizTests {
    private let world: CoreWorld
    private let learner: Caller
    private let course = CourseID.random()
    private let group = GroupID.random()
    private static let forbidden = #"[{"id":"PERMISSION_DENIED","metadata":{"view":"logger"}}]"#
    private static let finished =
        #"[{"id":"PERMISSION_DENIED","metadata":{"view":"logger","message":"The quiz is finished."}}]"#

    init() async throws {
        world = try CoreWorld()
        learner = world.embed()
        try await world.enrol(learner, in: course)
    }

    /// A quiz of the learner's course.
    private func quiz(questions: Int? = nil) async throws -> ExternalID {
        try await world.assign("quiz", to: course.description, questions: questions)
    }

    // MARK: - Start

    // Rules Q1, M2.
    @Test(arguments: [nil, 4] as [Int?])
    func startByTheQuizAloneShowsItsCriterion(questions: Int?) async throws {
        let quiz = try await quiz(questions: questions)
        let answer = try await learner.quiz(quiz)
        let session = try answer.session
        let level = try #require(answer.level)
        #expect((Int(Int32.min)..<0).contains(level))
        let count = questions.map { "\($0)" } ?? "null"
        #expect(
            answer.text == #"{"session_id":"\#(session)","context":{"quiz_id":"\#(quiz)","mastery_level":\#(level)},"#
                + #""progress":0,"time_spent":0,"extra_fields":{},"complete":false,"#
                + #""mastery_criterion":{"type":"quiz","coach_assigned":true},"pastattempts":[],"totalattempts":0,"#
                + #""mastery":{"achieved":false,"progress":0,"correct":0,"needed":\#(count),"window":\#(count)}}"#
        )
        #expect(try await world.column("SELECT content_id FROM content_summaries") == [quiz.description])
        #expect(try await learner.quiz(quiz).level == level)
    }

    // Rule Q7.
    @Test func startShowsAllAnswers() async throws {
        let quiz = try await quiz()
        let session = try await learner.quiz(quiz).session
        for number in 0..<12 { try await learner.answer(session, .act("q\(number)", 0, #","replace":true"#)) }
        try await learner.answer(session, .act("q3", 1, #","replace":true"#))
        let answer = try await learner.quiz(quiz)
        #expect(Set(answer.shown) == Set((0..<12).map { "q\($0)" }))
        #expect(answer["pastattempts"]?.elements?.count == 12)
        #expect(answer.number("totalattempts") == 12)
        #expect(answer.number("mastery.correct") == 1)
    }

    /// Whom a quiz was given to, and what it is.
    private struct Given: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var isActive = true
        var isArchived = false
        var isForGroup = false
        var isMemberOfGroup = false
        var isElsewhere = false
        var kind = "quiz"
        let status: Int
    }

    // Rule Q5.
    @Test(arguments: [
        Given(testDescription: "given to the class", status: 200),
        Given(testDescription: "archived, but active", isArchived: true, status: 200),
        Given(testDescription: "given to a group of the learner", isForGroup: true, isMemberOfGroup: true, status: 200),
        Given(testDescription: "inactive", isActive: false, status: 403),
        Given(testDescription: "inactive and archived", isActive: false, isArchived: true, status: 403),
        Given(testDescription: "given to a group of others", isForGroup: true, status: 403),
        Given(testDescription: "given to another class", isElsewhere: true, status: 403),
        Given(testDescription: "a lesson", kind: "lesson", status: 403),
    ])
    private func quizOpensOnlyWhereItIsGiven(given: Given) async throws {
        if given.isMemberOfGroup { try await world.enrol(learner, in: group, of: course) }
        let target = given.isElsewhere ? CourseID.random().description : course.description
        let quiz = try await world.assign(
            given.kind,
            to: given.isForGroup ? group.description : target,
            isActive: given.isActive,
            isArchived: given.isArchived
        )
        let before = try await world.everything()
        let answer = try await learner.quiz(quiz)
        #expect(answer.status == given.status)
        guard given.status == 403 else { return }
        #expect(answer.text == Self.forbidden)
        #expect(try await world.everything() == before)
    }

    // Rule Q5.
    @Test func quizOpensForNobodyWhoIsNoMember() async throws {
        let quiz = try await quiz()
        let coach = world.embed("coach")
        try await world.enrol(coach, in: course, role: "coach")
        let admin = world.embed("admin")
        try await world.appoint(admin, as: "admin")
        // Somebody of another organization who goes by the same id.
        let id = try #require(learner.principal.person?.learner)
        let stranger = world.embed(id: id, organization: .random())
        let before = try await world.everything()
        for caller in [
            coach, admin, stranger, world.embed("bob"), world.guest, world.staff(.admin), world.staff(.superuser),
        ] {
            let answer = try await caller.quiz(quiz)
            #expect(answer.status == 403)
            #expect(answer.text == Self.forbidden)
        }
        #expect(try await world.everything() == before)
    }

    // Rule S2.
    @Test(arguments: ["node_id", "lesson_id", "course_session_id"])
    func quizIsNotMixedWithOtherContext(name: String) async throws {
        let quiz = try await quiz()
        let answer = try await learner.quiz(quiz, ",\"\(name)\":\"\(ExternalID.random())\"")
        #expect(answer.status == 400)
        #expect(answer.problems == ["non_field_errors INVALID"])
    }

    // MARK: - Finish

    // Rules Q2, Q3.
    @Test(arguments: [
        "{}", #"{"progress":0.5}"#, #"{"time_spent_delta":1}"#, #"{"extra_fields":{"a":1}}"#,
        "{\"interactions\":[\(String.act("q1", 0, #","replace":true"#))]}",
    ])
    func finishedQuizTakesNothingMore(body: String) async throws {
        let quiz = try await quiz()
        let other = try await learner.quiz(quiz).session
        let session = try await learner.quiz(quiz).session
        try await learner.answer(session, .act("q1", 0, #","replace":true"#))
        let last = String.act("q2", 1, #","replace":true"#)
        let answer = try await learner.report(
            session,
            "{\"progress\":1,\"time_spent_delta\":3,\"interactions\":[\(last)]}"
        )
        #expect(answer.raw("complete") == "true")
        #expect(answer.string("attempts.0.item") == "q2")
        #expect(try await world.tries().map(\.attempts) == [2])

        world.clock.advance(seconds: 10)
        let before = try await world.everything()
        for session in [session, other] {
            let refused = try await learner.update(session, body)
            #expect(refused.status == 403)
            #expect(refused.text == Self.finished)
        }
        let restarted = try await learner.quiz(quiz)
        #expect(restarted.status == 403)
        #expect(restarted.text == Self.finished)
        #expect(try await world.everything() == before)
        // The body is looked at first (rule U2).
        #expect(try await learner.update(session, #"{"progress":2}"#).status == 400)
    }

    // Rule Q4.
    @Test func finishedQuizIsRepeatedOnRequest() async throws {
        let quiz = try await quiz()
        let first = try await learner.quiz(quiz)
        try await learner.report(try first.session, "{\"progress\":1,\"interactions\":[\(String.act("q1"))]}")
        let second = try await learner.quiz(quiz, #","repeat":true"#)
        #expect(second.level != first.level)
        #expect(try #require(second.level) < 0)
        #expect(second.number("progress") == 0)
        #expect(second.raw("complete") == "false")
        #expect(second.shown == [])
        try await learner.answer(try second.session, .act("q1"))
        // The first one stays closed, and the second one is the one to go on with.
        #expect(try await learner.update(try first.session, "{}").text == Self.finished)
        #expect(try await learner.quiz(quiz).level == second.level)
    }

    // Rules Q4, M8.
    @Test func repeatOfAnOpenQuizKeepsItsAnswers() async throws {
        let quiz = try await quiz()
        let first = try await learner.quiz(quiz)
        try await learner.report(try first.session, "{\"progress\":0.5,\"interactions\":[\(String.act("q1"))]}")
        let again = try await learner.quiz(quiz, #","repeat":true"#)
        #expect(again.level == first.level)
        #expect(again.shown == ["q1"])
        #expect(again.number("progress") == 0)
    }

    // MARK: - Closed while running

    // Rule Q5: asked again with each update.
    @Test(arguments: ["{}", #"{"progress":1}"#, "{\"interactions\":[\(String.act("q1"))],\"time_spent_delta\":1}"])
    func quizThatIsClosedWhileRunningTakesNothing(body: String) async throws {
        let quiz = try await quiz()
        let session = try await learner.quiz(quiz).session
        try await learner.report(session, #"{"progress":0.5}"#)
        try await world.setActive(false, quiz: quiz)
        world.clock.advance(seconds: 10)
        let before = try await world.everything()
        let answer = try await learner.update(session, body)
        #expect(answer.status == 403)
        #expect(answer.text == Self.forbidden)
        #expect(try await world.everything() == before)
        try await world.setActive(true, quiz: quiz)
        #expect(try await learner.update(session, body).status == 200)
    }

    // Rule U1.
    @Test func sessionOfAQuizIsNotFoundByOthers() async throws {
        let quiz = try await quiz()
        let session = try await learner.quiz(quiz).session
        let bob = world.embed("bob")
        try await world.enrol(bob, in: course)
        for caller in [bob, world.guest, world.staff(.admin)] {
            #expect(try await caller.update(session, "{}").status == 404)
        }
    }
}
