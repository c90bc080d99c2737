import Model
import Storage
import Testing

@testable import ProgressCore

/// What is too large, too long or no number: refused with the member's name, and nothing is written (rules C10, U11, I1–I3).
@Suite struct BoundsTests {
    private let world: CoreWorld
    private let ada: Caller
    private let session: String
    private let exercise = TestContent(kind: "exercise")

    init() async throws {
        world = try CoreWorld()
        ada = world.embed("ada")
        session = try await ada.beginTry(at: exercise)
        try await ada.report(session, #"{"progress":0.5,"time_spent_delta":5,"extra_fields":{"a":1}}"#)
        try await ada.answer(session, question("standing", "1"))
    }

    /// An interaction with some of its members given in another way; nil leaves one out.
    private static func interaction(_ changes: (String, String?)...) -> String {
        var members = [("item", "\"a\""), ("correct", "1"), ("time_spent", "2"), ("answer", "{}")]
        for (name, value) in changes {
            members.removeAll { $0.0 == name }
            if let value { members.append((name, value)) }
        }
        return "{\(members.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ","))}"
    }

    private static func text(_ count: Int, _ character: String = "x") -> String {
        "\"\(String(repeating: character, count: count))\""
    }

    /// An object whose text has so many bytes.
    private static func object(_ bytes: Int) -> String {
        "{\"v\":\(text(bytes - 8))}"
    }

    /// Sends an update that must be refused, and looks whether anything of it was written.
    private func refuse(_ body: String, _ problems: [String]) async throws {
        let before = try await world.everything()
        let answer = try await ada.update(session, body)
        #expect(answer.status == 400, "\(body.prefix(200))")
        #expect(answer.problems == problems, "\(body.prefix(200)) \(answer.text.prefix(300))")
        // However long the request was, its refusal is short.
        #expect(answer.text.utf8.count < 1_000)
        #expect(try await world.everything() == before)
        // And nothing is poisoned.
        #expect(try await ada.start(exercise, #","mastery_model":{"type":"do_all"}"#).status == 200)
        #expect(try await ada.update(session, "{}").status == 200)
    }

    // MARK: Numbers

    @Test(
        arguments: ["progress", "progress_delta", "time_spent_delta"],
        [
            ("-0.001", "MIN_VALUE"), ("-1", "MIN_VALUE"), ("-1e300", "MIN_VALUE"), ("1e300", "MAX_VALUE"),
            ("1e400", "INVALID"), ("-1e400", "INVALID"), ("\"NaN\"", "INVALID"), ("\"Infinity\"", "INVALID"),
            ("\"0.5\"", "INVALID"), ("true", "INVALID"), ("[0.5]", "INVALID"), ("{}", "INVALID"), ("null", "NULL"),
            ("\"\"", "INVALID"), ("1\(String(repeating: "0", count: 500))", "INVALID"),
        ]
    )
    func numberBeyondItsRangeIsNamed(member: String, row: (value: String, code: String)) async throws {
        try await refuse("{\"\(member)\":\(row.value)}", ["\(member) \(row.code)"])
    }

    @Test(arguments: ["1.001", "1.0000001", "2", "100"])
    func progressBeyondTheWholeIsNamed(value: String) async throws {
        // Rule U3.
        for member in ["progress", "progress_delta"] {
            try await refuse("{\"\(member)\":\(value)}", ["\(member) MAX_VALUE"])
        }
    }

    @Test(
        arguments: ["correct", "time_spent"],
        [
            ("-0.001", "MIN_VALUE"), ("-1e300", "MIN_VALUE"), ("1e300", "MAX_VALUE"), ("1e400", "INVALID"),
            ("-1e400", "INVALID"), ("\"NaN\"", "INVALID"), ("\"1\"", "INVALID"), ("null", "NULL"), ("{}", "INVALID"),
        ]
    )
    func numberOfAnInteractionIsNamed(member: String, row: (value: String, code: String)) async throws {
        // A good one beside it goes the same way (rules I3, C9).
        let bad = Self.interaction((member, row.value))
        try await refuse(
            "{\"interactions\":[\(question("good", "1")),\(bad)],\"progress\":1}",
            ["interactions.\(member) \(row.code)"]
        )
    }

    @Test(arguments: [
        #"{"progress":NaN}"#, #"{"progress":Infinity}"#, #"{"time_spent_delta":-Infinity}"#, #"{"progress":.5}"#,
        #"{"progress":1.}"#, #"{"progress":0x1}"#, #"{"progress":+1}"#, #"{"progress":01}"#, #"{"progress":1e}"#,
        #"{"interactions":[{"item":"a","correct":NaN,"time_spent":1,"answer":{}}]}"#,
    ])
    func wordThatIsNoNumberIsNoJSON(body: String) async throws {
        // Rule C6.
        let before = try await world.everything()
        let answer = try await ada.update(session, body)
        #expect(answer.status == 400)
        #expect(answer.string("detail")?.hasPrefix("JSON parse error - ") == true)
        #expect(try await world.everything() == before)
    }

    @Test(arguments: [
        ("1e-400", "0"), ("0.\(String(repeating: "9", count: 400))", "1"), ("0e999", "0"), ("-0", "0"), ("1e0", "1"),
        ("0.5\(String(repeating: "0", count: 700))", "0.5"),
    ])
    func numberOfManyDigitsIsANumber(value: String, progress: String) async throws {
        // Kolibri fails at a progress of hundreds of digits.
        try await ada.report(session, "{\"progress\":\(value)}")
        #expect(try await ada.start(exercise, #","mastery_model":{"type":"do_all"}"#).raw("progress") == progress)
    }

    // MARK: Time

    @Test(arguments: ["2592000.001", "2592001", "1472231803", "100000000000"])
    func timeLongerThanCanBeIsNamed(seconds: String) async throws {
        // Rule U11: an update covers thirty days at most.
        try await refuse("{\"time_spent_delta\":\(seconds)}", ["time_spent_delta MAX_VALUE"])
        let interaction = Self.interaction(("time_spent", seconds))
        try await refuse("{\"interactions\":[\(interaction)]}", ["interactions.time_spent MAX_VALUE"])
    }

    @Test func longestTimeIsTaken() async throws {
        try await ada.report(session, #"{"time_spent_delta":2592000}"#)
        try await ada.answer(session, Self.interaction(("time_spent", "2592000")))
        #expect(try await ada.masteryLog(exercise, of: ada).raw("0.time_spent") == "2592005")
        #expect(try await ada.attemptLog("item=a").string("0.start_timestamp") == "2026-05-02T09:00:00Z")
    }

    @Test(arguments: ["content_sessions", "content_summaries", "tries"])
    func sumOfTimesStaysATime(table: String) async throws {
        // A century, which nobody spends in steps of thirty days.
        try await world.store.write { _ = try $0.execute("UPDATE \(table) SET time_spent = 3155759999", []) }
        try await ada.report(session, #"{"time_spent_delta":1}"#)
        try await refuse(#"{"time_spent_delta":1,"progress":1}"#, ["time_spent_delta MAX_VALUE"])
        try await refuse(
            "{\"time_spent_delta\":0.5,\"interactions\":[\(question("a", "1"))]}",
            ["time_spent_delta MAX_VALUE"]
        )
    }

    // MARK: Texts

    @Test(arguments: ["item", "simple_answer"])
    func longTextOfAnInteractionIsNamed(member: String) async throws {
        // Rule I18 wants at least 500 characters; ours are 8 192 bytes.
        for (count, character) in [(8_193, "x"), (4_097, "ü"), (500_000, "x")] {
            let bad = Self.interaction((member, Self.text(count, character)))
            try await refuse("{\"interactions\":[\(bad)]}", ["interactions.\(member) MAX_LENGTH"])
        }
        let long = Self.text(8_192)
        try await ada.answer(
            session,
            Self.interaction((member, long)),
            Self.interaction((member, Self.text(4_096, "ü")))
        )
        let logs = try await ada.attemptLog()
        #expect((logs.json.elements ?? []).contains { $0[member]?.textString == long })
    }

    @Test(arguments: [
        (#""\u0000""#, "NULL_CHARACTERS_NOT_ALLOWED"), (#""a\u0000b""#, "NULL_CHARACTERS_NOT_ALLOWED"),
        (#""\ud800""#, "SURROGATE_CHARACTERS_NOT_ALLOWED"), (#""\udc00x""#, "SURROGATE_CHARACTERS_NOT_ALLOWED"),
        ("5", "INVALID"), ("true", "INVALID"), ("[]", "INVALID"), ("null", "NULL"),
    ])
    func textThatIsNoneIsNamed(value: String, code: String) async throws {
        for member in ["item", "simple_answer"] {
            let bad = Self.interaction((member, value))
            try await refuse("{\"interactions\":[\(bad)]}", ["interactions.\(member) \(code)"])
        }
    }

    // MARK: Objects

    @Test func largeAnswerIsNamed() async throws {
        for bytes in [65_537, 900_000] {
            let bad = Self.interaction(("answer", Self.object(bytes)))
            try await refuse("{\"interactions\":[\(bad)]}", ["interactions.answer MAX_LENGTH"])
        }
        try await ada.answer(session, Self.interaction(("answer", Self.object(65_536))))
        #expect(try await ada.attemptLog("item=a").raw("0.answer") == Self.object(65_536))
    }

    @Test func largeExtraFieldsAreNamed() async throws {
        for bytes in [524_289, 1_000_000] {
            try await refuse("{\"extra_fields\":\(Self.object(bytes))}", ["extra_fields MAX_LENGTH"])
        }
        try await ada.report(session, "{\"extra_fields\":\(Self.object(524_288))}")
        let answer = try await ada.start(exercise, #","mastery_model":{"type":"do_all"}"#)
        #expect(answer.raw("extra_fields") == Self.object(524_288))
    }

    @Test(arguments: ["[]", "\"{}\"", "5", "true", "null"])
    func objectThatIsNoneIsNamed(value: String) async throws {
        let code = value == "null" ? "NULL" : "NOT_A_DICT"
        try await refuse("{\"extra_fields\":\(value)}", ["extra_fields \(code)"])
        let bad = Self.interaction(("answer", value))
        try await refuse("{\"interactions\":[\(bad)]}", ["interactions.answer \(code)"])
    }

    // MARK: Lists

    @Test func tooManyInteractionsAreNamed() async throws {
        for count in [501, 5_000] {
            let list = Array(repeating: Self.interaction(), count: count).joined(separator: ",")
            try await refuse("{\"interactions\":[\(list)]}", ["interactions.non_field_errors MAX_LENGTH"])
        }
        let many = (0..<500).map { Self.interaction(("item", "\"q\($0)\"")) }
        try await ada.report(session, "{\"interactions\":[\(many.joined(separator: ","))]}")
        #expect(try await ada.attemptLog("page_size=1").raw("count") == "501")
    }

    @Test(arguments: ["{}", "\"[]\"", "5"])
    func interactionsThatAreNoListAreNamed(value: String) async throws {
        try await refuse("{\"interactions\":\(value)}", ["interactions.non_field_errors INVALID"])
    }

    @Test func refusalOfManyBadInteractionsNamesEach() async throws {
        let list = Array(repeating: Self.interaction(("correct", "2")), count: 3).joined(separator: ",")
        try await refuse("{\"interactions\":[\(list)]}", Array(repeating: "interactions.correct MAX_VALUE", count: 3))
    }
}
