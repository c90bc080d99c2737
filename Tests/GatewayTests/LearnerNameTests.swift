import Model
import TestSupport
import Testing

/// Learner and lesson ids in paths (contract §1, §7.1, §7.4).
@Suite(.timeLimit(.minutes(3)))
struct LearnerNameTests {
    private static let notFound = #"404 {"error":"No progress found for this learner and lesson"}"#

    private func read(_ server: TestServer, _ path: String) async throws -> TestResponse {
        try await server.exchange(server.head("GET", path, ["Authorization: Bearer \(server.world.token.text)"]))
    }

    /// A learner and how a path may spell it.
    struct Spelling: Sendable, CustomTestStringConvertible {
        let learner: String
        let paths: [String]

        init(_ learner: String, _ paths: String...) {
            self.learner = learner
            self.paths = paths
        }

        var testDescription: String { String((paths.first ?? "").prefix(60)) }
    }

    @Test(
        arguments: [
            Spelling("user-123", "user-123", "user%2D123", "%75ser-123", "%75%73%65%72%2d%31%32%33"),
            Spelling("a/b", "a%2Fb", "a%2fb"), Spelling("/", "%2F"), Spelling("a/../b", "a%2F..%2Fb"),
            Spelling("a+b", "a+b", "a%2Bb"), Spelling("a b", "a%20b"), Spelling("a%2Fb", "a%252Fb"),
            Spelling("100%", "100%25"), Spelling("q?x=1#f", "q%3Fx=1%23f"),
            Spelling("a;b,c=d", "a;b,c=d", "a%3Bb%2Cc%3Dd"),
            Spelling("me@example.org", "me@example.org", "me%40example.org"), Spelling("a:b~c!$&'()*", "a:b~c!$&'()*"),
            Spelling("Zoë", "Zo%C3%AB"), Spelling("Zoe\u{308}", "Zoe%CC%88"),
            Spelling("学习者", "%E5%AD%A6%E4%B9%A0%E8%80%85"),
            Spelling("😀", "%F0%9F%98%80"), Spelling("\"\\", "%22%5C"), Spelling("..", "%2E%2E", ".."),
            Spelling(".", ".", "%2E"), Spelling("...", "..."),
            Spelling("\u{200B}\u{FEFF}", "%E2%80%8B%EF%BB%BF"), Spelling(" ", "%20"),
            Spelling(String(repeating: "x", count: 255), String(repeating: "x", count: 255)),
            Spelling(String(repeating: "é", count: 255), String(repeating: "%C3%A9", count: 255)),
        ],
        [ServerMode.inProcessHot, .inProcessPlain, .remote]
    )
    func learnerIsFoundHoweverItIsSpelled(spelling: Spelling, mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await world.seed(spelling.learner)
        try await withServer(world, mode) { server in
            for path in spelling.paths {
                let answer = try await read(server, world.progressPath(path))
                #expect(answer.status == 200, "\(path)")
                // Byte for byte, since Swift's own comparison takes composed and decomposed letters for the same.
                let learner = try answer.json()["learnerId"]?.string.map { Array($0.utf8) }
                #expect(learner == Array(spelling.learner.utf8))
            }
        }
    }

    @Test(
        arguments: [
            "User-123", "user-12", "user-1234", "user-123%20", "%20user-123", "user%252D123", "user_123",
            "user-123%00x",
        ],
        [ServerMode.inProcessHot, .inProcessPlain]
    )
    func otherNamesAreOtherLearners(path: String, mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await world.seed()
        try await withServer(world, mode) { server in
            let answer = try await read(server, world.progressPath(path))
            #expect(answer.status == (path.contains("%00") ? 422 : 404))
        }
    }

