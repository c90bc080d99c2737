import Directory
import Model
import TestSupport
import Testing

/// Entity tags, `If-None-Match`, 304 and HEAD (contract §1, §7.5).
@Suite(.timeLimit(.minutes(3)))
struct ConditionalReadTests {
    /// A condition in which `TAG` stands for the current tag, and whether it answers 304.
    struct Condition: Sendable, CustomTestStringConvertible {
        let fields: [String]
        let matches: Bool

        init(_ fields: String..., matches: Bool) {
            self.fields = fields
            self.matches = matches
        }

        var testDescription: String { fields.joined(separator: " + ") }
    }

    @Test(
        arguments: [
            Condition("TAG", matches: true), Condition("W/TAG", matches: true), Condition("*", matches: true),
            Condition("\"x\", TAG", matches: true), Condition("\"x\",W/TAG , \"y\"", matches: true),
            Condition("\"x\"", "TAG", matches: true), Condition(" TAG ", matches: true),
            Condition("\"x\"", matches: false), Condition("", matches: false), Condition("W/\"x\"", matches: false),
            Condition("w/TAG", matches: false), Condition("TAGx", matches: false), Condition("\"\"", matches: false),
            Condition("\"x\"", "\"y\"", matches: false), Condition(",,", matches: false),
        ],
        [ServerMode.inProcessHot, .inProcessPlain, .remote]
    )
    func conditionIsRead(condition: Condition, mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await world.seed()
        try await withServer(world, mode) { server in
            let first = try await server.exchange(server.progressHead())
            let tag = try #require(first["ETag"])
            let fields = condition.fields.map { "If-None-Match: " + $0.replacing("TAG", with: tag) }
            let answer = try await server.exchange(server.progressHead("user-123", fields))
            #expect(answer.status == (condition.matches ? 304 : 200))
            #expect(answer["ETag"] == tag)
            #expect(answer["Cache-Control"] == "private, no-cache")
            #expect(answer["Vary"] == "Authorization")
            #expect(answer.bytes == (condition.matches ? [] : first.bytes))
            #expect(answer["Content-Type"] == (condition.matches ? nil : "application/json; charset=utf-8"))
        }
    }

    @Test func tagIsTheSameInEveryModeAndForEveryToken() async throws {
        let world = try await TestWorld()
        try await world.seed { $0.score = 1 }
        let other = try await world.issueToken(
            APITokenDraft(name: "Narrow", scopes: ScopeSet([.progressRead]), rateLimit: 5)
        )
        var tags: Set<String> = []
        for mode in ServerMode.allCases {
            tags.formUnion(
                try await withServer(world, mode) { server in
                    let first = try await server.get(world.progressPath())
                    let second = try await server.get(world.progressPath(), token: other.text)
                    let tag = try #require(first["ETag"])
                    #expect(tag.hasPrefix("\"") && tag.hasSuffix("\"") && tag.count > 2)
                    #expect(second["ETag"] == tag)
                    return [tag]
                }
            )
        }
        #expect(tags.count == 1)
    }

    @Test func lookingAtARecordDoesNotChangeItsTag() async throws {
        let world = try await TestWorld()
        try await world.seed()
        try await withServer(world) { server in
            let tag = try await server.get(world.progressPath())["ETag"]
            world.clock.advance(seconds: 3_600)
            #expect(try await server.get(world.progressPath())["ETag"] == tag)
            // Another learner's change is none of this record's.
            try await world.seed("someone else")
            #expect(try await server.get(world.progressPath())["ETag"] == tag)
        }
    }

    @Test(arguments: ServerMode.allCases)
    func everyChangeMovesTheTag(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await withServer(world, mode) { server in
            let session = try await PlayerSession.start(server, token: world.embedToken())
            var tags: [String] = []
            // The clock stands still: the tag must not lean on time alone.
            for step in 0..<5 {
                let answer = try await server.get(world.progressPath())
                tags.append(try #require(answer["ETag"]))
                try await session.say(#"{"currentStepIndex":\#(step)}"#)
            }
            #expect(Set(tags).count == 5)
        }
    }

    @Test(arguments: ServerMode.allCases)
    func headIsGetWithoutBody(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await world.seed()
        try await withServer(world, mode) { server in
            let token = ["Authorization: Bearer \(world.token.text)"]
            for path in [
                world.progressPath(), "/api/public/token", "/api/public/lessons", world.progressPath("nobody"),
            ] {
                let get = try await server.exchange(server.head("GET", path, token))
                let head = try await server.exchange(server.head("HEAD", path, token), hasBody: false)
                #expect(head.status == get.status)
                for name in ["Content-Type", "Content-Length", "ETag", "Cache-Control", "Vary"] {
                    #expect(head[name] == get[name], "\(name) of \(path)")
                }
            }
            let tag = try #require(try await server.get(world.progressPath())["ETag"])
            let unchanged = try await server.exchange(
                server.head("HEAD", world.progressPath(), token + ["If-None-Match: \(tag)"]),
                hasBody: false
            )
            #expect(unchanged.status == 304)
        }
    }

    @Test(arguments: [ServerMode.inProcessHot, .inProcessPlain])
    func connectionGoesOnAfterAnswersWithoutBody(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await world.seed()
        try await withServer(world, mode) { server in
            let tag = try #require(try await server.exchange(server.progressHead())["ETag"])
            try await server.connect { connection in
                for _ in 0..<3 {
                    try await connection.send(server.progressHead("user-123", ["If-None-Match: \(tag)"]))
                    #expect(try await connection.response().status == 304)
                    let head = server.head("HEAD", world.progressPath(), ["Authorization: Bearer \(world.token.text)"])
                    try await connection.send(head)
                    #expect(try await connection.response(hasBody: false).status == 200)
                    try await connection.send(server.progressHead())
                    #expect(try await connection.response().status == 200)
                }
            }
        }
    }

    @Test func otherReadsHaveTagsAsWell() async throws {
        let world = try await TestWorld()
        try await world.seed(user: "lti-7")
        try await withServer(world) { server in
            for path in ["/api/public/token", "/api/public/lessons", "/api/public/lessons?limit=1", world.ltiPath()] {
                let first = try await server.get(path)
                let tag = try #require(first["ETag"])
                let same = try await server.get(path, headers: [("If-None-Match", tag)])
                #expect(same.status == 304, "\(path)")
                #expect(same["RateLimit"] == first["RateLimit"])
                #expect(same.bytes.isEmpty)
            }
            let before = try await server.get("/api/public/lessons")["ETag"]
            _ = try await world.makeLesson()
            let after = try await server.get("/api/public/lessons", headers: [("If-None-Match", before ?? "")])
            #expect(after.status == 200)
            #expect(after["ETag"] != before)
        }
    }
}
