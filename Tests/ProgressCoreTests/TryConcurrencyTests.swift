import Model
import Testing

/// What happens when a learner's clients speak at once (rule C9).
@Suite struct TryConcurrencyTests {
    private let world: CoreWorld
    private let learner: Caller
    private let exercise = TestContent.exercise

    init() throws {
        world = try CoreWorld()
        learner = world.embed()
    }

    @Test(arguments: ["do_all", "quiz"])
    func parallelFirstStartsMakeOneTry(type: String) async throws {
        let levels = try await withThrowingTaskGroup(of: Int?.self) { group in
            for _ in 0..<20 { group.addTask { try await learner.exercise(exercise, .model(type)).level } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(levels.count == 1)
        #expect(try await world.tries().map { Optional($0.level) } == Array(levels))
        #expect(try await world.column("SELECT count(*) FROM content_summaries") == ["1"])
        #expect(try await world.column("SELECT count(DISTINCT try_id) FROM content_sessions") == ["1"])
    }

    @Test func parallelRepeatsOfACompleteTryMakeOneTry() async throws {
        try await learner.report(try await learner.exercise(exercise).session, #"{"progress":1}"#)
        try await withThrowingTaskGroup(of: Int?.self) { group in
            for _ in 0..<20 {
                group.addTask { try await learner.exercise(exercise, .model("do_all"), #","repeat":true"#).level }
            }
            for try await level in group { #expect(level == 2) }
        }
        #expect(try await world.tries().map(\.level) == [1, 2])
    }

    @Test func parallelUpdatesLoseNothing() async throws {
        let sessions = [
            try await learner.exercise(exercise).session, try await learner.exercise(exercise).session,
        ]
        try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<60 {
                group.addTask {
                    let act = String.act("q\(number)", Double(number % 2))
                    let body = "{\"time_spent_delta\":1,\"progress_delta\":0.01,\"interactions\":[\(act)]}"
                    return try await learner.update(sessions[number % 2], body).status
                }
            }
            for try await status in group { #expect(status == 200) }
        }
        let answer = try await learner.exercise(exercise)
        #expect(answer.number("time_spent") == 60)
        #expect(answer.number("progress") == 0.6)
        #expect(answer.number("totalattempts") == 60)
        let tried = try #require(try await world.tries().first)
        #expect(tried.attempts == 60)
        #expect(tried.correctSum == 30)
        #expect(try await world.column("SELECT count(*) FROM attempts WHERE first_entry <> ''") == ["60"])
    }

    @Test func parallelAnswersAreAllJudged() async throws {
        let session = try await learner.exercise(exercise, .model(40, of: 40), #","evaluate":"server""#).session
        try await withThrowingTaskGroup(of: Bool?.self) { group in
            for number in 0..<40 {
                group.addTask { try await learner.answer(session, .act("q\(number)"))["complete"]?.bool }
            }
            let completions = try await group.reduce(into: 0) { $0 += $1 == true ? 1 : 0 }
            // Only the last one of them completes it.
            #expect(completions == 1)
        }
        #expect(try await world.tries().map(\.isComplete) == [true])
    }
}
