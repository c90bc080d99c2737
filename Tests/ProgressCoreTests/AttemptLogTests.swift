import Model
import Testing

@testable import ProgressCore

/// `GET /api/logger/attemptlog` (logger rules A).
@Suite struct AttemptLogTests {
    private let world: CoreWorld
    private let ada: Caller
    private let bob: Caller
    private let exercise = TestContent(kind: "exercise")
    private let video = TestContent()

    init() throws {
        world = try CoreWorld()
        ada = world.embed("ada")
        bob = world.embed("bob")
    }

    /// Makes six attempts, named by their items.
    ///
    /// Ada's are `a` and `b` (complete) in a try, `a` again in the second, `v` in a video; Bob's are `a` and `A` in a try.
    private func fill() async throws {
        let first = try await ada.beginTry(at: exercise)
        try await ada.answer(first, question("a", "1"), question("b", "0.5", #","complete":true"#))
        try await ada.report(first, #"{"progress":1}"#)
        let second = try await ada.beginTry(at: exercise, #","repeat":true"#)
        try await ada.answer(second, question("a", "0"))
        try await ada.answer(try await ada.open(video), question("v", "1"))
        try await bob.answer(try await bob.beginTry(at: exercise), question("a", "1"), question("A", "1"))
    }

    /// Items in the order of the list.
    private func items(_ query: String, by reader: Caller) async throws -> [String] {
        let answer = try await reader.attemptLog(query)
        try #require(answer.status == 200, "\(answer.text)")
        return try #require(answer.json.elements).compactMap { $0["item"]?.string }
    }

    // MARK: Filters

    @Test func filtersChooseAloneAndTogether() async throws {
        try await fill()
        let admin = world.staff()
        let tries = try await ada.masteryLog(exercise, of: ada, "&complete=true")
        let done = try #require(tries.string("0.id"))
        let content = "content=\(exercise.content)"
        let mine = "user=\(ada.userID)"
        let rows = [
            // Rule A1: none is required. Newest first.
            ("", ["A", "a", "v", "a", "b", "a"]), (mine, ["v", "a", "b", "a"]), ("user=\(bob.userID)", ["A", "a"]),
            (content, ["A", "a", "a", "b", "a"]), ("content=\(ExternalID.random())", []),
            // The case of an item matters, and so does all of it.
            ("item=a", ["a", "a", "a"]), ("item=A", ["A"]), ("item=a%20", []), ("item=%25", []), ("item=_", []),
            ("masterylog=\(done)", ["b", "a"]), ("masterylog=\(done.uppercased())", ["b", "a"]),
            ("complete=true", ["b"]), ("complete=1", ["b"]), ("complete=0", ["A", "a", "v", "a", "a"]),
            ("complete=perhaps", ["A", "a", "v", "a", "b", "a"]), ("mastery_level=1", ["A", "a", "b", "a"]),
            ("mastery_level=2", ["a"]), ("mastery_level=1.5", []), ("mastery_level=2.0", ["a"]),
            ("mastery_level=-1", []), ("facility=\(world.organization)&item=v", ["v"]),
            ("facility=\(OrganizationID.random())", []), ("\(mine)&item=a", ["a", "a"]),
            ("\(mine)&\(content)&mastery_level=1&complete=false", ["a"]), ("masterylog=\(done)&user=\(bob.userID)", []),
            ("masterylog=\(done)&item=b&complete=true&\(mine)&\(content)&mastery_level=1", ["b"]),
            // An empty one does not filter; unknown ones are ignored (rules L1, C8).
            (
                "user=&item=&content=&masterylog=&complete=&mastery_level=&facility=&classroom=&learner_group=&x=y",
                [
                    "A", "a", "v", "a", "b", "a",
                ]
            ),
        ]
        for (query, expected) in rows { #expect(try await items(query, by: admin) == expected, "\(query)") }
        // A learner sees no more of it than what is theirs.
        #expect(try await items("item=a", by: bob) == ["a"])
        #expect(try await items(mine, by: bob) == [])
    }

    @Test func quizAttemptsAreFoundByTheirNegativeLevel() async throws {
        let answer = try await ada.start(exercise, #","mastery_model":{"type":"quiz"}"#)
        let level = try #require(answer["context.mastery_level"]?.integer)
        try await ada.answer(try #require(answer.string("session_id")), question("q", "1"))
        #expect(try await items("mastery_level=\(level)", by: ada) == ["q"])
        #expect(try await items("mastery_level=\(-level)", by: ada) == [])
    }

    @Test func wrongFiltersAreNamed() async throws {
        try await fill()
        // Rule A4.
        let rows = [
            ("masterylog=bad", ["masterylog INVALID_CHOICE"]), ("user=bad", ["user INVALID_CHOICE"]),
            ("masterylog=\(TryID.random())", ["masterylog INVALID_CHOICE"]),
            ("user=\(LearnerID.random())", ["user INVALID_CHOICE"]), ("mastery_level=x", ["mastery_level INVALID"]),
            ("mastery_level=nan", ["mastery_level INVALID"]), ("mastery_level=inf", ["mastery_level INVALID"]),
            ("mastery_level=1e400", ["mastery_level INVALID"]), ("content=bad", ["content INVALID"]),
            ("facility=bad", ["facility INVALID"]), ("classroom=bad", ["classroom INVALID"]),
            ("learner_group=bad", ["learner_group INVALID"]), ("content=%00", ["content INVALID"]),
            (
                "masterylog=1&user=2&content=3&mastery_level=x&facility=4&classroom=5&learner_group=6",
                [
                    "masterylog INVALID_CHOICE", "user INVALID_CHOICE", "content INVALID", "mastery_level INVALID",
                    "facility INVALID", "classroom INVALID", "learner_group INVALID",
                ]
            ),
        ]
        for (query, problems) in rows {
            let answer = try await ada.attemptLog(query)
            #expect(answer.status == 400, "\(query)")
            #expect(answer.problems == problems, "\(query)")
        }
    }

    @Test func knownButUnreadableChoicesGiveNothing() async throws {
        try await fill()
        let id = try #require(try await ada.masteryLog(exercise, of: ada).string("0.id"))
        for query in ["masterylog=\(id)", "user=\(ada.userID)"] {
            let answer = try await bob.attemptLog(query)
            #expect(answer.status == 200, "\(query)")
            #expect(answer.text == "[]", "\(query)")
        }
    }

    // MARK: Members

    @Test func entryHasTheMembersOfTheRule() async throws {
        let session = try await ada.beginTry(at: exercise)
        world.clock.advance(seconds: 60)
        let sent =
            #"{"item":"a","correct":0.5,"time_spent":12.5,"answer":{"v":[1,"é"]},"simple_answer":"x","hinted":true}"#
        try await ada.answer(session, sent)
        let answer = try await ada.attemptLog()
        let mastery = try await ada.masteryLog(exercise, of: ada)
        let expected = """
            [{"id":"\(answer.string("0.id") ?? "")","item":"a","start_timestamp":"2026-06-01T09:00:47.500Z",\
            "end_timestamp":"2026-06-01T09:01:00Z","completion_timestamp":null,"time_spent":12.5,"complete":false,\
            "correct":0.5,"hinted":true,"answer":{"v":[1,"é"]},"simple_answer":"x",\
            "interaction_history":[{"type":"hint","answer":{"v":[1,"é"]}}],"user":"\(ada.userID)","error":false,\
            "masterylog":"\(mastery.string("0.id") ?? "")","sessionlog":"\(session)"}]
            """
        #expect(answer.text == expected)
        #expect(answer.string("0.id").flatMap { AttemptID($0) } != nil)
        #expect(mastery.string("0.id").flatMap { TryID($0) } != nil)
    }

    @Test func attemptKeepsTheSessionThatItWasMadeIn() async throws {
        // Rules I14 and I9.
        let first = try await ada.beginTry(at: exercise)
        let id = try #require(try await ada.answer(first, question("a", "0")).string("attempts.0.id"))
        let second = try await ada.beginTry(at: exercise)
        world.clock.advance(seconds: 9)
        try await ada.answer(second, question("a", "1", ",\"id\":\"\(id)\",\"complete\":true,\"error\":true"))
        let answer = try await ada.attemptLog()
        #expect(answer.json.elements?.count == 1)
        #expect(answer.string("0.sessionlog") == first)
        #expect(answer.raw("0.correct") == "0")
        #expect(answer.raw("0.error") == "true")
        #expect(answer.string("0.completion_timestamp") == "2026-06-01T09:00:09Z")
    }

    @Test func historyTellsWhatWasSent() async throws {
        // Rule I13: not what was kept.
        let session = try await ada.beginTry(at: exercise)
        let id = try #require(try await ada.answer(session, question("a", "0.25")).string("attempts.0.id"))
        let same = ",\"id\":\"\(id)\""
        try await ada.answer(
            session,
            question("a", "1", same),
            #"{"item":"a","correct":0,"time_spent":1,"error":true}"#
        )
        try await ada.answer(session, question("a", "0", same + #","hinted":true"#))
        try await ada.answer(session, question("a", "1", same + #","replace":true"#))
        try await ada.answer(session, question("b", "0", #","error":true,"hinted":true"#))
        let answer = try await ada.attemptLog("item=a")
        let right = #"{"type":"answer","answer":{"value":"a 1"},"correct":1}"#
        #expect(
            answer.raw("0.interaction_history") == """
                [{"type":"answer","answer":{"value":"a 0.25"},"correct":0.25},\(right),{"type":"error"},\
                {"type":"hint","answer":{"value":"a 0"}},\(right)]
                """
        )
        #expect(try await ada.attemptLog("item=b").raw("0.interaction_history") == #"[{"type":"error"}]"#)
    }

    @Test func historyIsKeptWhole() async throws {
        // Rule I18.
        let session = try await ada.beginTry(at: exercise)
        for round in 0..<3 {
            let interactions = (0..<100).map { question("a", "0.\(round)\($0)", #","replace":true"#) }
            try await ada.report(session, "{\"interactions\":[\(interactions.joined(separator: ","))]}")
        }
        let history = try #require(try await ada.attemptLog()["0.interaction_history"]?.elements)
        #expect(history.count == 300)
        #expect(history.last?["answer"]?["value"]?.string == "a 0.299")
        #expect(history.first?["answer"]?["value"]?.string == "a 0.00")
    }

    // MARK: Attempts without a try

    @Test func attemptOnPlainContentHasNoMasteryLog() async throws {
        // Rules I19 and A3.
        try await fill()
        let answer = try await ada.attemptLog("item=v")
        #expect(answer.raw("0.masterylog") == "null")
        #expect(answer.string("0.user") == ada.userID)
        #expect(try await items("item=v&content=\(video.content)", by: ada) == [])
        #expect(try await items("item=v&mastery_level=0", by: ada) == [])
    }

    @Test func guestsAttemptHasNeitherUserNorMasteryLog() async throws {
        // Rule I16.
        let session = try await world.guest.beginTry(at: exercise)
        try await world.guest.answer(session, question("g", "1"))
        let answer = try await world.staff().attemptLog()
        #expect(answer.json.elements?.count == 1)
        #expect(answer.raw("0.masterylog") == "null")
        #expect(answer.raw("0.user") == "null")
        #expect(answer.string("0.sessionlog") == session)
        #expect(try await items("content=\(exercise.content)", by: world.staff()) == [])
        #expect(try await items("", by: world.guest) == [])
    }
}
