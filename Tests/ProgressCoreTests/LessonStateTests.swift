import Model
import Testing

/// What a player says of a lesson's state (design §5, rule 3).
@Suite struct LessonStateTests {
    private let world: CoreWorld
    private let lesson: TestLesson
    private let learner: Caller
    private let session: String

    init() async throws {
        world = try CoreWorld()
        lesson = try await world.lesson()
        learner = world.embed(lesson: lesson)
        session = try await learner.open(lesson.own)
    }

    private static let whole = """
        "currentSectionIndex":4,"currentStepIndex":7,"totalSteps":20,"score":2.5,"maxScore":10,\
        "progressData":{ "version":1, "n":1e2, "n":[null,"é\\u0000"] },"variableState":{"a":"x","b":1.50,"c":true},\
        "items":[{"id":"w","score":2.5},null]
        """

    private static let expected = [
        "currentSectionIndex": "4", "currentStepIndex": "7", "totalSteps": "20", "score": "2.5", "maxScore": "10",
        "progressData": #"{ "version":1, "n":1e2, "n":[null,"é\u0000"] }"#,
        "variableState": #"{"a":"x","b":1.50,"c":true}"#, "items": #"[{"id":"w","score":2.5},null]"#,
    ]

    @Test func presentMembersOverwriteVerbatim() async throws {
        #expect(try await learner.state(session, Self.whole).status == 200)
        let answer = try await world.progress(of: lesson)
        for (name, text) in Self.expected { #expect(answer.raw(name) == text, "\(name)") }
        #expect(answer.string("status") == "in_progress")
    }

    @Test(
        arguments: [
            ("", [:]), (#""currentSectionIndex":0"#, ["currentSectionIndex": "0"]),
            (#""currentStepIndex":100000"#, ["currentStepIndex": "100000"]), (#""totalSteps":0"#, ["totalSteps": "0"]),
            (#""score":10"#, ["score": "10"]), (#""maxScore":2.5"#, ["maxScore": "2.5"]),
            (#""progressData":{}"#, ["progressData": "{}"]), (#""variableState":{}"#, ["variableState": "{}"]),
            (#""items":[]"#, ["items": "[]"]), (#""status":"in_progress""#, [:]), (#""colour":"red""#, [:]),
            (#""totalSteps":null"#, ["totalSteps": "null"]), (#""progressData":null"#, ["progressData": "null"]),
            (#""variableState":null"#, ["variableState": "null"]), (#""items":null"#, ["items": "null"]),
            (#""score":null,"maxScore":null"#, ["score": "null", "maxScore": "null"]),
            (#""currentStepIndex":1.0,"score":0.0"#, ["currentStepIndex": "1", "score": "0"]),
        ] as [(String, [String: String])]
    )
    func absentMembersStayAndNullClears(members: String, changes: [String: String]) async throws {
        _ = try await learner.state(session, Self.whole)
        #expect(try await learner.state(session, members).status == 200)
        let answer = try await world.progress(of: lesson)
        for (name, text) in Self.expected.merging(changes, uniquingKeysWith: { $1 }) {
            #expect(answer.raw(name) == text, "\(name)")
        }
    }

    @Test(arguments: [
        (#""currentSectionIndex":-1"#, ["currentSectionIndex MIN_VALUE"]),
        (#""currentSectionIndex":1.5"#, ["currentSectionIndex INVALID"]),
        (#""currentSectionIndex":"1""#, ["currentSectionIndex INVALID"]),
        (#""currentSectionIndex":null"#, ["currentSectionIndex NULL"]),
        (#""currentStepIndex":100001"#, ["currentStepIndex MAX_VALUE"]),
        (#""currentStepIndex":null"#, ["currentStepIndex NULL"]),
        (#""totalSteps":2.5"#, ["totalSteps INVALID"]), (#""totalSteps":[]"#, ["totalSteps INVALID"]),
        (#""score":-1,"maxScore":1"#, ["score MIN_VALUE"]), (#""score":"1""#, ["score INVALID"]),
        (#""score":1e400"#, ["score INVALID"]), (#""maxScore":1e12"#, ["maxScore MAX_VALUE"]),
        (#""score":3,"maxScore":2"#, ["score MAX_VALUE"]), (#""score":1,"maxScore":null"#, ["maxScore REQUIRED"]),
        (#""score":null,"maxScore":1"#, ["score REQUIRED"]),
        (#""progressData":[]"#, ["progressData INVALID"]), (#""progressData":"x""#, ["progressData INVALID"]),
        (#""variableState":[]"#, ["variableState INVALID"]),
        (#""variableState":{"a":null}"#, ["variableState INVALID"]),
        (#""variableState":{"a":{}}"#, ["variableState INVALID"]),
        (#""variableState":{"a":1e400}"#, ["variableState INVALID"]),
        (#""items":{}"#, ["items INVALID"]), (#""items":"x""#, ["items INVALID"]),
        (#""status":"done""#, ["status INVALID_CHOICE"]), (#""status":5"#, ["status INVALID_CHOICE"]),
        (#""status":null"#, ["status NULL"]),
        (
            #""items":5,"status":"x","totalSteps":-1"#,
            ["totalSteps MIN_VALUE", "items INVALID", "status INVALID_CHOICE"]
        ),
    ])
    func wrongMembersAreNamedAndNothingIsWritten(members: String, problems: [String]) async throws {
        let before = try await world.progress(of: lesson)
        let feed = try world.changes().sequence
        let interaction = #"{"item":"q1","correct":1,"time_spent":1,"answer":{}}"#
        let rest = #""progress":1,"time_spent_delta":9,"interactions":[\#(interaction)]"#
        world.clock.advance(seconds: 30)
        let answer = try await learner.update(
            session,
            "{\(rest),\"extra_fields\":{\"a\":1,\"lesson\":{\"currentStepIndex\":3,\(members)}}}"
        )
        #expect(answer.status == 400)
        #expect(answer.problems.map { $0.replacing("extra_fields.lesson.", with: "") } == problems)
        #expect(answer.problems.allSatisfy { $0.hasPrefix("extra_fields.lesson.") })

        let after = try await world.progress(of: lesson)
        #expect(after.text == before.text)
        #expect(after.entityTag == before.entityTag)
        #expect(try world.changes().sequence == feed)
        #expect(try await world.attempts() == [])
        #expect(
            try await world.column("SELECT progress || ' ' || time_spent || ' ' || ended_at FROM content_sessions")
                == ["0.0 0.0 \(SteppableClock.start.microseconds)"]
        )
        #expect(try await learner.start(lesson.own).raw("extra_fields") == "{}")
    }

    @Test(arguments: [
        (#""score":1"#, "maxScore REQUIRED"), (#""maxScore":1"#, "score REQUIRED"),
        (#""score":0"#, "maxScore REQUIRED"),
    ])
    func scoreAndMaximumComeTogether(members: String, problem: String) async throws {
        let answer = try await learner.state(session, members)
        #expect(answer.status == 400)
        #expect(answer.problems == ["extra_fields.lesson.\(problem)"])
        #expect(try await world.progress(of: lesson).string("status") == "not_started")
    }

    @Test(arguments: [
        (#""score":11"#, 400), (#""maxScore":2"#, 400), (#""score":null"#, 400), (#""score":10"#, 200),
        (#""maxScore":2.5"#, 200), (#""score":11,"maxScore":11"#, 200),
    ])
    func scoreMustFitTheStandingMaximum(members: String, status: Int) async throws {
        _ = try await learner.state(session, #""score":2.5,"maxScore":10"#)
        #expect(try await learner.state(session, members).status == status)
    }

    @Test(arguments: ["5", "null", "[]", "\"x\""])
    func stateThatIsNoObjectIsRefused(state: String) async throws {
        let answer = try await learner.update(session, "{\"extra_fields\":{\"lesson\":\(state)}}")
        #expect(answer.status == 400)
        #expect(answer.problems == ["extra_fields.lesson NOT_A_DICT"])
    }

    @Test func stateStaysAmongTheExtraFields() async throws {
        let fields = #"{"page":3,"lesson":{"currentStepIndex":1}}"#
        try await learner.report(session, "{\"extra_fields\":\(fields)}")
        #expect(try await learner.start(lesson.own).raw("extra_fields") == fields)
    }

    @Test func sessionOutsideALessonChecksItsStateToo() async throws {
        let caller = world.embed("bob")
        let session = try await caller.open(TestContent())
        #expect(try await caller.state(session, #""status":"completed""#).status == 200)
        #expect(try await caller.state(session, #""status":"done""#).status == 400)
        #expect(try await world.progress("bob", of: lesson).status == 404)
    }
}
