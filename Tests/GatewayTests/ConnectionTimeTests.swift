import Gateway
import Model
import Synchronization
import TestSupport
import Testing

/// Connections that are idle or too slow are closed, others are not (issue 2: memory bounded, clear closes).
@Suite(.timeLimit(.minutes(3)))
struct ConnectionTimeTests {
    private static let here: [ServerMode] = [.inProcessHot, .inProcessPlain]

    /// Waits for the server's close and tells how long it took.
    private func secondsToClose(_ connection: RawConnection) async -> Double {
        let start = ContinuousClock.now
        _ = await connection.rest()
        return (ContinuousClock.now - start) / .seconds(1)
    }

    @Test(arguments: here)
    func idleConnectionIsClosed(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await world.seed()
        try await withServer(world, mode) {
            $0.idleTimeoutSeconds = 1
        } _: { server in
            let silent = try await server.connect { await secondsToClose($0) }
            #expect(silent > 0.5 && silent < 10)
            for path in [world.progressPath(), "/api/public/lessons"] {
                let idle = try await server.connect { connection in
                    let head = server.head("GET", path, ["Authorization: Bearer \(world.token.text)"])
                    try await connection.send(head + head)
                    for _ in 0..<2 { #expect(try await connection.response().status == 200) }
                    return await secondsToClose(connection)
                }
                #expect(idle > 0.5 && idle < 10)
            }
        }
    }

    /// Requests that never come to their end.
    @Test(
        arguments: [
            "GET /", "GET / HTTP/1.1\r\nHost: x\r\n", "G", "\r\n", "GET / HTTP/1.0\r\nHost: x\r\n",
            "POST /api/public/sign-token HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer TOKEN\r\nContent-Length: 10\r\n\r\n123",
            "POST /api/public/sign-token HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer TOKEN\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n5\r\n1",
        ],
        here
    )
    func unfinishedRequestIsClosed(text: String, mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await withServer(world, mode) { settings in
            settings.receiveTimeoutSeconds = 1
            settings.idleTimeoutSeconds = 3
        } _: { server in
            let (seconds, status) = try await server.connect { connection in
                try await connection.send(text.replacing("TOKEN", with: world.token.text))
                let start = ContinuousClock.now
                let answers = await connection.allResponses()
                return ((ContinuousClock.now - start) / .seconds(1), answers.first?.status)
            }
            #expect(seconds > 0.5 && seconds < 15)
            #expect(status == nil || status == 400)
        }
    }

    @Test(arguments: here)
    func clientThatDripsBytesIsClosed(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await withServer(world, mode) { settings in
            settings.receiveTimeoutSeconds = 1
            settings.idleTimeoutSeconds = 3
        } _: { server in
            let isClosed = try await server.connect { connection in
                try await connection.send("GET / HTTP/1.1\r\nHost: x\r\nX: ")
                // A byte now and then keeps nothing open.
                return await eventually { (try? await connection.send("x")) == nil }
            }
            #expect(isClosed)
        }
    }

    @Test(arguments: here)
    func clientThatWaitsForItsAnswerIsNotIdle(mode: ServerMode) async throws {
        let world = try await TestWorld()
        let core = SlowCore()
        try await withServer(world, mode, core: core) {
            $0.idleTimeoutSeconds = 1
        } _: { server in
            let answer = try await server.connect { connection in
                try await connection.send(server.progressHead())
                return try await connection.response()
            }
            #expect(answer.status == 404)
            #expect(core.waited > .seconds(2))
        }
    }
}

/// A core that needs longer than the idle time-out.
private final class SlowCore: CoreClient {
    private let time = Mutex(Duration.zero)

    var waited: Duration { time.withLock { $0 } }

    var immediateProgress: (any ImmediateProgress)? { nil }

    func respond(to request: CoreRequest) async throws -> CoreResponse {
        let start = ContinuousClock.now
        // The time is what is tested: nothing else tells that a server would have lost its patience.
        try await Task.sleep(for: .milliseconds(2_500))
        time.withLock { $0 = ContinuousClock.now - start }
        return CoreResponse(status: 404, body: Array("[]".utf8))
    }
}
