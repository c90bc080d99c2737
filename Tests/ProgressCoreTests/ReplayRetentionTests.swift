import Model
import Storage
import Testing

@testable import ProgressCore

/// How long answers are kept for requests that come again, and requests that come at the same time.
@Suite struct ReplayRetentionTests {
    private let world: CoreWorld
    private let ada: Caller

    init() throws {
        world = try CoreWorld()
        ada = world.embed("ada")
    }

    private func prune() async throws -> Int {
        let now = world.clock.now
        return try await world.store.write { try Replay.prune(at: now, $0) }
    }

    // MARK: Time

    @Test func answersAreKeptForADay() async throws {
        let video = TestContent()
        let first = try await ada.start(video, "", key: "k")
        world.clock.advance(seconds: 12 * 3_600)
        let later = try await ada.start(video, "", key: "later")
        world.clock.advance(seconds: 12 * 3_600)
        #expect(try await prune() == 0)
        #expect(try await ada.start(video, "", key: "k").text == first.text)
        world.clock.advance(seconds: 1)
        #expect(try await prune() == 1)
        // The key is free again, for whatever it is used.
        let again = try await ada.start(video, "", key: "k")
        #expect(again.status == 200)
        #expect(again.string("session_id") != first.string("session_id"))
        #expect(try await ada.start(video, "", key: "later").text == later.text)
        #expect(try await world.column("SELECT count(*) FROM content_sessions") == ["3"])
    }

    @Test func usingAKeyAgainDoesNotKeepItsAnswerLonger() async throws {
        let video = TestContent()
        _ = try await ada.start(video, "", key: "k")
        world.clock.advance(seconds: 23 * 3_600)
        _ = try await ada.start(video, "", key: "k")
        world.clock.advance(seconds: 2 * 3_600)
        #expect(try await prune() == 1)
        #expect(try await world.column("SELECT count(*) FROM replays") == ["0"])
    }

    @Test func manyAnswersAreDroppedSomeAtATime() async throws {
        // So that a write transaction stays short.
        try await world.store.write { connection in
            _ = try connection.execute(
                """
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10003)
                INSERT INTO replays (owner, idempotency_key, request_hash, answer, at) SELECT 'x', i, '', '{}', i FROM n
                """,
                []
            )
        }
        _ = try await ada.start(TestContent(), "", key: "k")
        var counts: [Int] = []
        for _ in 0..<3 { counts.append(try await prune()) }
        #expect(counts == [10_000, 3, 0])
        #expect(try await world.column("SELECT idempotency_key FROM replays") == ["k"])
    }

    // MARK: At the same time

    @Test func parallelStartsOfOneKeyOpenOneSession() async throws {
        let exercise = TestContent(kind: "exercise")
        let answers = try await inParallel(20) {
            try await ada.start(exercise, #","mastery_model":{"type":"do_all"}"#, key: "k")
        }
        #expect(answers.allSatisfy { $0.status == 200 })
        #expect(Set(answers.map(\.text)).count == 1)
        #expect(try await world.column("SELECT count(*) FROM content_sessions") == ["1"])
        #expect(try await world.column("SELECT count(*) FROM tries") == ["1"])
    }

    @Test func parallelUpdatesOfOneKeyMakeOneAttempt() async throws {
        let exercise = TestContent(kind: "exercise")
        let session = try await ada.beginTry(at: exercise)
        let body = #"{"time_spent_delta":3,"interactions":[\#(question("a", "1"))]}"#
        let answers = try await inParallel(20) { try await ada.update(session, body, key: "k") }
        #expect(answers.allSatisfy { $0.status == 200 })
        #expect(Set(answers.map(\.text)).count == 1)
        #expect(try await ada.attemptLog().json.elements?.count == 1)
        #expect(try await ada.masteryLog(exercise, of: ada).raw("0.time_spent") == "3")
    }

    @Test func parallelUpdatesOfDifferentKeysAllCount() async throws {
        // Rule C9: a key guards against the same request, not against a second one that looks like it.
        let exercise = TestContent(kind: "exercise")
        let session = try await ada.beginTry(at: exercise)
        let keys = Keys()
        let answers = try await inParallel(20) {
            try await ada.update(session, #"{"time_spent_delta":3}"#, key: await keys.next())
        }
        #expect(answers.allSatisfy { $0.status == 200 })
        #expect(try await ada.masteryLog(exercise, of: ada).raw("0.time_spent") == "60")
    }

    private actor Keys {
        private var count = 0

        func next() -> String {
            count += 1
            return "k-\(count)"
        }
    }

    private func inParallel(
        _ count: Int,
        _ send: @escaping @Sendable () async throws -> Answer
    ) async throws -> [Answer] {
        try await withThrowingTaskGroup(of: Answer.self) { group in
            for _ in 0..<count { group.addTask { try await send() } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }
}
