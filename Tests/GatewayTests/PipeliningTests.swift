import Directory
import TestSupport
import Testing

/// Many requests on one connection, answered in order by whoever answers each (design §8).
@Suite(.timeLimit(.minutes(3)))
struct PipeliningTests {
    private static let here: [ServerMode] = [.inProcessHot, .inProcessPlain]

    /// A kind of request: answered on the event loop, by the framework, or refused by it.
    private enum Kind: CaseIterable {
        case hot, unchanged, slow, body, chunked, refused, unknown

        func text(_ server: TestServer, _ id: String, _ token: String, _ tag: String) -> String {
            let world = server.world
            let bearer = "Authorization: Bearer \(token)"
            let fields = [bearer, "X-Request-Id: \(id)"]
            let sign = #"{"lessonId":"\#(world.lesson.id)","learnerId":"a"}"#
            return switch self {
            case .hot: server.head("GET", world.progressPath(), fields)
            case .unchanged: server.head("GET", world.progressPath(), fields + ["If-None-Match: \(tag)"])
            case .slow: server.head("GET", "/api/public/lessons", fields)
            case .body:
                server.head("POST", "/api/public/sign-token", fields + ["Content-Length: \(sign.utf8.count)"]) + sign
            case .chunked:
                server.head("POST", "/api/public/sign-token", fields + ["Transfer-Encoding: chunked"])
                    + "5\r\n\(sign.prefix(5))\r\n\(String(sign.utf8.count - 5, radix: 16))\r\n\(sign.dropFirst(5))\r\n0\r\n\r\n"
            case .refused: server.head("GET", world.progressPath(), ["X-Request-Id: \(id)"])
            case .unknown: server.head("GET", world.progressPath("nobody"), fields)
            }
        }

        var status: Int {
            switch self {
            case .hot, .slow, .body, .chunked: 200
            case .unchanged: 304
            case .refused: 401
            case .unknown: 404
            }
        }
    }

    private func setUp() async throws -> (world: TestWorld, token: String) {
        let world = try await TestWorld()
        try await world.seed()
        return (world, try await world.issueToken(APITokenDraft(name: "Free", rateLimit: 0)).text)
    }

    @Test(arguments: here, [UInt64](1...6))
    func mixedRequestsAreAnsweredInOrder(mode: ServerMode, seed: UInt64) async throws {
        let (world, token) = try await setUp()
        var random = Sequence(state: seed)
        let kinds = (0..<60).map { _ in Kind.allCases.randomElement(using: &random) ?? .hot }
        try await withServer(world, mode) { server in
            let tag = try #require(try await server.get(world.progressPath())["ETag"])
            let text = kinds.enumerated().map { $1.text(server, "r\($0)", token, tag) }.joined()
            try await server.connect { connection in
                // In pieces that end anywhere.
                var rest = Array(text.utf8)
                while !rest.isEmpty {
                    let count = min(rest.count, Int.random(in: 1...900, using: &random))
                    try await connection.send(Array(rest[..<count]))
                    rest.removeFirst(count)
                }
                for (index, kind) in kinds.enumerated() {
                    let answer = try await connection.response()
                    #expect(answer["X-Request-Id"] == "r\(index)")
                    #expect(answer.status == kind.status)
                }
            }
        }
    }

    @Test(arguments: here)
    func requestMayBeCutAtEveryByte(mode: ServerMode) async throws {
        let (world, token) = try await setUp()
        try await withServer(world, mode) { server in
            let text = Array(server.progressHead("user-123", ["X-Request-Id: cut"], token: token).utf8)
            let whole = try await server.exchange(String(decoding: text, as: UTF8.self))
            try await server.connect { connection in
                for place in 1..<text.count {
                    try await connection.send(Array(text[..<place]))
                    try await connection.send(Array(text[place...]))
                    let answer = try await connection.response()
                    #expect(Transcript.text(answer) == Transcript.text(whole), "cut at \(place)")
                }
                for byte in text { try await connection.send([byte]) }
                let answer = try await connection.response()
                #expect(Transcript.text(answer) == Transcript.text(whole))
            }
        }
    }

    @Test(arguments: here)
    func bodyThatLooksLikeARequestIsNone(mode: ServerMode) async throws {
        let (world, token) = try await setUp()
        try await withServer(world, mode) { server in
            let inner = server.progressHead("user-123", ["X-Request-Id: inner"], token: token)
            let fields = ["Authorization: Bearer \(token)", "X-Request-Id: outer"]
            let hot = server.progressHead("user-123", ["X-Request-Id: after"], token: token)
            let sized = fields + ["Content-Length: \(inner.utf8.count)"]
            let length = String(inner.utf8.count, radix: 16)
            let chunked = fields + ["Transfer-Encoding: chunked"]
            for text in [
                server.head("POST", "/api/public/sign-token", sized) + inner + hot,
                server.head("GET", world.progressPath(), sized) + inner + hot,
                server.head("POST", "/nothing", sized) + inner + hot,
                server.head("POST", "/api/public/sign-token", chunked) + "\(length)\r\n\(inner)\r\n0\r\n\r\n" + hot,
            ] {
                try await server.connect { connection in
                    try await connection.send(text)
                    #expect(try await connection.response()["X-Request-Id"] == "outer")
                    let after = try await connection.response()
                    #expect(after["X-Request-Id"] == "after")
                    #expect(after.status == 200)
                    connection.finish()
                    #expect(await connection.rest() == "")
                }
            }
        }
    }

    @Test(arguments: here)
    func nothingIsAnsweredAfterConnectionClose(mode: ServerMode) async throws {
        let (world, token) = try await setUp()
        try await withServer(world, mode) { server in
            for path in [world.progressPath(), "/api/public/lessons"] {
                let last = server.head("GET", path, ["Authorization: Bearer \(token)", "Connection: close"])
                let after = server.progressHead("user-123", ["X-Request-Id: late"], token: token)
                for pieces in [[last + after], [last, after]] {
                    let text = try await server.connect { connection in
                        for piece in pieces {
                            // The server may have closed before the second piece, which is as good.
                            try? await connection.send(piece)
                            if pieces.count == 2, piece == last { _ = try await connection.response() }
                        }
                        return await connection.rest()
                    }
                    #expect(!text.contains("late"))
                }
            }
        }
    }

    @Test(arguments: here)
    func connectionThatIsHalfClosedStillGetsItsAnswers(mode: ServerMode) async throws {
        let (world, token) = try await setUp()
        try await withServer(world, mode) { server in
            let bearer = ["Authorization: Bearer \(token)"]
            for path in [world.progressPath(), "/api/public/lessons"] {
                try await server.connect { connection in
                    try await connection.send(server.head("GET", path, bearer) + server.head("GET", path, bearer))
                    connection.finish()
                    #expect(try await connection.response().status == 200)
                    #expect(try await connection.response().status == 200)
                    #expect(await connection.rest() == "")
                }
            }
        }
    }
}

/// A repeatable source of numbers (a linear congruential generator), so that a failing case can be run again.
private struct Sequence: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ state >> 33
    }
}
