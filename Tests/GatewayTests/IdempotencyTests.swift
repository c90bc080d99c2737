import Gateway
import Model
import Synchronization
import TestSupport
import Testing

/// `Idempotency-Key` on the writes of `/api/logger`, however the gateway is wired.
@Suite(.timeLimit(.minutes(3)))
struct IdempotencyTests {
    private static let sessions = "/api/logger/contentsession"
    private static let reused = #"422 {"detail":"The idempotency key was used for another request."}"#

    /// The body of a start of an exercise.
    private static func exercise(_ content: ExternalID) -> String {
        """
        {"node_id":"\(content)","content_id":"\(content)","channel_id":"\(content)","kind":"exercise",\
        "mastery_model":{"type":"do_all"}}
        """
    }

    private static func update(_ correct: String = "1") -> String {
        #"{"time_spent_delta":3,"interactions":[{"item":"q","correct":\#(correct),"time_spent":2,"answer":{}}]}"#
    }

    // MARK: The same again

    @Test(arguments: ServerMode.allCases)
    func sameRequestIsCarriedOutOnce(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await withServer(world, mode) { server in
            let token = world.embedToken("ada")
            func send(_ method: String, _ path: String, _ key: String, _ body: String) async throws -> TestResponse {
                try await server.send(method, path, token: token, headers: [("Idempotency-Key", key)], body: body)
            }
            let body = Self.exercise(.random())
            // The first start of a lesson brings its outline on the way, which must not use up the key.
            let started = try await send("POST", Self.sessions, "start-1", body)
            #expect(started.status == 200)
            world.clock.advance(seconds: 30)
            let again = try await send("POST", Self.sessions + "/", "start-1", body)
            #expect(again.summary == started.summary)
            let session = try #require(try started.json()["session_id"]?.string)
            let path = "\(Self.sessions)/\(session)"
            let updated = try await send("PUT", path, "update-1", Self.update())
            #expect(updated.status == 200)
            #expect(try await send("PUT", path, "update-1", Self.update()).summary == updated.summary)
            #expect(try await send("PUT", path, "update-1", Self.update("0")).summary == Self.reused)
            #expect(try await send("PUT", path, "start-1", Self.update()).summary == Self.reused)
            let attempts = try await server.get("/api/logger/attemptlog", token: token)
            #expect(try attempts.json().elements?.count == 1)
            let tries = try await server.get("/api/logger/masterylog?content=&user=", token: token).json()
            #expect(tries.elements?.count == 1)
            #expect(tries.elements?.first?["time_spent"]?.number == 3)
            #expect(try await send("PUT", path, "update-2", Self.update()).status == 200)
            let more = try await server.get("/api/logger/attemptlog", token: token)
            #expect(try more.json().elements?.count == 2)
        }
    }

