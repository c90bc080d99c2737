import Model
import Testing

/// Which attempt a later answer goes on with (rules I4–I7, I14, I16, I19).
@Suite struct AttemptScopeTests {
    private let world: CoreWorld
    private let learner: Caller
    private let exercise = TestContent.exercise
    private static let unknown = #"["Invalid attemptlog id specified"]"#
    private static let replace = #","replace":true"#

    init() throws {
        world = try CoreWorld()
        learner = world.embed()
    }

    private func session(_ caller: Caller, _ content: TestContent, _ extra: String = "") async throws -> String {
        try await caller.exercise(content, .model("do_all"), extra).session
    }

    /// The id of a new attempt at `q1`.
    private func attempt(_ caller: Caller, _ session: String) async throws -> String {
        try #require(try await caller.answer(session, .act("q1", 0)).string("attempts.0.id"))
    }

    private func naming(_ id: String, _ item: String = "q1") -> String { .act(item, 1, #","id":"\#(id)""#) }

    // MARK: - By id

    // Rules I4, I14.
    @Test func laterSessionOfTheTryGoesOnWithAnAttempt() async throws {
        let first = try await session(learner, exercise)
        let id = try await attempt(learner, first)
        let second = try await session(learner, exercise)
        let answer = try await learner.answer(second, naming(id, "q9"))
        #expect(answer.string("attempts.0.id") == id)
        #expect(answer.string("attempts.0.item") == "q1")
        #expect(try await world.attempts().map(\.session) == [first])
        #expect(try await world.tries().map(\.attempts) == [1])
    }

    // Rule I4.
    @Test func idOfAnotherTryContentCourseOrLearnerIsUnknown() async throws {
        let earlier = try await session(learner, exercise)
        let id = try #require(learner.principal.person?.learner)
        let strangers: [(Caller, TestContent)] = [
            (world.embed("bob"), exercise), (learner, .exercise), (learner, TestContent(content: exercise.content)),
            (world.lti(id: id, context: "c-1"), exercise), (world.guest, exercise),
        ]
        var ids = [try await attempt(learner, earlier)]
        for (caller, content) in strangers {
            let session = content.kind == "video" ? try await caller.open(content) : try await session(caller, content)
            ids.append(try await attempt(caller, session))
        }
        let quiz = try await learner.exercise(exercise, .model("quiz")).session
        ids.append(try await attempt(learner, quiz))
        try await learner.report(earlier, #"{"progress":1}"#)
        let later = try await session(learner, exercise, #","repeat":true"#)
        world.clock.advance(seconds: 10)
        let before = try await world.everything()
        for id in ids {
            // What comes before it in the update is undone, too (rule C9).
            let body = "{\"time_spent_delta\":5,\"interactions\":[\(String.act("q2")),\(naming(id))]}"
            let answer = try await learner.update(later, body)
            #expect(answer.status == 400)
            #expect(answer.text == Self.unknown)
        }
        #expect(try await world.everything() == before)
    }

    // Rules I4, M11.
    @Test func sessionOfAnEarlierTryGoesOnWithItsOwnAttempts() async throws {
        let earlier = try await session(learner, exercise)
        let id = try await attempt(learner, earlier)
        try await learner.report(earlier, #"{"progress":1}"#)
        let later = try await session(learner, exercise, #","repeat":true"#)
        let new = try await attempt(learner, later)
        #expect(try await learner.answer(earlier, naming(id)).string("attempts.0.id") == id)
        let replaced = try await learner.answer(earlier, .act("q1", 1, Self.replace))
        #expect(replaced.string("attempts.0.id") == id)
        #expect(try await learner.update(earlier, "{\"interactions\":[\(naming(new))]}").text == Self.unknown)
        #expect(try await learner.update(later, "{\"interactions\":[\(naming(id))]}").text == Self.unknown)
        #expect(try await world.tries().map(\.correctSum) == [1, 0])
    }

    // MARK: - By item

    // Rule I5.
    @Test func replaceFindsOnlyAttemptsOfTheSameTry() async throws {
        let first = try await session(learner, exercise)
        let id = try await attempt(learner, first)
        let others = [
            try await learner.exercise(exercise, .model("quiz")).session,
            try await learner.open(TestContent(content: exercise.content)), try await session(learner, .exercise),
        ]
        for other in others {
            #expect(try await learner.answer(other, .act("q1", 1, Self.replace)).string("attempts.0.id") != id)
        }
        let again = try await session(learner, exercise)
        #expect(try await learner.answer(again, .act("q1", 1, Self.replace)).string("attempts.0.id") == id)
        #expect(try await learner.answer(again, .act("Q1", 1, Self.replace)).string("attempts.0.id") != id)
        try await learner.report(again, #"{"progress":1}"#)
        let next = try await session(learner, exercise, #","repeat":true"#)
        #expect(try await learner.answer(next, .act("q1", 1, Self.replace)).string("attempts.0.id") != id)
    }

    // Rules I5, I6; where Kolibri fails.
    @Test(arguments: [0, 1])
    func replaceTakesTheNewestOfTwoAttemptsAtAnItem(touched: Int) async throws {
        let session = try await session(learner, exercise)
        var ids: [String] = []
        for _ in 0..<2 {
            world.clock.advance(seconds: 10)
            ids.append(try await attempt(learner, session))
        }
        // The newest is the one that was answered last, not the one that was opened last.
        world.clock.advance(seconds: 10)
        try await learner.answer(session, naming(ids[touched]))
        world.clock.advance(seconds: 10)
        let answer = try await learner.answer(session, .act("q1", 1, Self.replace))
        #expect(answer.string("attempts.0.id") == ids[touched])
        let tried = try #require(try await world.tries().first)
        #expect(tried.attempts == 2)
        #expect(tried.correctSum == 1)
    }

    // Rule I5.
    @Test func parallelReplacesMakeOneAttemptOfATry() async throws {
        let sessions = [try await session(learner, exercise), try await session(learner, exercise)]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<20 {
                group.addTask {
                    try await learner.answer(sessions[number % 2], .act("q1", 1, Self.replace))
                }
            }
            try await group.waitForAll()
        }
        let tried = try #require(try await world.tries().first)
        #expect(tried.attempts == 1)
        #expect(tried.correctSum == 1)
        #expect(try await world.column("SELECT count(*) FROM attempts") == ["1"])
    }

    // MARK: - Groups

    // Rules I7, I15.
    @Test func neighboursShareAnAttemptAndOthersDoNot() async throws {
        let session = try await session(learner, exercise)
        let answer = try await learner.answer(
            session,
            .act("q1", 0),
            .act("q1", 1),
            .act("q2", 1),
            .act("q1", 1),
            .act("q2", 0, Self.replace),
            .act("q2", 0.5, Self.replace)
        )
        let entries = answer["attempts"]?.elements ?? []
        #expect(entries.compactMap { $0["item"]?.string } == ["q1", "q2", "q1", "q2"])
        #expect(entries.compactMap { $0["correct"]?.number } == [0, 1, 1, 0.5])
        let ids = entries.compactMap { $0["id"]?.string }
        #expect(ids[0] != ids[2])
        // A group further on finds what an earlier one of the same update made.
        #expect(ids[1] == ids[3])
        let tried = try #require(try await world.tries().first)
        #expect(tried.attempts == 3)
        #expect(tried.correctSum == 1.5)
        #expect(try await learner.exercise(exercise).number("totalattempts") == 3)
    }

    // MARK: - Without tries

    // Rule I19.
    @Test func attemptsOnPlainContentHaveNoTry() async throws {
        let video = TestContent()
        let first = try await learner.open(video)
        let id = try await attempt(learner, first)
        let second = try await learner.open(video)
        #expect(try await learner.answer(second, .act("q1", 1, Self.replace)).string("attempts.0.id") == id)
        #expect(try await world.column("SELECT try_id FROM attempts") == ["NULL"])
        // As an assessment it begins anew.
        let tried = try await session(learner, TestContent(content: video.content, kind: "exercise"))
        #expect(try await learner.answer(tried, .act("q1", 1, Self.replace)).string("attempts.0.id") != id)
    }

    // Rules I16, S19.
    @Test func attemptsOfGuestsStandAloneWithTheirSession() async throws {
        let first = try await session(world.guest, exercise)
        let second = try await session(world.guest, exercise)
        let id = try await attempt(world.guest, first)
        #expect(try await world.guest.answer(first, .act("q1", 1, Self.replace)).string("attempts.0.id") == id)
        #expect(try await world.guest.answer(second, .act("q1", 1, Self.replace)).string("attempts.0.id") != id)
        let foreign = try await world.guest.update(second, "{\"interactions\":[\(naming(id))]}")
        #expect(foreign.text == Self.unknown)
    }
}
