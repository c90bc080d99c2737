import Directory
import Model
import TestSupport
import Testing

/// The same requests give the same answers however the gateway is wired (design §2, §8).
@Suite(.timeLimit(.minutes(3)))
struct ModeEqualityTests {
    /// Requests without consequences, as exact texts.
    private static func reads(_ server: TestServer, tag: String, embedToken: String) -> [String] {
        let world = server.world
        let token = "Authorization: Bearer \(world.token.text)"
        let playerData = "/api/public/lessons/\(world.lesson.id)/player-data"
        func get(_ path: String, _ fields: String...) -> String { server.head("GET", path, [token] + fields) }
        return [
            get(world.progressPath()), get(world.progressPath(), "If-None-Match: \(tag)"),
            get(world.progressPath(), "If-None-Match: W/\(tag), \"x\""),
            get(world.progressPath(), "If-None-Match: \"x\""),
            get(world.progressPath() + "?fields="), get(world.progressPath("full")),
            get(world.progressPath("Zo%C3%AB")),
            get(world.progressPath("a+b")), get(world.progressPath("nobody")), get(world.progressPath("%ff")),
            get(world.progressPath("%00")), get(world.progressPath(lesson: .random())), get(world.ltiPath()),
            get(world.ltiPath(query: "platformId=platform-1&contextId=c")), get(world.ltiPath(query: "")),
            get(world.ltiPath("%ff")), get(world.ltiPath("nobody")), get("/api/public/token"),
            get("/api/public/lessons"),
            get("/api/public/lessons?limit=1"), get("/api/public/lessons?limit=x"), get("/nothing"),
            get("/api/public/sign-token"), get("/api/logger/totalcontentprogress/me"),
            get("/api/logger/totalcontentprogress/me", "Lectern-Learner: ada"), get("/api/logger/contentsession"),
            get(world.progressPath(), "Accept: application/problem+json"),
            get(world.progressPath("nobody"), "Accept: application/problem+json"),
            server.head("GET", world.progressPath()), server.head("GET", world.progressPath(), ["Authorization: x"]),
            server.head("GET", world.progressPath(), ["Authorization: Bearer x"]),
            server.head("DELETE", world.progressPath(), [token]),
            server.head("OPTIONS", "/api/logger/contentsession"),
            "GET \(world.progressPath()) HTTP/1.1\r\n\(token)\r\n\r\n",
            server.head("GET", playerData + "?token=\(embedToken)"),
            server.head("GET", playerData, ["Authorization: Bearer \(embedToken)", "If-None-Match: *"]),
            get(playerData), get(playerData + "?token=x"), server.head("GET", playerData),
            server.head("GET", "/player/frame"), server.head("GET", "/embed.js"), server.head("GET", "/player/x"),
            get(world.progressPath(), "X-Request-Id: mine"), get(world.progressPath(), "Connection: keep-alive"),
        ]
    }

    @Test func readsAreAnsweredAlike() async throws {
        let world = try await TestWorld()
        try await world.seed()
        for learner in ["full", "Zoë", "a+b"] {
            try await world.seed(learner) { progress in
                progress.score = 1.5
                progress.maxScore = 2
                progress.progressData = JSONText(trusted: #"{"ü":[1e2,"\u00fc"]}"#)
            }
        }
        try await world.seed(user: "lti-7", context: "c") { $0.score = 1 }
        let embedToken = world.embedToken()
        let free = try await world.issueToken(APITokenDraft(name: "Free", rateLimit: 0)).text
        let transcripts = try await transcripts(world) { server in
            let tag = try #require(try await server.get(world.progressPath())["ETag"])
            var texts: [String] = []
            for text in Self.reads(server, tag: tag, embedToken: embedToken) {
                // Without a rate, so that the answers do not depend on those before.
                let text = text.replacing(world.token.text, with: free)
                // Three times, so that a memory of answers comes into play.
                for _ in 0..<3 {
                    let first = text.split(separator: "\r\n")[0]
                    texts.append(Transcript.text(try await server.exchange(text), after: String(first)))
                }
            }
            return texts
        }
        expectSame(transcripts)
    }

    @Test func writesAreAnsweredAlike() async throws {
        var transcripts: [ServerMode: [String]] = [:]
        for mode in ServerMode.allCases {
            let world = try await TestWorld()
            transcripts[mode] = try await withServer(world, mode) { server in try await Self.play(server) }
        }
        expectSame(transcripts)
    }

    /// A learner's lesson, with mistakes on the way.
    private static func play(_ server: TestServer) async throws -> [String] {
        let world = server.world
        let token = world.embedToken(attributes: #"{"grade":5}"#)
        let sessions = "/api/logger/contentsession"
        var texts: [String] = []
        func note(
            _ method: String,
            _ path: String,
            _ body: String,
            _ bearer: String? = nil
        ) async throws -> TestResponse {
            let answer = try await server.send(method, path, token: bearer ?? token, body: body)
            texts.append(Transcript.text(answer, after: "\(method) \(body)"))
            texts.append(Transcript.text(try await server.get(world.progressPath())))
            return answer
        }
        let started = try await note("POST", sessions, PlayerSession.body(step: world.lesson.steps[0]))
        let id = try #require(try started.json()["session_id"]?.string)
        for body in [
            #"{"time_spent_delta":1.5}"#, #"{"progress":0.5}"#, #"{"progress":2}"#, "no JSON", "[1]", "{}",
            #"{"progress_delta":0.5,"extra_fields":{"a":1e2,"lesson":{"score":1,"maxScore":3,"items":[ ]}}}"#,
            #"{"extra_fields":{"lesson":{"score":4}}}"#,
            #"{"extra_fields":{"lesson":{"progressData":{"v":"\u00e9"}}}}"#,
            #"{"interactions":[{"item":"q1","correct":1,"time_spent":2}]}"#, #"{"interactions":[{"item":1}]}"#,
            #"{"extra_fields":{"lesson":{"status":"completed"}}}"#,
        ] {
            world.clock.advance(seconds: 1)
            _ = try await note("PUT", "\(sessions)/\(id)", body)
        }
        _ = try await note("PUT", "\(sessions)/\(id)/", "{}")
        _ = try await note("PUT", "\(sessions)/\(SessionID.random())", "{}")
        _ = try await note("POST", sessions, "{}")
        _ = try await note("POST", sessions, PlayerSession.body(step: world.lesson.steps[0]), world.token.text)
        _ = try await note("POST", sessions + "?x=%ff&y", PlayerSession.body(step: world.lesson.steps[1]))
        return texts
    }

    private func transcripts(
        _ world: TestWorld,
        _ body: (TestServer) async throws -> [String]
    ) async throws -> [ServerMode: [String]] {
        var transcripts: [ServerMode: [String]] = [:]
        for mode in ServerMode.allCases { transcripts[mode] = try await withServer(world, mode, body) }
        return transcripts
    }

    private func expectSame(_ transcripts: [ServerMode: [String]]) {
        let plain = transcripts[.inProcessPlain] ?? []
        #expect(!plain.isEmpty)
        for (mode, texts) in transcripts {
            #expect(texts.count == plain.count)
            for (text, expected) in zip(texts, plain) { #expect(text == expected, "\(mode)") }
        }
    }
}