    @Test(arguments: ServerMode.allCases)
    func parallelCopiesMakeOneAttempt(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await withServer(world, mode) { server in
            let token = world.embedToken("ada")
            let body = Self.exercise(.random())
            let started = try await server.send("POST", Self.sessions, token: token, body: body)
            let session = try #require(try started.json()["session_id"]?.string)
            let answers = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<12 {
                    group.addTask {
                        try await server.send(
                            "PUT",
                            "\(Self.sessions)/\(session)",
                            token: token,
                            headers: [("Idempotency-Key", "k")],
                            body: Self.update()
                        ).summary
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(answers).count == 1)
            #expect(answers.first?.hasPrefix("200 ") == true)
            let attempts = try await server.get("/api/logger/attemptlog", token: token)
            #expect(try attempts.json().elements?.count == 1)
        }
    }

    @Test(arguments: ServerMode.allCases)
    func keysOfTwoLearnersOfOneTokenAreTheirOwn(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await withServer(world, mode) { server in
            let body = Self.exercise(.random())
            func start(_ learner: String) async throws -> String {
                let headers = [("Lectern-Learner", learner), ("idempotency-key", "k")]
                let answer = try await server.send(
                    "POST",
                    Self.sessions,
                    token: world.token.text,
                    headers: headers,
                    body: body
                )
                return try #require(try answer.json()["session_id"]?.string, "\(answer.summary)")
            }
            let ada = try await start("ada")
            let bob = try await start("bob")
            #expect(ada != bob)
            #expect(try await start("ada") == ada)
            #expect(try await start("bob") == bob)
        }
    }

    // MARK: Refusals

    @Test(arguments: ServerMode.allCases)
    func refusedRequestLeavesTheKeyFree(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await withServer(world, mode) { server in
            let token = world.embedToken("ada")
            let headers = [("Idempotency-Key", "k")]
            func send(_ method: String, _ path: String, _ body: String) async throws -> Int {
                try await server.send(method, path, token: token, headers: headers, body: body).status
            }
            let statuses = [
                try await send("POST", Self.sessions, "{}"),
                try await send("PUT", "\(Self.sessions)/\(SessionID.random())", "{}"),
                try await send("PUT", Self.sessions, "{}"),
                try await send("POST", Self.sessions, Self.exercise(.random())),
                try await send("POST", Self.sessions, Self.exercise(.random())),
            ]
            #expect(statuses == [400, 404, 405, 200, 422])
        }
    }

    @Test(arguments: ServerMode.allCases)
    func keyThatIsNoneIsRefused(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await withServer(world, mode) { server in
            let token = world.embedToken("ada")
            let body = Self.exercise(.random())
            let long = String(repeating: "k", count: 256)
            for lines in [
                ["Idempotency-Key: "], ["Idempotency-Key: a b"], ["Idempotency-Key: \(long)"], ["Idempotency-Key: é"],
                ["Idempotency-Key: a\tb"], ["Idempotency-Key: a", "Idempotency-Key: b"],
            ] {
                let fields = ["Authorization: Bearer \(token)", "Content-Type: application/json"]
                let length = "Content-Length: \(body.utf8.count)"
                let head = server.head("POST", Self.sessions, fields + [length] + lines)
                let answer = try await server.exchange(head + body)
                let problem = try answer.json().elements?.first
                #expect(answer.status == 400, "\(lines)")
                #expect(problem?["metadata"]?["field"]?.string == "Idempotency-Key", "\(lines)")
                #expect(problem?["id"]?.string == "INVALID", "\(lines)")
            }
            let tries = try await server.get("/api/logger/masterylog?content=&user=", token: token)
            #expect(tries.summary == "200 []")
        }
    }

    // MARK: The way to the core

    @Test(arguments: [
        nil, "k", "8e03978e-40d5-43e8-bc93-6894a57f9324", "\"quoted\"", "a,b;c=%20",
        String(repeating: "k", count: 255),
    ])
    func keyReachesTheCoreAsItIs(key: String?) async throws {
        let world = try await TestWorld()
        let core = RecordingCore()
        try await withServer(world, core: core) { server in
            let headers = key.map { [("Idempotency-Key", $0)] } ?? []
            let token = world.embedToken("ada")
            for (method, path) in [("POST", Self.sessions), ("PUT", "\(Self.sessions)/\(SessionID.random())")] {
                let answer = try await server.send(method, path, token: token, headers: headers, body: "{}")
                #expect(answer.status == 200)
            }
            #expect(core.keys.withLock { $0 } == [key, key])
        }
    }

    @Test(arguments: [ServerMode.remote, .remoteUnixSocket])
    func keyReachesARemoteCoreAsItIs(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await withServer(world, mode) { server in
            let token = world.embedToken("ada")
            // Each of them is a key of its own, to the last character.
            var sessions: Set<String> = []
            let body = Self.exercise(.random())
            let keys = ["k", "K", "\"k\"", "k,", "k;q=1", "%6B", String(repeating: "k", count: 255)]
            for key in keys + keys {
                let headers = [("Idempotency-Key", key)]
                let answer = try await server.send("POST", Self.sessions, token: token, headers: headers, body: body)
                sessions.insert(try #require(try answer.json()["session_id"]?.string, "\(answer.summary)"))
            }
            #expect(sessions.count == keys.count)
        }
    }
}

/// A core that writes down the keys it is given.
private final class RecordingCore: CoreClient {
    let keys = Mutex<[String?]>([])

    var immediateProgress: (any ImmediateProgress)? { nil }

    func respond(to request: CoreRequest) async throws -> CoreResponse {
        keys.withLock { $0.append(request.idempotencyKey) }
        return CoreResponse(status: 200, body: Array("{}".utf8))
    }
}
