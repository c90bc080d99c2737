import Model
import Testing

@testable import ProgressCore

/// How deep a body may nest: deeper ones are refused, and nothing is written (rule C10).
@Suite struct BoundsDepthTests {
    private let world: CoreWorld
    private let ada: Caller
    private let session: String

    init() async throws {
        world = try CoreWorld()
        ada = world.embed("ada")
        session = try await ada.open(TestContent())
    }

    /// An object with so many arrays in one another.
    private static func nested(_ depth: Int) -> String {
        "{\"v\":\(String(repeating: "[", count: depth))\(String(repeating: "]", count: depth))}"
    }

    private static func answer(_ value: String) -> String {
        #"{"interactions":[{"item":"a","correct":1,"time_spent":1,"answer":\#(value)}]}"#
    }

    private func refused(_ body: String) async throws -> Answer {
        let before = try await world.everything()
        let answer = try await ada.update(session, body)
        #expect(answer.status == 400)
        #expect(answer.text.utf8.count < 1_000)
        #expect(try await world.everything() == before)
        return answer
    }

    @Test(arguments: [65, 1_000, 200_000])
    func deepExtraFieldsAreRefused(depth: Int) async throws {
        _ = try await refused("{\"extra_fields\":\(Self.nested(depth))}")
    }

    @Test(arguments: [65, 1_000, 200_000])
    func deepAnswersAreRefused(depth: Int) async throws {
        _ = try await refused(Self.answer(Self.nested(depth)))
    }

    @Test(arguments: ["[", "{\"a\":"])
    func bodyThatNeverEndsIsRefused(opening: String) async throws {
        let answer = try await refused(String(repeating: opening, count: 200_000))
        #expect(answer.string("detail")?.hasPrefix("JSON parse error - ") == true)
    }

    @Test func deepMembersThatAreIgnoredAreRefusedToo() async throws {
        _ = try await refused(#"{"progress":1,"unknown":\#(Self.nested(1_000))}"#)
    }

    @Test func ordinaryDepthIsKept() async throws {
        let value = Self.nested(30)
        try await ada.report(session, "{\"extra_fields\":\(value)}")
        try await ada.report(session, Self.answer(value))
        #expect(try await ada.attemptLog().raw("0.answer") == value)
        #expect(try await ada.attemptLog()["0.interaction_history"]?.elements?.first?["answer"]?.textString == value)
    }

    @Test func startsAreBoundedAsWell() async throws {
        let before = try await world.everything()
        for (extra, problems) in [
            (#","mastery_model":{"type":"m_of_n","m":1,"n":1001}"#, ["mastery_model.n MAX_VALUE"]),
            (#","mastery_model":{"type":"m_of_n","m":1e400,"n":5}"#, ["mastery_model.m INVALID"]),
            (#","mastery_model":{"type":"m_of_n","m":9223372036854775807,"n":5}"#, ["mastery_model.m INVALID"]),
            (#","mastery_model":{"type":"m_of_n","m":99999999999999999999,"n":5}"#, ["mastery_model.m INVALID"]),
        ] {
            let answer = try await ada.start(TestContent(kind: "exercise"), extra)
            #expect(answer.status == 400, "\(extra)")
            #expect(answer.problems == problems, "\(extra)")
        }
        let kind = String(repeating: "k", count: 100_000)
        let answer = try await ada.start(TestContent(kind: kind))
        #expect(answer.problems == ["kind INVALID_CHOICE"])
        #expect(answer.text.utf8.count < 1_000)
        #expect(try await world.everything() == before)
    }
}
