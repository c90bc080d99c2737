import Model
import Testing

/// How interactions become attempts (rules I4–I19).
@Suite struct AttemptTests {
    private let world: CoreWorld
    private let learner: Caller
    private let video = TestContent()

    init() throws {
        world = try CoreWorld()
        learner = world.embed()
    }

    private func interaction(_ item: String, _ correct: String, _ seconds: Int, _ extra: String = "") -> String {
        #"{"item":"\#(item)","correct":\#(correct),"time_spent":\#(seconds),"answer":{"v":"\#(item):\#(correct)"}\#(extra)}"#
    }

    // MARK: - Creation

    @Test func newAttemptTakesWhatWasSent() async throws {
        let session = try await learner.open(video)
        world.clock.advance(seconds: 100)
        let answer = try await learner.answer(
            session,
            #"{"item":"q1","correct":0.5,"time_spent":8.5,"answer":{ "t":"é😀","n":1e2 },"simple_answer":"seven","#
                + #""complete":true,"hinted":true,"error":false}"#
        )
        let id = try #require(answer.string("attempts.0.id"))
        #expect(AttemptID(id)?.description == id)
        #expect(
            answer.raw("attempts.0") == #"{"id":"\#(id)","correct":0.5,"complete":true,"hinted":true,"error":false,"#
                + #""item":"q1","answer":{ "t":"é😀","n":1e2 },"time_spent":8.5}"#
        )
        let now = world.clock.now
        #expect(
            try await world.attempts() == [
                StoredAttempt(
                    id: id,
                    session: session,
                    item: "q1",
                    simpleAnswer: "seven",
                    history: #"[{"type":"hint","answer":{ "t":"é😀","n":1e2 }}]"#,
                    startedAt: now.adding(seconds: -8.5),
                    endedAt: now,
                    completedAt: now
                )
            ]
        )
    }

    @Test func absentMembersTakeTheirDefaults() async throws {
        let session = try await learner.open(video)
        let answer = try await learner.answer(session, #"{"item":"q1","correct":0,"time_spent":2,"error":true}"#)
        #expect(answer.raw("attempts.0.answer") == "{}")
        #expect(answer.raw("attempts.0.error") == "true")
        #expect(answer.raw("attempts.0.hinted") == "false")
        #expect(answer.raw("attempts.0.complete") == "false")
        let stored = try #require(try await world.attempts().first)
        #expect(stored.simpleAnswer == "")
        #expect(stored.history == #"[{"type":"error"}]"#)
        #expect(stored.completedAt == nil)
    }

    @Test func sameItemWithoutIdIsANewAttempt() async throws {
        let session = try await learner.open(video)
        let first = try await learner.answer(session, interaction("q1", "0", 1))
        let second = try await learner.answer(session, interaction("q1", "1", 1))
        #expect(first.string("attempts.0.id") != second.string("attempts.0.id"))
        #expect(try await world.attempts().count == 2)
    }

    // MARK: - Update by id

    @Test func updateByIdKeepsTheFirstAnswer() async throws {
        let session = try await learner.open(video)
        let first = try await learner.answer(session, interaction("q1", "0", 5))
        let id = try #require(first.string("attempts.0.id"))
        let start = try #require(try await world.attempts().first).startedAt
        world.clock.advance(seconds: 30)
        let again = try await learner.answer(
            session,
            interaction("q1", "1", 9, #","simple_answer":"late","id":"\#(id)""#)
        )
        #expect(again.string("attempts.0.id") == id)
        #expect(again.number("attempts.0.correct") == 0)
        #expect(again.raw("attempts.0.answer") == #"{"v":"q1:0"}"#)
        #expect(again.number("attempts.0.time_spent") == 9)
        let stored = try #require(try await world.attempts().first)
        #expect(stored.simpleAnswer == "")
        #expect(stored.startedAt == start)
        #expect(stored.endedAt == world.clock.now)
        #expect(
            stored.history == #"[{"type":"answer","answer":{"v":"q1:0"},"correct":0},"#
                + #"{"type":"answer","answer":{"v":"q1:1"},"correct":1}]"#
        )
    }

    @Test func updateByIdWithReplaceTakesTheNewAnswer() async throws {
        let session = try await learner.open(video)
        let first = try await learner.answer(session, interaction("q1", "1", 5, #","simple_answer":"first""#))
        let id = try #require(first.string("attempts.0.id"))
        let second = try await learner.answer(session, interaction("q1", "0.25", 6, #","replace":true,"id":"\#(id)""#))
        #expect(second.number("attempts.0.correct") == 0.25)
        #expect(second.raw("attempts.0.answer") == #"{"v":"q1:0.25"}"#)
        #expect(try await world.attempts().map(\.simpleAnswer) == ["first"])
        let third = interaction("q1", "0.5", 7, #","replace":true,"simple_answer":"third","id":"\#(id)""#)
        try await learner.answer(session, third)
        #expect(try await world.attempts().map(\.simpleAnswer) == ["third"])
    }

    @Test func idDecidesEvenForAnotherItem() async throws {
        let session = try await learner.open(video)
        let id = try #require(
            try await learner.answer(session, interaction("q1", "0", 2)).string("attempts.0.id")
        )
        let hex = id.replacing("-", with: "").uppercased()
        let answer = try await learner.answer(session, interaction("q9", "1", 3, #","id":"\#(hex)""#))
        #expect(answer.string("attempts.0.id") == id)
        #expect(answer.string("attempts.0.item") == "q1")
    }

    @Test func unknownIdUndoesTheWholeUpdate() async throws {
        let session = try await learner.open(video)
        let unknown = interaction("q2", "1", 4, #","id":"\#(AttemptID.random())""#)
        let answer = try await learner.update(
            session,
            #"{"time_spent_delta":50,"progress":1,"extra_fields":{"z":1},"interactions":["#
                + "\(interaction("q1", "1", 4)),\(unknown)]}"
        )
        #expect(answer.status == 400)
        #expect(answer.text == #"["Invalid attemptlog id specified"]"#)
        let after = try await learner.start(video)
        #expect(after.number("progress") == 0)
        #expect(after.number("time_spent") == 0)
        #expect(after.raw("extra_fields") == "{}")
        #expect(try await world.attempts() == [])
        #expect(try await learner.total().number("progress") == 0)
    }

    @Test func idOfAnotherLearnerOrContentIsUnknown() async throws {
        let other = world.embed("bob")
        let theirs = try await other.open(video)
        let elsewhere = try await learner.open(TestContent())
        let session = try await learner.open(video)
        for (caller, foreign) in [(other, theirs), (learner, elsewhere)] {
            let id = try #require(
                try await caller.answer(foreign, interaction("q1", "0", 2)).string("attempts.0.id")
            )
            let body = "{\"interactions\":[\(interaction("q1", "1", 3, #","id":"\#(id)""#))]}"
            #expect(try await learner.update(session, body).text == #"["Invalid attemptlog id specified"]"#)
        }
    }

    @Test func laterSessionOfTheContentGoesOnWithAnAttempt() async throws {
        let first = try await learner.open(video)
        let id = try #require(try await learner.answer(first, interaction("q1", "0", 2)).string("attempts.0.id"))
        let second = try await learner.open(video)
        let answer = try await learner.answer(second, interaction("q1", "1", 3, #","id":"\#(id)""#))
        #expect(answer.string("attempts.0.id") == id)
        // It stays the first session's (rule I14).
        #expect(try await world.attempts().map(\.session) == [first])
    }

    // MARK: - Update by item

    @Test func replaceFindsTheAttemptOfTheItem() async throws {
        let session = try await learner.open(video)
        let replace = #","replace":true"#
        let first = try await learner.answer(session, interaction("q1", "0", 5, replace))
        let id = try #require(first.string("attempts.0.id"))
        let second = try await learner.answer(session, interaction("q1", "1", 6, replace))
        #expect(second.string("attempts.0.id") == id)
        #expect(second.number("attempts.0.correct") == 1)
        let both = try await learner.answer(
            session,
            interaction("q2", "1", 2, replace),
            interaction("q1", "0.5", 7, replace)
        )
        #expect(both.string("attempts.0.item") == "q2")
        #expect(both.string("attempts.1.id") == id)
        // Items are told apart byte for byte.
        let other = try await learner.answer(session, interaction("Q1", "1", 1, replace))
        #expect(other.string("attempts.0.id") != id)
    }

    @Test func replaceTakesTheNewestOfSeveral() async throws {
        let session = try await learner.open(video)
        var ids: [String?] = []
        for _ in 0..<3 {
            world.clock.advance(seconds: 10)
            ids.append(try await learner.answer(session, interaction("q1", "0", 1)).string("attempts.0.id"))
        }
        let answer = try await learner.answer(session, interaction("q1", "1", 9, #","replace":true"#))
        #expect(answer.string("attempts.0.id") == ids.last)
    }

    @Test func parallelReplacesMakeOneAttempt() async throws {
        let session = try await learner.open(video)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<20 {
                group.addTask { try await learner.answer(session, interaction("q1", "1", 1, #","replace":true"#)) }
            }
            try await group.waitForAll()
        }
        #expect(try await world.attempts().count == 1)
    }

    @Test func replaceIsBoundToTheCourse() async throws {
        let id = LearnerID.random()
        var attempts: Set<String> = []
        for context in ["c-1", "c-2"] {
            let caller = world.lti(id: id, context: context)
            let answer = try await caller.answer(
                try await caller.open(video),
                interaction("q1", "1", 1, #","replace":true"#)
            )
            attempts.insert(try #require(answer.string("attempts.0.id")))
        }
        #expect(attempts.count == 2)
    }
}
