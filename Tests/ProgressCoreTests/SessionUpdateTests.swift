import Model
import Storage
import Testing

@Suite struct SessionUpdateTests {
    private let world: CoreWorld
    private let learner: Caller
    private let video = TestContent()

    init() throws {
        world = try CoreWorld()
        learner = world.embed()
    }

    // MARK: - Progress and time

    @Test func absoluteProgressMayRiseAndFall() async throws {
        let session = try await learner.open(video)
        for (value, complete) in [("0.4", "false"), ("1", "true"), ("0.2", "false"), ("0", "false"), ("1.0", "true")] {
            let answer = try await learner.update(session, "{\"progress\":\(value)}")
            #expect(answer.status == 200)
            #expect(answer.text == "{\"complete\":\(complete)}")
            #expect(try await learner.start(video).number("progress") == Double(value))
        }
    }

    @Test(arguments: [
        (["0.5", "0.375", "0.125"], 1.0), (["0.1", "0.2"], 0.3), (["0.7", "0.7"], 1.0), (["0.0001"], 0.001),
        (Array(repeating: "0.001", count: 200), 0.2),
    ])
    func deltasAddUpExactly(deltas: [String], sum: Double) async throws {
        let session = try await learner.open(video)
        for delta in deltas { try await learner.report(session, "{\"progress_delta\":\(delta)}") }
        #expect(try await learner.start(video).number("progress") == sum)
    }

    @Test func timeAddsUp() async throws {
        let session = try await learner.open(video)
        for delta in ["10", "0.25", "0", "2592000"] {
            try await learner.report(session, "{\"time_spent_delta\":\(delta)}")
        }
        #expect(try await learner.start(video).number("time_spent") == 2_592_010.25)
    }

