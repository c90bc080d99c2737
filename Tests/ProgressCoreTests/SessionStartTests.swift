import Model
import Testing

@Suite struct SessionStartTests {
    private let world: CoreWorld
    private let learner: Caller

    init() throws {
        world = try CoreWorld()
        learner = world.embed()
    }

    // MARK: - Answers

    @Test func firstStartAnswersWithZeros() async throws {
        let video = TestContent()
        let answer = try await learner.start(video)
        #expect(answer.status == 200)
        let session = try #require(answer.string("session_id"))
        #expect(SessionID(session)?.description == session)
        let rest = """
            "context":{"node_id":"\(video.node)"},"progress":0,"time_spent":0,"extra_fields":{},"complete":false
            """
        #expect(answer.text == "{\"session_id\":\"\(session)\",\(rest)}")
    }

    @Test func everyStartMakesASessionOfItsOwn() async throws {
        let video = TestContent()
        var sessions: Set<String> = []
        for _ in 0..<3 { sessions.insert(try await learner.open(video)) }
        #expect(sessions.count == 3)
        #expect(try await world.column("SELECT count(*) FROM content_sessions") == ["3"])
        #expect(try await world.column("SELECT count(*) FROM content_summaries") == ["1"])
    }

    @Test(arguments: ["/api/logger/contentsession", "/api/logger/contentsession/", "/api/logger/contentsession?x=1"])
    func startIsServedWithAndWithoutSlash(target: String) async throws {
        #expect(try await learner.send(.post, target, TestContent().body()).status == 200)
    }

    @Test func unknownMembersAreIgnored() async throws {
        #expect(try await learner.start(TestContent(), #","unit":[1],"lessonId":"x""#).status == 200)
    }

