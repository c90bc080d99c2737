import Model
import Testing

@testable import ProgressCore

/// `GET /api/logger/masterylog` (logger rules E4, L).
@Suite struct MasteryLogTests {
    private let world: CoreWorld
    private let ada: Caller
    private let exercise = TestContent(kind: "exercise")

    init() throws {
        world = try CoreWorld()
        ada = world.embed("ada")
    }

    // MARK: Parameters

    @Test(
        arguments: ["masterylog", "masterylog/0/diff", "masterylog/\(TryID.random())"],
        [
            ("", "content, user"), ("complete=true", "content, user"), ("content=", "user"), ("user=", "content"),
            ("user=bad&page_size=2", "content"), ("content=bad", "user"), ("Content=&User=", "content, user"),
        ]
    )
    func missingParametersAreNamed(path: String, row: (query: String, missing: String)) async throws {
        // Rule E4; what is there is not judged before everything is.
        let answer = try await ada.send(.get, "/api/logger/\(path)?\(row.query)")
        let message = "The following parameters were missing and are required: \(row.missing)"
        #expect(answer.status == 412)
        #expect(answer.text == #"{"detail":"\#(message)"}"#)
    }

    @Test func malformedContentAndUnknownUserAreNamed() async throws {
        _ = try await ada.beginTry(at: exercise)
        let me = ada.userID
        let content = "\(exercise.content)"
        let long = String(repeating: "f", count: 33)
        // Rule L1: a user is chosen among those that there are, a content is just an id.
        for (query, problems) in [
            ("content=bad&user=\(me)", ["content INVALID"]), ("content=\(long)&user=\(me)", ["content INVALID"]),
            ("content=\(content)&user=bad", ["user INVALID_CHOICE"]),
            ("content=\(content)&user=\(LearnerID.random())", ["user INVALID_CHOICE"]),
            ("content=bad&user=bad", ["content INVALID", "user INVALID_CHOICE"]),
            ("content=%00&user=%F0%9F%8E%88", ["content INVALID", "user INVALID_CHOICE"]),
        ] {
            let answer = try await ada.send(.get, "/api/logger/masterylog?\(query)")
            #expect(answer.status == 400, "\(query)")
            #expect(answer.problems == problems, "\(query)")
        }
    }

    @Test func knownUserThatIsNotReadableHasNoLogs() async throws {
        _ = try await ada.beginTry(at: exercise)
        let bob = world.embed("bob")
        _ = try await bob.beginTry(at: exercise)
        let answer = try await bob.masteryLog(exercise, of: ada)
        #expect(answer.status == 200)
        #expect(answer.text == "[]")
        #expect(try await ada.masteryLog(exercise, of: ada).json.elements?.count == 1)
    }

    @Test func callerIsKnownBeforeTheirFirstStart() async throws {
        let answer = try await ada.masteryLog(exercise, of: ada)
        #expect(answer.status == 200)
        #expect(answer.text == "[]")
    }

    @Test func emptyValueDoesNotFilter() async throws {
        let other = TestContent(kind: "exercise")
        let bob = world.embed("bob")
        for content in [exercise, other] { _ = try await ada.beginTry(at: content) }
        _ = try await bob.beginTry(at: exercise)
        let admin = world.staff()
        let mine = "user=\(ada.userID)"
        let here = "content=\(exercise.content)"
        for (query, count) in [
            ("content=&user=", 3), ("content=&\(mine)", 2), ("\(here)&user=", 2), ("\(here)&\(mine)", 1),
        ] {
            let answer = try await admin.send(.get, "/api/logger/masterylog?\(query)")
            #expect(answer.json.elements?.count == count, "\(query)")
        }
    }

    @Test func idsAreReadInEverySpelling() async throws {
        // Rule C3.
        _ = try await ada.beginTry(at: exercise)
        let ids = ("\(exercise.content)", ada.userID)
        for (content, user) in [
            ids, (ids.0.uppercased(), ids.1.uppercased()),
            (ids.0.replacing("-", with: ""), ids.1.replacing("-", with: "").uppercased()),
        ] {
            let answer = try await ada.send(.get, "/api/logger/masterylog?content=\(content)&user=\(user)")
            #expect(answer.json.elements?.count == 1, "\(content) \(user)")
        }
    }

    // MARK: Flags

