import Credentials
import Directory
import Gateway
import Model
import NIOCore
import NIOPosix
import ServiceLifecycle
import TestSupport
import Testing

/// A core that is away, slow or odd (design §2, contract §7.4).
@Suite(.timeLimit(.minutes(3)))
struct RemoteCoreTests {
    private static let failed = #"{"error":"Failed to fetch progress data"}"#

    private func remoteCore(_ world: TestWorld, _ url: String, deadlineMs: Int = 5_000) -> RemoteCore {
        RemoteCore(baseURL: url, signing: CallSigner(keys: world.keys), deadlineMs: deadlineMs, clock: world.clock.wall)
    }

    private func socketURL(_ world: TestWorld) -> String {
        "http+unix://" + PercentCoding.encode(world.folder + "/core.sock")
    }

    @Test func readsAreUnavailableWhileTheCoreIsAway() async throws {
        let world = try await TestWorld()
        // Nothing listens on the ports below 10 of this machine.
        for url in ["http://127.0.0.1:9", socketURL(world)] {
            try await withServer(world, .remote, core: remoteCore(world, url)) { server in
                for path in [world.progressPath(), world.ltiPath()] {
                    let answer = try await server.get(path)
                    #expect(answer.summary == "503 \(Self.failed)")
                    #expect(answer["Retry-After"] == "1")
                    #expect(answer["Cache-Control"] == "no-store")
                    #expect(answer["RateLimit"] != nil)
                }
                let body = PlayerSession.body(step: world.lesson.steps[0])
                let logger = try await server.send(
                    "POST",
                    "/api/logger/contentsession",
                    token: world.embedToken(),
                    body: body
                )
                #expect(logger.summary == #"503 {"error":"The progress core is not reachable"}"#)
                #expect(logger["Retry-After"] == "1")
                #expect(logger["Access-Control-Allow-Origin"] == "*")
                // What needs no core goes on, and what is wrong is wrong all the same.
                #expect(try await server.get("/api/public/token").status == 200)
                #expect(try await server.get("/api/public/lessons").status == 200)
                #expect(try await server.get(world.progressPath("%00")).status == 422)
                #expect(try await server.get(world.progressPath(), token: nil).status == 401)
            }
        }
    }

    @Test func breakerOpensAndClosesAgain() async throws {
        let world = try await TestWorld()
        try await world.seed()
        try await withServer(world, .remoteUnixSocket, core: remoteCore(world, socketURL(world))) { server in
            for _ in 0..<5 {
                let answer = try await server.get(world.progressPath())
                #expect(answer.status == 503)
            }
            try await withCoreServer(world, .remoteUnixSocket) { _ in
                // The core is back, but nobody asks it yet.
                let early = try await server.get(world.progressPath())
                #expect(early.summary == "503 \(Self.failed)")
                world.clock.advance(seconds: 1)
                #expect(try await server.get(world.progressPath()).status == 200)
                #expect(try await server.get(world.progressPath()).status == 200)
            }
        }
    }

    @Test func fewFailuresDoNotOpenTheBreaker() async throws {
        let world = try await TestWorld()
        try await world.seed()
        try await withServer(world, .remoteUnixSocket, core: remoteCore(world, socketURL(world))) { server in
            for _ in 0..<3 {
                for _ in 0..<4 {
                    let answer = try await server.get(world.progressPath())
                    #expect(answer.status == 503)
                }
                try await withCoreServer(world, .remoteUnixSocket) { _ in
                    let answer = try await server.get(world.progressPath())
                    #expect(answer.status == 200)
                }
            }
        }
    }

    @Test(arguments: ["GET", "PUT"])
    func deadlineHoldsForACoreThatNeverAnswers(method: String) async throws {
        let world = try await TestWorld()
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(listener.localAddress?.port)
        let core = remoteCore(world, "http://127.0.0.1:\(port)", deadlineMs: 300)
        try await withServer(world, .remote, core: core) { server in
            let start = ContinuousClock.now
            let isRead = method == "GET"
            let answer = try await server.send(
                method,
                isRead ? world.progressPath() : "/api/logger/contentsession/\(SessionID.random())",
                token: isRead ? world.token.text : world.embedToken(),
                body: isRead ? nil : "{}"
            )
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            #expect(answer.status == 503)
            #expect(answer["Retry-After"] == "1")
            #expect(seconds > 0.25 && seconds < 5)
        }
        try await listener.close()
    }

    /// What a core answers, and what becomes of it.
    struct Case: Sendable, CustomTestStringConvertible {
        let answer: CoreResponse
        let status: Int
        var retryAfter: String?

        var testDescription: String { "\(answer.status) → \(status)" }
    }

    @Test(arguments: [
        Case(answer: CoreResponse(status: 500, body: Array("secret".utf8)), status: 500),
        Case(answer: CoreResponse(status: 401, body: []), status: 500),
        Case(answer: CoreResponse(status: 400, body: []), status: 500),
        Case(answer: CoreResponse(status: 200, body: Array("{}".utf8)), status: 500),
        Case(answer: CoreResponse(status: 503, retryAfterSeconds: 7, body: []), status: 503, retryAfter: "7"),
        Case(answer: CoreResponse(status: 503, body: []), status: 503, retryAfter: "1"),
    ])
    func unexpectedAnswerTellsNothing(example: Case) async throws {
        let world = try await TestWorld()
        try await withServer(world, .remote, core: FixedCore(answer: example.answer)) { server in
            let answer = try await server.get(world.progressPath())
            #expect(answer.summary == "\(example.status) \(Self.failed)")
            #expect(answer["Retry-After"] == example.retryAfter)
            #expect(answer["ETag"] == nil)
        }
    }

    @Test func failureOfAnyOtherKindTellsNothing() async throws {
        let world = try await TestWorld()
        try await withServer(world, .remote, core: FixedCore(answer: nil)) { server in
            let read = try await server.get(world.progressPath())
            #expect(read.status == 500)
            #expect(!read.text.contains("Surprise"))
            let body = PlayerSession.body(step: world.lesson.steps[0])
            let write = try await server.send(
                "POST",
                "/api/logger/contentsession",
                token: world.embedToken(),
                body: body
            )
            #expect(write.status == 500)
            #expect(!write.text.contains("Surprise"))
        }
    }
}

/// A core that always answers the same, or fails.
private struct FixedCore: CoreClient {
    struct Surprise: Error {}

    let answer: CoreResponse?

    var immediateProgress: (any ImmediateProgress)? { nil }

    func respond(to request: CoreRequest) async throws -> CoreResponse {
        guard let answer else { throw Surprise() }
        return answer
    }
}
