import Model
import Storage
import Testing

/// Runs at one exercise (rules M8, M9, M11, M13, M14).
@Suite struct TryTests {
    private let world: CoreWorld
    private let learner: Caller
    private let exercise = TestContent.exercise
    private static let again = #","repeat":true"#

    init() throws {
        world = try CoreWorld()
        learner = world.embed()
    }

    private func start(_ extra: String = "") async throws -> Answer {
        try await learner.exercise(exercise, .model(2, of: 3), extra)
    }

    // MARK: - Repeats

    // Rules M2, M8.
    @Test func repeatOfACompleteTryOpensTheNextLevel() async throws {
        for level in 1...3 {
            let answer = try await start(Self.again)
            #expect(answer.level == level)
            #expect(answer.raw("complete") == "false")
            #expect(answer.shown == [])
            for name in ["progress", "time_spent", "totalattempts"] { #expect(answer.number(name) == 0) }
            let session = try answer.session
            try await learner.answer(session, .act("q1"))
            try await learner.report(session, #"{"progress":1,"time_spent_delta":7}"#)
        }
        #expect(try await world.tries().map(\.attempts) == [1, 1, 1])
    }

    // Rule M8.
    @Test func repeatOfAnOpenTryKeepsItsAttemptsAndTime() async throws {
        let session = try await start().session
        try await learner.answer(session, .act("q1"), .act("q2", 0))
        try await learner.report(session, #"{"progress":0.5,"time_spent_delta":7,"extra_fields":{"a":1}}"#)
        let answer = try await start(Self.again)
        #expect(answer.level == 1)
        #expect(answer.number("progress") == 0)
        #expect(answer.number("time_spent") == 7)
        #expect(answer.number("totalattempts") == 2)
        #expect(answer.shown == ["q2", "q1"])
        #expect(answer.raw("extra_fields") == #"{"a":1}"#)
    }

    // Rule M8.
    @Test func completeTryIsContinuedWithoutRepeat() async throws {
        let session = try await start().session
        try await learner.answer(session, .act("q1"))
        try await learner.report(session, #"{"progress":1}"#)
        let answer = try await start()
        #expect(answer.level == 1)
        #expect(answer.raw("complete") == "true")
        #expect(answer.shown == ["q1"])
    }

    // Rule M8; where Kolibri fails from then on.
    @Test func tryThatEndedLastIsContinuedAndTheNextLevelIsFree() async throws {
        let first = try await start().session
        try await learner.report(first, #"{"progress":1}"#)
        world.clock.advance(seconds: 10)
        try await learner.report(try await start(Self.again).session, #"{"progress":1}"#)
        world.clock.advance(seconds: 10)
        #expect(try await start().level == 2)
        try await learner.report(first, #"{"time_spent_delta":1}"#)
        #expect(try await start().level == 1)
        // An open try goes before all of them.
        #expect(try await start(Self.again).level == 3)
        world.clock.advance(seconds: 10)
        try await learner.report(first, #"{"progress":0,"time_spent_delta":1}"#)
        #expect(try await start().level == 3)
        #expect(try await start(Self.again).level == 3)
        #expect(try await world.tries().map(\.level) == [1, 2, 3])
    }

    // MARK: - Completion

    // Rule M9.
    @Test func rightAnswersAloneDoNotCompleteATry() async throws {
        let session = try await start().session
        let answer = try await learner.answer(session, .act("q1"), .act("q2"), .act("q3"))
        #expect(answer.raw("complete") == "false")
        #expect(answer.raw("mastery") == #"{"achieved":true,"progress":1,"correct":3,"needed":2,"window":3}"#)
        #expect(try await world.tries().map(\.isComplete) == [false])
        #expect(try await start().number("progress") == 0)
    }

    // Rule M9.
    @Test(arguments: [#"{"progress":1}"#, #"{"progress_delta":1}"#])
    func progressOneCompletesATryWhateverTheAnswersAre(body: String) async throws {
        let session = try await start().session
        try await learner.answer(session, .act("q1", 0))
        world.clock.advance(seconds: 5)
        #expect(try await learner.report(session, body).raw("complete") == "true")
        let now = world.clock.now
        #expect(try await world.tries().map(\.completedAt) == [now])
        #expect(try await start().raw("mastery.achieved") == "false")
    }

    // Rules M9, M13.
    @Test func tryCompletesOnceAndStaysComplete() async throws {
        let session = try await start().session
        try await learner.report(session, #"{"progress":0.999}"#)
        #expect(try await world.tries().map(\.completedAt) == [nil])
        try await learner.report(session, #"{"progress":1}"#)
        let completed = world.clock.now
        for body in [
            #"{"progress":0.5}"#, #"{"time_spent_delta":3}"#, #"{"progress":1}"#,
            "{\"interactions\":[\(String.act("q1"))]}",
        ] {
            world.clock.advance(seconds: 10)
            try await learner.report(session, body)
            let tried = try #require(try await world.tries().first)
            #expect(tried.isComplete)
            #expect(tried.completedAt == completed)
        }
        let answer = try await start()
        #expect(answer.number("totalattempts") == 1)
        #expect(answer.number("time_spent") == 3)
    }

    // MARK: - Sessions of earlier tries

    // Rule M11.
    @Test func olderSessionCountsForItsOwnTry() async throws {
        let old = try await start().session
        try await learner.report(old, #"{"progress":1,"time_spent_delta":5}"#)
        let new = try await start(Self.again).session
        try await learner.report(
            old,
            "{\"progress\":1,\"time_spent_delta\":4,\"interactions\":[\(String.act("q1"))],\"extra_fields\":{\"b\":2}}"
        )
        var tries = try await world.tries()
        #expect(tries.map(\.timeSpent) == [9, 0])
        #expect(tries.map(\.attempts) == [1, 0])
        #expect(tries.map(\.isComplete) == [true, false])
        let shared = try await start()
        #expect(shared.level == 2)
        #expect(shared.number("progress") == 1)
        #expect(shared.raw("extra_fields") == #"{"b":2}"#)
        // The shared progress completes the new one with its next update, even an empty one (rule U9).
        world.clock.advance(seconds: 5)
        #expect(try await learner.report(new, "{}").raw("complete") == "true")
        tries = try await world.tries()
        #expect(tries.map(\.isComplete) == [true, true])
        #expect(tries.last?.completedAt == world.clock.now)
    }

    // MARK: - End

    // Rule M14.
    @Test(
        arguments: [
            ("{}", false), (#"{"progress":0.5}"#, false), (#"{"extra_fields":{}}"#, false),
            (#"{"time_spent_delta":0}"#, false), ("{\"interactions\":[\(String.act("q1"))]}", false),
            (#"{"time_spent_delta":0.5}"#, true), (#"{"progress":1}"#, true),
        ]
    )
    func endMovesOnlyWithTimeOrCompletion(body: String, moves: Bool) async throws {
        let session = try await start().session
        let started = world.clock.now
        world.clock.advance(seconds: 60)
        try await learner.report(session, body)
        #expect(try await world.tries().map(\.endedAt) == [moves ? world.clock.now : started])
    }

    // Rule U11.
    @Test func timeBeyondACenturyIsRefusedForATry() async throws {
        let session = try await start().session
        _ = try await world.store.write { try $0.execute("UPDATE tries SET time_spent = 3155760000", []) }
        let before = try await world.everything()
        let answer = try await learner.update(session, #"{"time_spent_delta":1,"progress":1}"#)
        #expect(answer.status == 400)
        #expect(answer.problems == ["time_spent_delta MAX_VALUE"])
        #expect(try await world.everything() == before)
    }
}
