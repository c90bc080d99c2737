import Model
import Testing

@testable import ProgressCore

@Suite struct BodyReaderTests {
    private let world: CoreWorld
    private let learner: Caller

    init() throws {
        world = try CoreWorld()
        learner = world.embed()
    }

    // MARK: - Bodies (rule C6)

    @Test(arguments: [
        "{bad", "", "{\"progress\": ", "{\"progress\": NaN}", "{\"progress\": Infinity}", "{} {}", "{\"a\":01}",
        "{\"a\":\"\u{1}\"}", String(repeating: "[", count: 100_000), "{\"a\":\(String(repeating: "[", count: 65))",
    ])
    func bodyThatIsNotJSONSaysWhy(body: String) async throws {
        let session = try await learner.open(TestContent())
        for answer in [try await learner.startAnswer(body), try await learner.update(session, body)] {
            #expect(answer.status == 400)
            #expect(answer.names() == ["detail"])
            #expect(answer.string("detail")?.hasPrefix("JSON parse error - ") == true)
        }
    }

    @Test func bodyThatIsNotUTF8IsRefused() async throws {
        let request = CoreRequest(
            method: .post,
            target: "/api/logger/contentsession",
            contentType: "application/json",
            body: Array("{\"kind\":\"".utf8) + [0xFF, 0xFE] + Array("\"}".utf8),
            principal: learner.principal,
            requestID: "test"
        )
        let answer = try Answer(await world.core.respond(to: request))
        #expect(answer.status == 400)
        #expect(answer.string("detail")?.hasPrefix("JSON parse error - ") == true)
    }

    @Test(arguments: [
        ("null", "non_field_errors NULL"), ("[]", "non_field_errors INVALID"), ("5", "non_field_errors INVALID"),
        ("\"text\"", "non_field_errors INVALID"), ("true", "non_field_errors INVALID"),
    ])
    func bodyThatIsNoObjectIsNamed(body: String, problem: String) async throws {
        let session = try await learner.open(TestContent())
        for answer in [try await learner.startAnswer(body), try await learner.update(session, body)] {
            #expect(answer.status == 400)
            #expect(answer.problems == [problem])
        }
    }

    @Test(arguments: ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", "", ";", "text/json"])
    func otherMediaTypesAreRefused(type: String) async throws {
        let answer = try await learner.send(
            .post,
            "/api/logger/contentsession",
            TestContent().body(),
            contentType: type
        )
        #expect(answer.status == 415)
        #expect(answer.string("detail") == "Unsupported media type \"\(type)\" in request.")
    }

    @Test(arguments: [
        nil, "application/json", "APPLICATION/JSON", "application/json; charset=utf-8", "application/json ;x=y",
    ])
    func jsonIsTakenInEverySpelling(type: String?) async throws {
        let answer = try await learner.send(
            .post,
            "/api/logger/contentsession",
            TestContent().body(),
            contentType: type
        )
        #expect(answer.status == 200)
    }

    // MARK: - Members

    private func reader(_ text: String, prefix: String = "") throws -> BodyReader {
        BodyReader(try JSONParser.parse(text), prefix: prefix)
    }

    @Test func absentMembersReadAsNilWithoutAProblem() throws {
        var reader = try reader("{}")
        let id: LessonID? = reader.id("a")
        #expect(id == nil)
        #expect(reader.bool("a") == nil)
        #expect(reader.number("a", in: 0...1) == nil)
        #expect(reader.choice("a", ContentKind.self) == nil)
        #expect(reader.object("a") == nil)
        #expect(reader.text("a", limit: 5, mayBeBlank: true) == nil)
        #expect(reader.list("a", limit: 5) == nil)
        #expect(!reader.has("a"))
        #expect(reader.problems == [])
        #expect(throws: Never.self) { try reader.refuseProblems() }
    }

    @Test func problemsCarryThePrefixAndAreRefusedTogether() throws {
        var reader = try reader(#"{"a":1,"b":null}"#, prefix: "outer.")
        _ = reader.bool("a")
        _ = reader.bool("b")
        #expect(reader.problems.map(\.field) == ["outer.a", "outer.b"])
        #expect(throws: LoggerRefusal.fields(reader.problems)) { try reader.refuseProblems() }
    }

    @Test(
        arguments: [
            ("\"ok\"", "ok", nil), ("\"\"", nil, .blank), ("\" \\t\\n\"", nil, .blank),
            ("\"sixteen bytes!!!\"", nil, .maximumLength),
            ("\"ééé\"", "ééé", nil), ("\"éééé\"", nil, .maximumLength), ("\"a\\u0000\"", nil, .nullCharacter),
            ("\"\\ud800\"", nil, .loneSurrogate), ("\"\\ude00x\"", nil, .loneSurrogate), ("5", nil, .invalid),
            ("null", nil, .null), ("\"\\ud83d\\ude00\"", "😀", nil),
        ] as [(String, String?, FieldProblem.Code?)]
    )
    func textIsCheckedForWhatIsNoCharacter(json: String, value: String?, code: FieldProblem.Code?) throws {
        var reader = try reader("{\"a\":\(json)}")
        #expect(reader.text("a", limit: 7, mayBeBlank: false) == value)
        #expect(reader.problems.map(\.code) == [code].compactMap(\.self))
    }

    @Test func textMayBeBlankWhereThatIsAllowed() throws {
        var reader = try reader(#"{"a":"","b":"  "}"#)
        #expect(reader.text("a", limit: 7, mayBeBlank: true) == "")
        #expect(reader.text("b", limit: 7, mayBeBlank: true) == "  ")
        #expect(reader.problems == [])
    }

    @Test func lastOfRepeatedMembersCounts() throws {
        var reader = try reader(#"{"a":5,"a":true}"#)
        #expect(reader.bool("a") == true)
    }

    @Test func listsAreBounded() throws {
        var reader = try reader(#"{"a":[1,2],"b":[1,2,3]}"#)
        #expect(reader.list("a", limit: 2)?.count == 2)
        #expect(reader.list("b", limit: 2) == nil)
        #expect(reader.problems.map(\.code) == [.maximumLength])
    }
}
