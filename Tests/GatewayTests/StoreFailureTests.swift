import Model
import TestSupport
import Testing

/// Failures of our own: the contract's 500, and no word of what failed (contract §3.1, §7.4).
@Suite(.timeLimit(.minutes(3)))
struct StoreFailureTests {
    @Test(arguments: ServerMode.allCases)
    func failedProgressReadTellsNothing(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await world.seed()
        try await withServer(world, mode) { server in
            for _ in 0..<3 { #expect(try await server.get(world.progressPath()).status == 200) }
            try await world.hideTable("lesson_progress", of: "progress")
            for path in [world.progressPath("bob"), world.ltiPath()] {
                let answer = try await server.get(path)
                #expect(answer.summary == #"500 {"error":"Failed to fetch progress data"}"#)
                #expect(answer["Cache-Control"] == "no-store")
                #expect(answer["X-Request-Id"] != nil)
                #expect(answer["ETag"] == nil)
            }
            // A wrong request is still the caller's mistake.
            #expect(try await server.get(world.progressPath("%00")).status == 422)
        }
    }

    @Test func failedLessonListTellsNothing() async throws {
        let world = try await TestWorld()
        try await withServer(world) { server in
            try await world.hideTable("lessons", of: "directory")
            let answer = try await server.get("/api/public/lessons")
            #expect(answer.summary == #"500 {"error":"Failed to load lessons"}"#)
            let problem = try await server.get(
                "/api/public/lessons",
                headers: [("Accept", "application/problem+json")]
            )
            #expect(problem.text.contains(#""status":500,"detail":"Failed to load lessons""#))
        }
    }

    @Test(arguments: [ServerMode.inProcessHot, .inProcessPlain])
    func failedLookUpOfATokenLetsNobodyIn(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await world.seed()
        try await withServer(world, mode) { server in
            #expect(try await server.get(world.progressPath()).status == 200)
            try await world.hideTable("api_tokens", of: "directory")
            let answer = try await server.get(world.progressPath())
            #expect(answer.status == 500)
            #expect(!answer.text.contains("api_tokens"))
        }
    }

    @Test(arguments: ServerMode.allCases)
    func failedWriteTellsNothing(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await withServer(world, mode) { server in
            let session = try await PlayerSession.start(server, token: world.embedToken())
            try await world.hideTable("content_sessions", of: "progress")
            let answer = try await server.send(
                "PUT",
                "/api/logger/contentsession/\(session.id)",
                token: session.token,
                body: "{}"
            )
            #expect(answer.status == 500)
            #expect(!answer.text.contains("content_sessions"))
            #expect(answer["Access-Control-Allow-Origin"] == "*")
        }
    }
}