    @Test(arguments: [ServerMode.inProcessHot, .inProcessPlain])
    func composedAndDecomposedLettersAreDifferentLearners(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await world.seed("Zo\u{EB}") { $0.totalSteps = 1 }
        try await world.seed("Zoe\u{308}") { $0.totalSteps = 2 }
        try await withServer(world, mode) { server in
            for _ in 0..<2 {
                let composed = try await read(server, world.progressPath("Zo%C3%AB"))
                #expect(try composed.json()["totalSteps"]?.integer == 1)
                let decomposed = try await read(server, world.progressPath("Zoe%CC%88"))
                #expect(try decomposed.json()["totalSteps"]?.integer == 2)
            }
        }
    }

    @Test(
        arguments: [
            String(repeating: "x", count: 256), String(repeating: "%C3%A9", count: 256), "%00", "a%00", "a%0Ab", "%7F",
            "%1F", "%C2%85", "%ff", "a%C3", "%C3%28", "%ED%A0%80", "%F8%88%80%80%80", "%", "%4", "a%zz", "%2", "%C0%AF",
        ],
        [ServerMode.inProcessHot, .inProcessPlain, .remote]
    )
    func nameThatNoLearnerCanHaveIsInvalid(path: String, mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await withServer(world, mode) { server in
            let embed = try await read(server, world.progressPath(path))
            #expect(embed.summary == #"422 {"error":"Invalid learner ID"}"#)
            let lti = try await read(server, world.ltiPath(path))
            #expect(lti.summary == #"422 {"error":"Invalid learner ID"}"#)
        }
    }

    @Test(arguments: [ServerMode.inProcessHot, .inProcessPlain])
    func emptyNameIsAnUnknownRoute(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await withServer(world, mode) { server in
            for path in [
                world.progressPath(""), world.progressPath("a/b"), world.progressPath("a/"),
                world.ltiPath("", query: ""),
            ] {
                let answer = try await read(server, path)
                // The framework takes a slash at the end of a path for nothing.
                #expect(answer.summary == #"404 {"error":"Not found"}"# || path.hasSuffix("a/"), "\(path)")
            }
        }
    }

    // MARK: Lesson

    @Test(arguments: ServerMode.allCases)
    func lessonIsFoundInEitherCase(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await world.seed()
        try await withServer(world, mode) { server in
            let lower = try await read(server, world.progressPath())
            let id = world.lesson.id.description
            for spelling in [
                id.uppercased(), id.replacing("-", with: "%2D"), String(id.prefix(9)).uppercased() + id.dropFirst(9),
            ] {
                let answer = try await read(server, "/api/public/lessons/\(spelling)/progress/user-123")
                #expect(answer.bytes == lower.bytes)
                #expect(answer["ETag"] == lower["ETag"])
            }
        }
    }

    @Test(
        arguments: [
            "x", "550e8400-e29b-41d4-a716-44665544000", "550e8400-e29b-41d4-a716-4466554400000",
            "550e8400e29b41d4a716446655440000", "%7B550e8400-e29b-41d4-a716-446655440000%7D",
            "urn:uuid:550e8400-e29b-41d4-a716-446655440000", "550e8400-e29b-41d4-a716-44665544000g",
            "550e8400_e29b_41d4_a716_446655440000", "%ff", "%00", "550e8400-e29b-41d4-a716-446655440000%20",
            "550e-8400e29b-41d4-a716-446655440000",
        ],
        [ServerMode.inProcessHot, .inProcessPlain]
    )
    func lessonThatIsNoUUIDIsNamed(lesson: String, mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await withServer(world, mode) { server in
            for rest in ["progress/user-123", "lti-progress/u?platformId=p", "progress/%ff"] {
                let answer = try await read(server, "/api/public/lessons/\(lesson)/\(rest)")
                #expect(answer.summary == #"422 {"error":"Invalid lesson ID format"}"#)
            }
        }
    }

    @Test(arguments: [
        "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "550E8400-E29B-71D4-0716-446655440000",
    ])
    func anyVersionOfUUIDIsTaken(lesson: String) async throws {
        let world = try await TestWorld()
        try await withServer(world) { server in
            let answer = try await read(server, "/api/public/lessons/\(lesson)/progress/user-123")
            #expect(answer.summary == Self.notFound)
        }
    }
}
