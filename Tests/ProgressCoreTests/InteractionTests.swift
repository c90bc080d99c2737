import Model
import Testing

/// What an interaction must say (rules I1–I3).
@Suite struct InteractionTests {
    private let world: CoreWorld
    private let learner: Caller
    private let video = TestContent()

    init() throws {
        world = try CoreWorld()
        learner = world.embed()
    }

    /// A good interaction with some members replaced; nil drops one.
    private static func interaction(_ changes: [String: String?]) -> String {
        var members: [String: String] = [
            "item": "\"q1\"", "correct": "1", "time_spent": "4", "answer": #"{"value":1}"#,
        ]
        for (name, value) in changes { members[name] = value }
        return "{" + members.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
    }

    @Test(
        arguments: [
            (["item": nil], ["item REQUIRED"]), (["item": "\"\""], ["item BLANK"]),
            (["item": "\"  \""], ["item BLANK"]),
            (["item": "5"], ["item INVALID"]), (["item": "null"], ["item NULL"]),
            (["item": #""a\u0000b""#], ["item NULL_CHARACTERS_NOT_ALLOWED"]),
            (["item": #""a\ud800b""#], ["item SURROGATE_CHARACTERS_NOT_ALLOWED"]),
            (["item": "\"\(String(repeating: "q", count: 8_193))\""], ["item MAX_LENGTH"]),
            (["correct": nil], ["correct REQUIRED"]), (["correct": "2"], ["correct MAX_VALUE"]),
            (["correct": "-0.1"], ["correct MIN_VALUE"]), (["correct": "true"], ["correct INVALID"]),
            (["time_spent": nil], ["time_spent REQUIRED"]), (["time_spent": "-1"], ["time_spent MIN_VALUE"]),
            (["time_spent": "1e400"], ["time_spent INVALID"]), (["time_spent": "1e11"], ["time_spent MAX_VALUE"]),
            (["answer": nil], ["non_field_errors INVALID"]), (["answer": "\"text\""], ["answer NOT_A_DICT"]),
            (["answer": "[]"], ["answer NOT_A_DICT"]), (["answer": "null"], ["answer NULL"]),
            (["answer": "{\"a\":\"\(String(repeating: "x", count: 65_536))\"}"], ["answer MAX_LENGTH"]),
            (["answer": nil, "hinted": "true"], ["non_field_errors INVALID"]),
            (["answer": nil, "error": "false"], ["non_field_errors INVALID"]),
            (["simple_answer": "5"], ["simple_answer INVALID"]), (["simple_answer": "null"], ["simple_answer NULL"]),
            (["complete": "\"perhaps\""], ["complete INVALID"]), (["hinted": "1"], ["hinted INVALID"]),
            (["error": "\"yes\""], ["error INVALID"]), (["replace": "null"], ["replace NULL"]),
            (["id": "\"zz\""], ["id INVALID"]), (["id": "null"], ["id NULL"]),
            (
                ["item": nil, "correct": nil, "time_spent": nil, "answer": nil],
                ["item REQUIRED", "correct REQUIRED", "time_spent REQUIRED"]
            ),
        ] as [([String: String?], [String])]
    )
    func wrongMembersAreNamed(changes: [String: String?], problems: [String]) async throws {
        let session = try await learner.open(video)
        let wrong = Self.interaction(changes)
        let good = Self.interaction([:])
        // One bad interaction refuses the whole update.
        let answer = try await learner.update(session, "{\"progress\":1,\"interactions\":[\(good),\(wrong)]}")
        #expect(answer.status == 400)
        #expect(answer.problems == problems.map { "interactions.\($0)" })
        #expect(try await learner.start(video).number("progress") == 0)
        #expect(try await world.column("SELECT id FROM attempts") == [])
    }

    @Test(arguments: ["5", "null", "[]", "\"q1\""])
    func interactionThatIsNoObjectIsNamed(element: String) async throws {
        let session = try await learner.open(video)
        let answer = try await learner.update(session, "{\"interactions\":[\(element)]}")
        #expect(answer.status == 400)
        #expect(answer.problems == ["interactions.non_field_errors INVALID"])
    }

    @Test(
        arguments: [
            ["simple_answer": "\"\""], ["answer": nil, "error": "true"], ["answer": "{}"], ["correct": "0.5"],
            ["time_spent": "0"], ["item": "\"\(String(repeating: "q", count: 500))\""], ["colour": "\"red\""],
        ] as [[String: String?]]
    )
    func rightMembersAreTaken(changes: [String: String?]) async throws {
        let session = try await learner.open(video)
        #expect(try await learner.answer(session, Self.interaction(changes)).status == 200)
    }

    @Test func moreInteractionsThanAPlayerGathersAreRefused() async throws {
        let session = try await learner.open(video)
        let many = Array(repeating: Self.interaction([:]), count: 501).joined(separator: ",")
        let answer = try await learner.update(session, "{\"interactions\":[\(many)]}")
        #expect(answer.problems == ["interactions.non_field_errors MAX_LENGTH"])
    }
}
