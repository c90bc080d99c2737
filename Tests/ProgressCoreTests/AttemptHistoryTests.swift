import Model
import Testing

/// How an attempt goes on (rules I7–I13, I18).
@Suite struct AttemptHistoryTests {
    private let world: CoreWorld
    private let learner: Caller
    private let session: String

    init() async throws {
        world = try CoreWorld()
        learner = world.embed()
        session = try await learner.open(TestContent())
    }

    private func interaction(_ item: String, _ correct: String, _ extra: String = "") -> String {
        #"{"item":"\#(item)","correct":\#(correct),"time_spent":1,"answer":{"v":\#(correct)}\#(extra)}"#
    }

    /// The id of a new attempt.
    private func attempt(_ item: String, _ correct: String, _ extra: String = "") async throws -> String {
        try #require(
            try await learner.answer(session, interaction(item, correct, extra)).string("attempts.0.id")
        )
    }

    // MARK: - Groups

    @Test func neighboursWithOneItemFormOneAttempt() async throws {
        let answer = try await learner.answer(
            session,
            #"{"item":"q1","correct":0,"time_spent":2,"answer":{"v":1}}"#,
            #"{"item":"q1","correct":0,"time_spent":3,"answer":{"v":2}}"#,
            #"{"item":"q1","correct":1,"time_spent":4,"answer":{"v":3},"complete":true}"#,
            #"{"item":"q2","correct":1,"time_spent":5,"answer":{"v":4}}"#,
            #"{"item":"q1","correct":1,"time_spent":60,"answer":{"v":5}}"#
        )
        let lines = (answer["attempts"]?.elements ?? []).map { entry in
            ["item", "correct", "complete", "answer", "time_spent"].map { entry[$0]?.textString ?? "" }
                .joined(separator: " ")
        }
        #expect(
            lines == [#""q1" 0 true {"v":1} 4"#, #""q2" 1 false {"v":4} 5"#, #""q1" 1 false {"v":5} 60"#]
        )
        #expect(Set((answer["attempts"]?.elements ?? []).map { $0["id"]?.string }).count == 3)
        let stored = try await world.attempts()
        #expect(stored.map(\.item) == ["q1", "q1", "q2"])
        #expect(stored.contains { $0.history.split(separator: "\"type\"").count == 4 })
    }

    @Test func restOfAGroupGoesOnWithTheAttemptThatTheFirstNames() async throws {
        let id = try await attempt("q1", "0")
        let answer = try await learner.answer(
            session,
            interaction("q1", "1", #","id":"\#(id)""#),
            interaction("q1", "1", #","replace":true"#)
        )
        #expect(answer["attempts"]?.elements?.count == 1)
        #expect(answer.string("attempts.0.id") == id)
        #expect(answer.number("attempts.0.correct") == 1)
    }

    // MARK: - Hints

    @Test(arguments: [("0", true), ("1", false), ("0.5", false)])
    func hintCountsWhileTheAnswerIsWrong(correct: String, hinted: Bool) async throws {
        let id = try await attempt("q1", correct)
        let answer = try await learner.answer(session, interaction("q1", correct, #","hinted":true,"id":"\#(id)""#))
        #expect(answer["attempts.0.hinted"]?.bool == hinted)
    }

    @Test func hintedNeverTurnsBack() async throws {
        let id = try await attempt("q1", "0", #","hinted":true"#)
        let answer = try await learner.answer(
            session,
            interaction("q1", "1", #","hinted":false,"replace":true,"id":"\#(id)""#)
        )
        #expect(answer["attempts.0.hinted"]?.bool == true)
        #expect(
            try await world.attempts().map(\.history)
                == [#"[{"type":"hint","answer":{"v":0}},{"type":"answer","answer":{"v":1},"correct":1}]"#]
        )
    }

    @Test func hintOnCreationIsTakenAsItIs() async throws {
        let answer = try await learner.answer(session, interaction("q1", "1", #","hinted":true"#))
        #expect(answer["attempts.0.hinted"]?.bool == true)
    }

    // MARK: - Errors

    @Test func errorNeverTurnsBackAndKeepsTheAnswer() async throws {
        let id = try await attempt("q3", "1")
        let error = #"{"item":"q3","correct":0,"time_spent":21,"error":true,"id":"\#(id)"}"#
        let first = try await learner.answer(session, error)
        #expect(first.number("attempts.0.correct") == 1)
        #expect(first["attempts.0.error"]?.bool == true)
        #expect(first.raw("attempts.0.answer") == #"{"v":1}"#)
        let replacing = #"{"item":"q3","correct":0.25,"time_spent":22,"error":true,"replace":true,"id":"\#(id)"}"#
        let second = try await learner.answer(session, replacing)
        #expect(second.number("attempts.0.correct") == 0.25)
        #expect(second.raw("attempts.0.answer") == #"{"v":1}"#)
        let third = try await learner.answer(session, interaction("q3", "1", #","replace":true,"id":"\#(id)""#))
        #expect(third["attempts.0.error"]?.bool == true)
        #expect(
            try await world.attempts().map(\.history) == [
                #"[{"type":"answer","answer":{"v":1},"correct":1},{"type":"error"},{"type":"error"},"#
                    + #"{"type":"answer","answer":{"v":1},"correct":1}]"#
            ]
        )
    }

    // MARK: - Completion

    @Test func attemptCompletesOnce() async throws {
        let id = try await attempt("q1", "0")
        world.clock.advance(seconds: 5)
        try await learner.answer(session, interaction("q1", "1", #","complete":true,"id":"\#(id)""#))
        let completed = world.clock.now
        world.clock.advance(seconds: 5)
        let last = interaction("q1", "1", #","complete":false,"replace":true,"id":"\#(id)""#)
        #expect(try await learner.answer(session, last)["attempts.0.complete"]?.bool == true)
        try await learner.answer(session, interaction("q1", "1", #","complete":true,"id":"\#(id)""#))
        #expect(try await world.attempts().map(\.completedAt) == [completed])
    }

    // MARK: - Size

    @Test func historyIsKeptWhole() async throws {
        let id = try await attempt("q1", "0")
        for _ in 0..<3 {
            let many = (0..<100).map {
                #"{"item":"q1","correct":0,"time_spent":1,"answer":{"n":\#($0)},"id":"\#(id)"}"#
            }
            try await learner.report(session, "{\"interactions\":[\(many.joined(separator: ","))]}")
        }
        let history = try #require(try await world.attempts().first).history
        let entries = try #require(try JSONParser.parse(history).elements)
        #expect(entries.count == 301)
        #expect(entries.last?["answer"]?["n"]?.integer == 99)
    }

    @Test func longTextsAreKept() async throws {
        let text = String(repeating: "s", count: 500)
        try await learner.answer(session, interaction(text, "1", #","simple_answer":"\#(text)""#))
        let stored = try #require(try await world.attempts().first)
        #expect(stored.item == text)
        #expect(stored.simpleAnswer == text)
    }
}