    @Test(arguments: [
        ("", [30, 20, 10]), ("&complete=true", [30, 10]), ("&complete=TRUE", [30, 10]), ("&complete=1", [30, 10]),
        ("&complete=false", [20]), ("&complete=False", [20]), ("&complete=0", [20]),
        // What is neither yes nor no is ignored, not refused (rule L2).
        ("&complete=perhaps", [30, 20, 10]), ("&complete=2", [30, 20, 10]), ("&complete=", [30, 20, 10]),
        ("&complete=yes", [30, 20, 10]), ("&quiz=true", [30]), ("&quiz=tRuE", [30]), ("&quiz=1", [30]),
        ("&quiz=false", [20, 10]), ("&quiz=0", [20, 10]), ("&quiz=maybe", [30, 20, 10]),
        ("&quiz=false&complete=true", [10]), ("&quiz=true&complete=false", []),
        // Rule C8.
        ("&nothing=1&Quiz=true", [30, 20, 10]),
    ])
    func flagsChoose(query: String, times: [Double]) async throws {
        let first = try await ada.beginTry(at: exercise)
        try await ada.report(first, #"{"progress":1,"time_spent_delta":10}"#)
        world.clock.advance(seconds: 10)
        let second = try await ada.beginTry(at: exercise, #","repeat":true"#)
        try await ada.report(second, #"{"time_spent_delta":20}"#)
        world.clock.advance(seconds: 10)
        let quiz = try await ada.beginTry(at: exercise, model: #"{"type":"quiz"}"#)
        try await ada.report(quiz, #"{"progress":1,"time_spent_delta":30}"#)
        let answer = try await ada.masteryLog(exercise, of: ada, query)
        #expect(answer.status == 200)
        #expect(try answer.times() == times)
    }

    // MARK: Order

    @Test func newestEndComesFirstAndOnlyTimeOrCompletionMovesIt() async throws {
        let sessions = try await threeTries()
        func order() async throws -> [Double] {
            try await ada.send(.get, "/api/logger/masterylog?content=&user=\(ada.userID)").times()
        }
        #expect(try await order() == [3, 2, 1])
        // Rule M14: neither an answer nor progress nor an empty update moves the end.
        for body in ["{}", #"{"progress":0.5}"#, #"{"time_spent_delta":0}"#, #"{"extra_fields":{}}"#] {
            world.clock.advance(seconds: 1)
            try await ada.report(sessions[0], body)
        }
        try await ada.answer(sessions[0], question("a", "1"))
        #expect(try await order() == [3, 2, 1])
        world.clock.advance(seconds: 1)
        try await ada.report(sessions[1], #"{"progress":1}"#)
        #expect(try await order() == [2, 3, 1])
        world.clock.advance(seconds: 1)
        try await ada.report(sessions[0], #"{"time_spent_delta":0.5}"#)
        #expect(try await order() == [1.5, 2, 3])
    }

    /// Tries of three exercises that lasted 1, 2 and 3 seconds, in this order.
    private func threeTries() async throws -> [String] {
        var sessions: [String] = []
        for seconds in 1...3 {
            world.clock.advance(seconds: 10)
            let session = try await ada.beginTry(at: TestContent(kind: "exercise"))
            try await ada.report(session, "{\"time_spent_delta\":\(seconds)}")
            sessions.append(session)
        }
        return sessions
    }

    @Test func endOfACompleteTryMovesWithTimeOnly() async throws {
        let session = try await ada.beginTry(at: exercise)
        world.clock.advance(seconds: 10)
        try await ada.report(session, #"{"progress":1}"#)
        world.clock.advance(seconds: 10)
        try await ada.report(session, #"{"progress":0.5}"#)
        try await ada.report(session, #"{"progress":1}"#)
        let before = try await ada.masteryLog(exercise, of: ada)
        #expect(before.string("0.end_timestamp") == "2026-06-01T09:00:10Z")
        try await ada.report(session, #"{"time_spent_delta":1}"#)
        let after = try await ada.masteryLog(exercise, of: ada)
        #expect(after.string("0.end_timestamp") == "2026-06-01T09:00:20Z")
        #expect(after.string("0.completion_timestamp") == "2026-06-01T09:00:10Z")
    }

    // MARK: Members

    @Test func entryHasTheMembersOfTheRule() async throws {
        let model = #"{"type":"m_of_n","m":2,"n":3}"#
        let session = try await ada.beginTry(at: exercise, model: model)
        world.clock.advance(seconds: 5)
        try await ada.report(
            session,
            #"{"time_spent_delta":4.5,"interactions":[\#(question("a", "1")),\#(question("b", "0.5"))]}"#
        )
        let open = try await ada.masteryLog(exercise, of: ada)
        // Rule L4, and what we add to it: how far the try is by its criterion (rule M10).
        #expect(
            open.names("0") == [
                "id", "mastery_criterion", "start_timestamp", "end_timestamp", "completion_timestamp", "complete",
                "time_spent", "correct", "mastery",
            ]
        )
        #expect(open.string("0.id").flatMap { TryID($0) } != nil)
        #expect(open.raw("0.mastery_criterion") == model)
        #expect(open.string("0.start_timestamp") == "2026-06-01T09:00:00Z")
        #expect(open.string("0.end_timestamp") == "2026-06-01T09:00:05Z")
        #expect(open.raw("0.completion_timestamp") == "null")
        #expect(open.raw("0.complete") == "false")
        #expect(open.raw("0.time_spent") == "4.5")
        #expect(open.raw("0.correct") == "1")
        world.clock.advance(seconds: 5)
        try await ada.report(session, #"{"progress":1}"#)
        let done = try await ada.masteryLog(exercise, of: ada)
        #expect(done.raw("0.complete") == "true")
        #expect(done.string("0.completion_timestamp") == "2026-06-01T09:00:10Z")
        #expect(done.string("0.id") == open.string("0.id"))
    }

    // MARK: Sums

    @Test(
        arguments: [
            ([], 0), (["0"], 0), (["1", "0", "1"], 2), (["0.9"], 0), (["0.3", "0.6"], 0),
            (Array(repeating: "0.5", count: 9), 4), (Array(repeating: "0.1", count: 10), 1),
            (["0.7", "0.2", "0.1"], 1),
        ] as [([String], Int)]
    )
    func correctIsASumCutToAnInteger(answers: [String], correct: Int) async throws {
        // Rule L5; every answer at the same question, and each of them counts.
        let session = try await ada.beginTry(at: exercise)
        for answer in answers { try await ada.answer(session, question("a", answer)) }
        #expect(try await ada.masteryLog(exercise, of: ada).raw("0.correct") == "\(correct)")
    }

    @Test func correctFollowsAReplacedAnswer() async throws {
        let session = try await ada.beginTry(at: exercise)
        try await ada.answer(session, question("a", "1"), question("b", "1"))
        try await ada.answer(session, question("a", "0", #","replace":true"#))
        #expect(try await ada.masteryLog(exercise, of: ada).raw("0.correct") == "1")
        // Without `replace` a correction does not change what stands (rule I9).
        let attempt = try await ada.answer(session, question("c", "0")).string("attempts.0.id") ?? ""
        try await ada.answer(session, question("c", "1", ",\"id\":\"\(attempt)\""))
        #expect(try await ada.masteryLog(exercise, of: ada).raw("0.correct") == "1")
    }
}

// MARK: - Reads

extension Caller {
    /// The id that logs name the caller by.
    var userID: String { principal.person?.learner.description ?? "" }

    /// The mastery logs of a content; `more` is put at the end of the query (`&quiz=true`).
    func masteryLog(_ content: TestContent, of user: Caller, _ more: String = "") async throws -> Answer {
        try await send(.get, "/api/logger/masterylog?content=\(content.content)&user=\(user.userID)\(more)")
    }

    func attemptLog(_ query: String = "") async throws -> Answer {
        try await send(.get, "/api/logger/attemptlog?\(query)")
    }

    /// Starts a session of an assessment and gives its id.
    func beginTry(
        at content: TestContent,
        _ extra: String = "",
        model: String = #"{"type":"do_all"}"#
    ) async throws -> String {
        try await open(content, ",\"mastery_model\":\(model)\(extra)")
    }
}

extension Answer {
    /// The time of each log of a plain list or a page, which tests tell logs by.
    func times() throws -> [Double] {
        let logs = try #require(json.elements ?? json["results"]?.elements)
        return logs.compactMap { $0["time_spent"]?.number }
    }
}

/// An interaction with a question; `more` adds members.
func question(_ item: String, _ correct: String, _ more: String = "") -> String {
    """
    {"item":"\(item)","correct":\(correct),"time_spent":2,"answer":{"value":"\(item) \(correct)"}\(more)}
    """
}
