import Model
import Testing

@testable import ProgressCore

/// `GET /api/logger/masterylog/:index/diff` (logger rules D).
@Suite struct DiffLogTests {
    private static let noLog = #""No mastery log found""#
    private static let noInteger = #""Parameter must be an integer""#

    private let world: CoreWorld
    private let ada: Caller
    private let exercise = TestContent(kind: "exercise")

    init() throws {
        world = try CoreWorld()
        ada = world.embed("ada")
    }

    /// Runs at the exercise: as many tries as there are lists of interactions, of 10, 20, 30 … seconds; all but the last
    /// are completed.
    private func run(_ tries: [String]..., model: String = #"{"type":"do_all"}"#) async throws {
        for (index, interactions) in tries.enumerated() {
            world.clock.advance(seconds: 100)
            let session = try await ada.beginTry(at: exercise, #","repeat":true"#, model: model)
            for interaction in interactions {
                world.clock.advance(seconds: 1)
                try await ada.answer(session, interaction)
            }
            let progress = index < tries.count - 1 ? 1 : 0
            try await ada.report(session, "{\"progress\":\(progress),\"time_spent_delta\":\(10 * (index + 1))}")
        }
    }

    private func difference(_ index: String, by reader: Caller? = nil, _ more: String = "") async throws -> Answer {
        let query = "content=\(exercise.content)&user=\(ada.userID)\(more)"
        return try await (reader ?? ada).send(.get, "/api/logger/masterylog/\(index)/diff?\(query)")
    }

    /// The `diff.correct` of each attempt by its item; nil for `null` (rule D6).
    private func changes(_ answer: Answer) -> [String: Int?] {
        var changes: [String: Int?] = [:]
        for log in answer["attemptlogs"]?.elements ?? [] {
            changes[log["item"]?.string ?? "?"] = .some(log["diff"]?["correct"]?.integer)
        }
        return changes
    }

    // MARK: Values

    @Test func newestTryIsComparedToTheOneBefore() async throws {
        try await run(
            [question("a", "0.5"), question("b", "1"), question("c", "1")],
            [question("a", "1"), question("b", "0"), question("c", "0.1"), question("d", "1")]
        )
        let newest = try await difference("0")
        #expect(newest.status == 200)
        // Rule D5: 2.1 and 2.5, each cut before they are subtracted.
        #expect(newest.raw("diff") == #"{"correct":0,"time_spent":10}"#)
        // Rule D6: 0.5 and −0.9 are cut toward zero; `d` is new.
        #expect(changes(newest) == ["a": 0, "b": -1, "c": 0, "d": nil])
        #expect(newest["attemptlogs"]?.elements?.first?["diff"]?.textString == #"{"correct":null}"#)
        let oldest = try await difference("1")
        #expect(oldest.raw("diff") == "null")
        #expect(changes(oldest) == ["a": nil, "b": nil, "c": nil])
        #expect((oldest["attemptlogs"]?.elements ?? []).allSatisfy { $0["diff"]?["correct"]?.isNull == true })
    }

    @Test func sumsAreCutBeforeTheyAreSubtracted() async throws {
        try await run([question("a", "0.9"), question("b", "1")], [question("a", "1"), question("b", "1")])
        #expect(try await difference("0").raw("diff.correct") == "1")
    }

    @Test func differencesMayBeNegative() async throws {
        try await run([question("a", "1"), question("b", "1")], [], [question("a", "1")])
        let middle = try await difference("1")
        #expect(middle.raw("diff") == #"{"correct":-2,"time_spent":10}"#)
        #expect(middle.raw("attemptlogs") == "[]")
        // The newest is compared to the one just before, which has no such question.
        let newest = try await difference("0")
        #expect(newest.raw("diff") == #"{"correct":1,"time_spent":10}"#)
        #expect(changes(newest) == ["a": nil])
    }

    @Test func questionAnsweredTwiceBeforeCountsByItsNewestEnd() async throws {
        let first = try await ada.beginTry(at: exercise)
        let early = try await ada.answer(first, question("a", "0"))
        world.clock.advance(seconds: 5)
        try await ada.answer(first, question("a", "1"))
        world.clock.advance(seconds: 5)
        try await ada.report(first, #"{"progress":1}"#)
        let second = try await ada.beginTry(at: exercise, #","repeat":true"#)
        world.clock.advance(seconds: 5)
        try await ada.report(second, #"{"time_spent_delta":1}"#)
        try await ada.answer(second, question("a", "1"))
        #expect(changes(try await difference("0")) == ["a": 0])
        // The early one ends last when it is updated, though it keeps its answer (rule I9).
        world.clock.advance(seconds: 5)
        let id = try #require(early.string("attempts.0.id"))
        try await ada.answer(first, question("a", "1", ",\"id\":\"\(id)\""))
        #expect(changes(try await difference("0")) == ["a": 1])
    }

    @Test func everyAttemptAtAQuestionIsCompared() async throws {
        try await run(
            [question("a", "1")],
            [question("a", "0"), question("a", "1"), question("A", "1"), question("a ", "1")]
        )
        let answer = try await difference("0")
        let logs = try #require(answer["attemptlogs"]?.elements)
        let pairs = logs.map { "\($0["item"]?.string ?? ""):\($0["diff"]?["correct"]?.textString ?? "")" }
        #expect(Set(pairs) == ["A:null", "a :null", "a:0", "a:-1"])
        #expect(pairs.count == 4)
    }

    @Test func answerIsTheEntryWithDifferencesAndAttempts() async throws {
        // Rule D4.
        try await run([question("a", "1")], [question("a", "1"), question("b", "0")])
        let answer = try await difference("0")
        let entry = try await ada.masteryLog(exercise, of: ada)
        let names = try #require(entry.names("0"))
        #expect(answer.names() == names + ["diff", "attemptlogs"])
        for name in names { #expect(answer.raw(name) == entry.raw("0.\(name)"), "\(name)") }
        let log = try await ada.attemptLog("masterylog=\(answer.string("id") ?? "")&item=b")
        let fields = try #require(log.names("0"))
        #expect(answer.names("attemptlogs.0") == fields + ["diff"])
        for field in fields { #expect(answer.raw("attemptlogs.0.\(field)") == log.raw("0.\(field)"), "\(field)") }
    }

    // MARK: Index

    @Test(arguments: [
        ("2", noLog), ("7", noLog), ("-1", noLog), ("-0x1", noInteger), ("2147483646", noLog), ("2147483647", noLog),
        ("2147483648", noLog), ("9223372036854775807", noLog), ("-9223372036854775808", noLog),
        ("99999999999999999999", noLog), ("-99999999999999999999", noLog), ("first", noInteger), ("1.0", noInteger),
        ("1e0", noInteger), ("%20", noInteger), ("-", noInteger), ("0x0", noInteger), ("%00", noInteger),
        ("%ff", noInteger), ("%D9%A1", noInteger), ("\(TryID.random())", noInteger),
    ])
    func indexThatLeadsNowhereIsNotFound(index: String, text: String) async throws {
        // Rules D2 and D3; Kolibri fails at the negative and the huge ones.
        try await run([question("a", "1")], [question("a", "1")])
        let answer = try await difference(index)
        #expect(answer.status == 404)
        #expect(answer.text == text)
    }

    @Test func withoutTriesThereIsNoIndexZero() async throws {
        let answer = try await difference("0")
        #expect(answer.status == 404)
        #expect(answer.text == Self.noLog)
    }

    @Test func wrongParametersCountBeforeTheIndex() async throws {
        for (query, status) in [("content=bad&user=", 400), ("content=&user=bad", 400), ("user=", 412)] {
            let answer = try await ada.send(.get, "/api/logger/masterylog/first/diff?\(query)")
            #expect(answer.status == status, "\(query)")
        }
    }

    @Test func indexCountsInTheOrderOfTheList() async throws {
        try await run([question("a", "1")], [question("a", "1")], [question("a", "0")])
        let list = try await ada.masteryLog(exercise, of: ada)
        for index in 0..<3 {
            #expect(try await difference("\(index)").string("id") == list.string("\(index).id"), "\(index)")
            // Pages are no matter of it.
            let paged = try await difference("\(index)", "&page_size=1&page=9")
            #expect(paged.string("id") == list.string("\(index).id"), "\(index)")
        }
    }

    // MARK: Filters

    @Test func filtersChooseWhatIsCompared() async throws {
        // Exercise tries of 10 (complete), 20 (complete) and 30 s (open), then a complete quiz of 40 s (rule D7).
        try await run([question("a", "1")], [question("a", "0")], [question("a", "1")])
        world.clock.advance(seconds: 100)
        let quiz = try await ada.beginTry(at: exercise, model: #"{"type":"quiz"}"#)
        try await ada.answer(quiz, question("a", "0"))
        try await ada.report(quiz, #"{"progress":1,"time_spent_delta":40}"#)
        for (filter, index, time, diff) in [
            ("", "0", "40", #"{"correct":-1,"time_spent":10}"#), ("", "1", "30", #"{"correct":1,"time_spent":10}"#),
            ("&quiz=false", "0", "30", #"{"correct":1,"time_spent":10}"#),
            ("&complete=true", "0", "40", #"{"correct":0,"time_spent":20}"#),
            ("&complete=true&quiz=0", "0", "20", #"{"correct":-1,"time_spent":10}"#),
            ("&complete=false", "0", "30", "null"), ("&quiz=true", "0", "40", "null"),
        ] {
            let answer = try await difference(index, filter)
            #expect(answer.raw("time_spent") == time, "\(filter)")
            #expect(answer.raw("diff") == diff, "\(filter)")
        }
        let beyond = try await difference("1", "&quiz=true")
        #expect(beyond.status == 404)
        #expect(beyond.text == Self.noLog)
    }

    // MARK: Readers

    @Test func whoMayNotReadTheLogsFindsNone() async throws {
        // Rule D8.
        try await run([question("a", "1")], [question("a", "1")])
        let stranger = world.embed("bob")
        _ = try await stranger.beginTry(at: exercise)
        for reader in [stranger, world.guest, world.staff(.coach)] {
            let answer = try await difference("0", by: reader)
            #expect(answer.status == 404)
            #expect(answer.text == Self.noLog)
        }
        let course = CourseID.random()
        let coach = world.embed("coach")
        try await world.enrol(coach, in: course, role: "coach")
        #expect(try await difference("0", by: coach).status == 404)
        try await world.enrol(ada, in: course)
        let mine = try await difference("0")
        for reader in [coach, world.staff(), world.staff(.superuser)] {
            let answer = try await difference("0", by: reader)
            #expect(answer.status == 200)
            #expect(answer.text == mine.text)
        }
    }

    @Test func tryOfAnotherLearnerIsNoPartOfTheComparison() async throws {
        try await run([question("a", "1")])
        let bob = world.embed("bob")
        world.clock.advance(seconds: 50)
        let session = try await bob.beginTry(at: exercise)
        try await bob.answer(session, question("a", "0"))
        let answer = try await difference("0", by: world.staff())
        #expect(answer.raw("diff") == "null")
        #expect(answer["attemptlogs"]?.elements?.count == 1)
    }
}