    @Test func sixtyParallelUpdatesOfASecondGiveSixtySeconds() async throws {
        let session = try await learner.open(video)
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<60 {
                group.addTask {
                    try await learner.update(session, #"{"time_spent_delta":1,"progress_delta":0.01}"#).status
                }
            }
            for try await status in group { #expect(status == 200) }
        }
        let answer = try await learner.start(video)
        #expect(answer.number("time_spent") == 60)
        #expect(answer.number("progress") == 0.6)
    }

    @Test func parallelFirstStartsMakeOneSummary() async throws {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<20 { group.addTask { try await learner.start(video).status } }
            for try await status in group { #expect(status == 200) }
        }
        #expect(try await world.column("SELECT count(*) FROM content_summaries") == ["1"])
        #expect(try await world.column("SELECT count(*) FROM content_sessions") == ["20"])
    }

    // MARK: - Answers

    @Test(arguments: ["{}", #"{"colour":1}"#, #"{"progress_delta":0}"#])
    func updateWithoutNewsChangesOnlyTheEndTime(body: String) async throws {
        let session = try await learner.open(video)
        try await learner.report(session, #"{"progress":0.5,"time_spent_delta":3,"extra_fields":{"a":1}}"#)
        let before = try await learner.start(video)
        world.clock.advance(seconds: 60)
        #expect(try await learner.update(session, body).text == #"{"complete":false}"#)
        let after = try await learner.start(video)
        for name in ["progress", "time_spent", "extra_fields", "complete"] {
            #expect(after.raw(name) == before.raw(name))
        }
        let ended = try await world.column("SELECT ended_at FROM content_sessions WHERE id = ?1", [.text(session)])
        #expect(ended == ["\(world.clock.now.microseconds)"])
    }

    @Test func completeIsThatOfTheSummary() async throws {
        let first = try await learner.open(video)
        try await learner.report(first, #"{"progress":1}"#)
        let second = try await learner.open(video)
        #expect(try await learner.update(second, "{}").text == #"{"complete":true}"#)
    }

    @Test func attemptsAreListedOnlyWhenInteractionsWereSent() async throws {
        let session = try await learner.open(video)
        #expect(try await learner.update(session, #"{"interactions":[]}"#).text == #"{"complete":false,"attempts":[]}"#)
        #expect(try await learner.update(session, #"{"progress":0.1}"#).text == #"{"complete":false}"#)
    }

    // MARK: - Refusals

    @Test(arguments: [
        (#"{"progress":0.5,"progress_delta":0.1}"#, ["non_field_errors INVALID"]),
        (#"{"progress":1.5}"#, ["progress MAX_VALUE"]),
        (#"{"progress":-0.001}"#, ["progress MIN_VALUE"]),
        (#"{"progress":"half"}"#, ["progress INVALID"]),
        (#"{"progress":"0.5"}"#, ["progress INVALID"]),
        (#"{"progress":true}"#, ["progress INVALID"]),
        (#"{"progress":null}"#, ["progress NULL"]),
        (#"{"progress":1e400}"#, ["progress INVALID"]),
        (#"{"progress":1\#(String(repeating: "0", count: 400))}"#, ["progress INVALID"]),
        (#"{"progress_delta":-0.1}"#, ["progress_delta MIN_VALUE"]),
        (#"{"progress_delta":1.1}"#, ["progress_delta MAX_VALUE"]),
        (#"{"time_spent_delta":-1}"#, ["time_spent_delta MIN_VALUE"]),
        (#"{"time_spent_delta":1e400}"#, ["time_spent_delta INVALID"]),
        (#"{"time_spent_delta":2592001}"#, ["time_spent_delta MAX_VALUE"]),
        (#"{"time_spent_delta":"NaN"}"#, ["time_spent_delta INVALID"]),
        (#"{"extra_fields":[]}"#, ["extra_fields NOT_A_DICT"]),
        (#"{"extra_fields":"x"}"#, ["extra_fields NOT_A_DICT"]),
        (#"{"extra_fields":null}"#, ["extra_fields NULL"]),
        (#"{"interactions":{}}"#, ["interactions.non_field_errors INVALID"]),
        (#"{"interactions":null}"#, ["interactions NULL"]),
        (
            #"{"progress":2,"time_spent_delta":-1,"extra_fields":1}"#,
            [
                "progress MAX_VALUE", "time_spent_delta MIN_VALUE", "extra_fields NOT_A_DICT",
            ]
        ),
    ])
    func wrongMembersAreNamedTogether(body: String, problems: [String]) async throws {
        let session = try await learner.open(video)
        try await learner.report(session, #"{"progress":0.25,"time_spent_delta":5}"#)
        let answer = try await learner.update(session, body)
        #expect(answer.status == 400)
        #expect(answer.problems == problems)
        let after = try await learner.start(video)
        #expect(after.number("progress") == 0.25)
        #expect(after.number("time_spent") == 5)
    }

    @Test func timeBeyondACenturyIsRefusedBeforeItIsAdded() async throws {
        let session = try await learner.open(video)
        // As much as a learner would need a century of updates for.
        _ = try await world.store.write { try $0.execute("UPDATE content_summaries SET time_spent = 3155760000", []) }
        let answer = try await learner.update(session, #"{"time_spent_delta":1,"progress":1}"#)
        #expect(answer.status == 400)
        #expect(answer.problems == ["time_spent_delta MAX_VALUE"])
        let after = try await learner.start(video)
        #expect(after.number("progress") == 0)
        #expect(after.number("time_spent") == 3_155_760_000)
        #expect(try await world.column("SELECT max(time_spent) FROM content_sessions") == ["0.0"])
    }

    @Test func extraFieldsBeyondTheLimitAreRefused() async throws {
        let session = try await learner.open(video)
        let filling = String(repeating: "x", count: 512 * 1_024 - 8)
        #expect(try await learner.update(session, "{\"extra_fields\":{\"a\":\"\(filling)\"}}").status == 200)
        let answer = try await learner.update(session, "{\"extra_fields\":{\"a\":\"\(filling)x\"}}")
        #expect(answer.problems == ["extra_fields MAX_LENGTH"])
    }

    // MARK: - Owners

    @Test func onlyTheOwnerFindsASession() async throws {
        let session = try await learner.open(video)
        let others = [
            world.embed("bob"), world.staff(.coach), world.staff(.admin), world.staff(.superuser), world.guest,
            world.embed(id: try #require(learner.principal.person?.learner), organization: .random()),
        ]
        for other in others {
            let answer = try await other.update(session, #"{"progress":1}"#)
            #expect(answer.status == 404)
            #expect(answer.text == #"[{"id":"NOT_FOUND","metadata":{"view":"logger"}}]"#)
        }
        #expect(try await learner.update(session, #"{"progress":0.5}"#).text == #"{"complete":false}"#)
    }

    @Test(arguments: ["garbage", "00000000-0000-4000-8000-000000000001", "00000000000040008000000000000001"])
    func unknownAndMalformedIdsAreNotFound(id: String) async throws {
        #expect(try await learner.update(id, "{}").status == 404)
        // The body is looked at first.
        #expect(try await learner.update(id, #"{"progress":3}"#).problems == ["progress MAX_VALUE"])
    }

    @Test func sessionOfAnotherCourseIsNotFound() async throws {
        let id = LearnerID.random()
        let first = world.lti(id: id, context: "c-1")
        let session = try await first.open(video)
        #expect(try await world.lti(id: id, context: "c-2").update(session, #"{"progress":1}"#).status == 404)
        #expect(try await world.embed(id: id).update(session, #"{"progress":1}"#).status == 404)
        #expect(try await first.update(session, "{}").text == #"{"complete":false}"#)
    }
}