    @Test func idsAreReadInEverySpelling() async throws {
        let video = TestContent()
        let session = try await learner.open(video)
        try await learner.report(session, #"{"progress":0.5}"#)
        let hex = { (id: ExternalID) in id.description.replacing("-", with: "") }
        for spell in [hex, { $0.description.uppercased() }, { hex($0).uppercased() }] {
            let body = """
                {"node_id":"\(spell(video.node))","content_id":"\(spell(video.content))",
                "channel_id":"\(spell(video.channel))","kind":"video"}
                """
            let answer = try await learner.startAnswer(body)
            #expect(answer.number("progress") == 0.5)
            #expect(answer.string("context.node_id") == video.node.description)
        }
        for spelling in [session.replacing("-", with: ""), session.uppercased()] {
            #expect(try await learner.update(spelling, "{}").text == #"{"complete":false}"#)
        }
    }

    // MARK: - Kinds

    @Test(arguments: ["topic", "video", "audio", "document", "html5", "slideshow", "h5p", "zim", "quiz"])
    func plainKindsStart(kind: String) async throws {
        #expect(try await learner.start(TestContent(kind: kind)).status == 200)
    }

    @Test(arguments: [
        (#""film""#, "kind INVALID_CHOICE"), (#""Video""#, "kind INVALID_CHOICE"),
        (#"" video""#, "kind INVALID_CHOICE"),
        (#""""#, "kind INVALID_CHOICE"), ("5", "kind INVALID_CHOICE"), ("null", "kind NULL"),
    ])
    func otherKindsAreRefused(kind: String, problem: String) async throws {
        let ids = #""node_id":"\#(ExternalID.random())","content_id":"\#(ExternalID.random())""#
        let answer = try await learner.startAnswer(
            #"{\#(ids),"channel_id":"\#(ExternalID.random())","kind":\#(kind)}"#
        )
        #expect(answer.status == 400)
        #expect(answer.problems == [problem])
    }

    @Test(arguments: [
        (#"{"type":"do_all"}"#, "mastery_model INVALID"), ("{}", "mastery_model.type REQUIRED"),
        ("null", "mastery_model NULL"), ("5", "mastery_model.non_field_errors INVALID"),
    ])
    func masteryModelIsRefusedForPlainContent(model: String, problem: String) async throws {
        let answer = try await learner.start(TestContent(), ",\"mastery_model\":\(model)")
        #expect(answer.status == 400)
        #expect(answer.problems == [problem])
    }

    // Rule S5.
    @Test func exerciseNeedsAMasteryModel() async throws {
        let exercise = TestContent(kind: "exercise")
        for caller in [learner, world.guest] {
            let answer = try await caller.start(exercise)
            #expect(answer.status == 400)
            #expect(answer.problems == ["mastery_model INVALID"])
        }
        #expect(try await world.column("SELECT id FROM content_sessions") == [])
        #expect(try await learner.start(exercise, #","mastery_model":{"type":"do_all"}"#).status == 200)
    }

    // MARK: - Refusals

    private static let id = "00000000-0000-4000-8000-000000000001"

    @Test(arguments: [
        ("{}", ["non_field_errors INVALID"]),
        (#"{"kind":"video"}"#, ["non_field_errors INVALID"]),
        (#"{"mastery_model":{"type":"do_all"},"kind":"exercise"}"#, ["non_field_errors INVALID"]),
        (#"{"node_id":"\#(id)"}"#, ["kind INVALID", "content_id INVALID", "channel_id INVALID"]),
        (#"{"node_id":"\#(id)","content_id":"\#(id)","channel_id":"\#(id)"}"#, ["kind INVALID"]),
        (#"{"node_id":"\#(id)","kind":"video"}"#, ["content_id INVALID", "channel_id INVALID"]),
        (#"{"node_id":"\#(id)","quiz_id":"\#(id)"}"#, ["non_field_errors INVALID"]),
        (#"{"quiz_id":"\#(id)","lesson_id":"\#(id)"}"#, ["non_field_errors INVALID"]),
        (#"{"node_id":"nope"}"#, ["node_id INVALID"]),
        (#"{"quiz_id":"12345"}"#, ["quiz_id INVALID"]),
        (
            #"{"node_id":5,"content_id":"","channel_id":[]}"#,
            [
                "node_id INVALID", "content_id INVALID", "channel_id INVALID",
            ]
        ),
        (#"{"node_id":null,"repeat":null}"#, ["node_id NULL", "repeat NULL"]),
    ])
    func wrongMembersAreNamedTogether(body: String, problems: [String]) async throws {
        let answer = try await learner.startAnswer(body)
        #expect(answer.status == 400)
        #expect(answer.problems == problems)
    }

    @Test(arguments: [
        (#","lesson_id":"bad""#, "lesson_id INVALID"), (#","lesson_id":null"#, "lesson_id NULL"),
        (#","course_session_id":7"#, "course_session_id INVALID"),
        (#","lesson_id":"\#(id)","course_session_id":"\#(id)""#, "non_field_errors INVALID"),
        (#","repeat":"maybe""#, "repeat INVALID"), (#","repeat":1"#, "repeat INVALID"),
        (#","repeat":[]"#, "repeat INVALID"), (#","repeat":null"#, "repeat NULL"),
    ])
    func wrongExtrasAreNamed(extra: String, problem: String) async throws {
        let answer = try await learner.start(TestContent(), extra)
        #expect(answer.status == 400)
        #expect(answer.problems == [problem])
        #expect(try await world.column("SELECT id FROM content_sessions") == [])
    }

    // Rule Q5; what quizzes open: QuizTests.
    @Test(arguments: Principal.Role.allCases)
    func unknownQuizIsForbiddenForEverybody(role: Principal.Role) async throws {
        let caller = role == .learner ? learner : world.staff(role)
        let answer = try await caller.startAnswer(#"{"quiz_id":"\#(Self.id)"}"#)
        #expect(answer.status == 403)
        #expect(answer.text == #"[{"id":"PERMISSION_DENIED","metadata":{"view":"logger"}}]"#)
    }

    @Test func lessonThatIsNotTheCallersIsInvalid() async throws {
        let lesson = try await world.lesson()
        let other = try await world.lesson()
        for caller in [learner, world.embed(lesson: other)] {
            let answer = try await caller.start(TestContent(), ",\"lesson_id\":\"\(lesson.id)\"")
            #expect(answer.status == 400)
            #expect(answer.text == #"["Invalid lesson_id"]"#)
        }
    }

    @Test func courseSessionThatIsNotTheCallersIsInvalid() async throws {
        let answer = try await learner.start(TestContent(), #","course_session_id":"\#(Self.id)""#)
        #expect(answer.status == 400)
        #expect(answer.text == #"["Invalid course_session_id"]"#)
    }

    @Test(arguments: [Principal.Role.admin, .superuser, .coach])
    func callerWithoutAPersonMustNameALearner(role: Principal.Role) async throws {
        let answer = try await world.staff(role).start(TestContent())
        #expect(answer.status == 400)
        #expect(answer.text == #"["Name the learner in the header Lectern-Learner"]"#)
        #expect(try await world.staff(role).startAnswer("{}").problems == ["non_field_errors INVALID"])
    }
}
