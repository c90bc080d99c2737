import Model
import Testing

/// What one learner and one content have in common over all sessions (rules S12–S14).
@Suite struct SummaryTests {
    private let world: CoreWorld
    private let learner: Caller

    init() throws {
        world = try CoreWorld()
        learner = world.embed()
    }

    @Test func progressTimeAndFieldsCarryOver() async throws {
        let video = TestContent()
        let session = try await learner.open(video)
        try await learner.report(session, #"{"progress":0.4,"time_spent_delta":12.5,"extra_fields":{"page":3}}"#)
        let answer = try await learner.start(video)
        #expect(answer.number("progress") == 0.4)
        #expect(answer.number("time_spent") == 12.5)
        #expect(answer.raw("extra_fields") == #"{"page":3}"#)
        #expect(answer.raw("complete") == "false")
    }

    @Test func nodesAndKindsOfOneContentShareIt() async throws {
        let video = TestContent()
        let session = try await learner.open(video)
        try await learner.report(session, #"{"progress":0.25}"#)
        let elsewhere = TestContent(content: video.content, kind: "document")
        let answer = try await learner.start(elsewhere)
        #expect(answer.number("progress") == 0.25)
        #expect(answer.string("context.node_id") == elsewhere.node.description)
    }

    @Test func learnersNeverShareIt() async throws {
        let video = TestContent()
        let session = try await learner.open(video)
        try await learner.report(session, #"{"progress":1,"time_spent_delta":5,"extra_fields":{"a":1}}"#)
        let answer = try await world.embed("bob").start(video)
        #expect(answer.number("progress") == 0)
        #expect(answer.number("time_spent") == 0)
        #expect(answer.raw("extra_fields") == "{}")
    }

    @Test func coursesOfOneLearnerNeverShareIt() async throws {
        let video = TestContent()
        let id = LearnerID.random()
        let first = world.lti(id: id, context: "c-1")
        let session = try await first.open(video)
        try await first.report(session, #"{"progress":0.5}"#)
        let second = world.lti(id: id, context: "c-2")
        #expect(try await second.start(video).number("progress") == 0)
        #expect(try await first.start(video).number("progress") == 0.5)
    }

    @Test func repeatResetsProgressOnly() async throws {
        let video = TestContent()
        let first = try await learner.open(video)
        try await learner.report(first, #"{"progress":1,"time_spent_delta":40,"extra_fields":{"k":1}}"#)
        #expect(try await learner.total().number("progress") == 1)

        let again = try await learner.start(video, #","repeat":true"#)
        #expect(again.number("progress") == 0)
        #expect(again.number("time_spent") == 40)
        #expect(again.raw("extra_fields") == #"{"k":1}"#)
        #expect(again.raw("complete") == "false")
        #expect(try await learner.total().number("progress") == 0)

        let second = try #require(again.string("session_id"))
        #expect(try await learner.start(video, #","repeat":false"#).number("progress") == 0)
        #expect(try await learner.report(first, #"{"progress_delta":0.25}"#).raw("complete") == "false")
        #expect(try await learner.report(second, #"{"progress_delta":0.75}"#).raw("complete") == "true")
        #expect(try await learner.total().number("progress") == 1)
    }

    @Test func repeatOfAnUnfinishedContentResetsItToo() async throws {
        let video = TestContent()
        let session = try await learner.open(video)
        try await learner.report(session, #"{"progress":0.6}"#)
        #expect(try await learner.start(video, #","repeat":true"#).number("progress") == 0)
    }

    @Test func olderSessionStillCounts() async throws {
        let video = TestContent()
        let first = try await learner.open(video)
        try await learner.report(first, #"{"progress_delta":0.25,"time_spent_delta":3}"#)
        let second = try await learner.open(video)
        try await learner.report(second, #"{"progress_delta":0.25,"time_spent_delta":4}"#)
        #expect(
            try await learner.report(first, #"{"progress_delta":0.5,"time_spent_delta":5}"#).raw("complete") == "true"
        )
        #expect(try await learner.report(second, "{}").raw("complete") == "true")
        #expect(try await learner.start(video).number("time_spent") == 12)
        // Each session keeps what came through itself.
        let sessions = try await world.column(
            "SELECT progress || ' ' || time_spent FROM content_sessions ORDER BY time_spent"
        )
        #expect(sessions == ["0.0 0.0", "0.25 4.0", "0.75 8.0"])
    }

    @Test func extraFieldsComeBackAsTheyWereWritten() async throws {
        let video = TestContent()
        let session = try await learner.open(video)
        for text in [#"{ "b" : 1e2, "a":[1,null,"é😀\u00e9"], "b":2.50 }"#, #"{"other":true}"#, "{}"] {
            try await learner.report(session, "{\"extra_fields\":\(text)}")
            #expect(try await learner.start(video).raw("extra_fields") == text)
        }
    }
}
