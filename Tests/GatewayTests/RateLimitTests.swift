import Directory
import Gateway
import Model
import TestSupport
import Testing

/// Rate limits of contract §8.
@Suite(.timeLimit(.minutes(3)))
struct RateLimitTests {
    private static let here: [ServerMode] = [.inProcessHot, .inProcessPlain]
    private static let tooMany = #"429 {"error":"Too many requests"}"#

    @Test(arguments: here)
    func burstIsSpentAndComesBackWithTime(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await world.seed()
        let token = try await world.issueToken(APITokenDraft(name: "Small", rateLimit: 3)).text
        try await withServer(world, mode) { server in
            for (left, seconds) in [(2, 20), (1, 40), (0, 60)] {
                let answer = try await server.get(world.progressPath(), token: token)
                #expect(answer.status == 200)
                #expect(answer["RateLimit-Policy"] == #""token";q=3;w=60"#)
                #expect(answer["RateLimit"] == #""token";r=\#(left);t=\#(seconds)"#)
                #expect(answer["Retry-After"] == nil)
            }
            let refused = try await server.get(world.progressPath(), token: token)
            #expect(refused.summary == Self.tooMany)
            #expect(refused["Retry-After"] == "20")
            #expect(refused["RateLimit-Policy"] == #""token";q=3;w=60"#)
            #expect(refused["RateLimit"] == #""token";r=0;t=20"#)
            #expect(refused["Cache-Control"] == "no-store")
            #expect(refused["ETag"] == nil)

            world.clock.advance(seconds: 19)
            #expect(try await server.get(world.progressPath(), token: token)["Retry-After"] == "1")
            world.clock.advance(seconds: 1)
            #expect(try await server.get(world.progressPath(), token: token).status == 200)
            #expect(try await server.get(world.progressPath(), token: token).status == 429)
        }
    }

    @Test(arguments: here)
    func unchangedAnswersCostNothing(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await world.seed()
        let token = try await world.issueToken(APITokenDraft(name: "Poller", rateLimit: 2)).text
        try await withServer(world, mode) { server in
            let first = try await server.get(world.progressPath(), token: token)
            let tag = try #require(first["ETag"])
            for _ in 0..<10 {
                let same = try await server.get(world.progressPath(), token: token, headers: [("If-None-Match", tag)])
                #expect(same.status == 304)
                #expect(same["RateLimit"] == #""token";r=1;t=30"#)
                #expect(same["RateLimit-Policy"] == #""token";q=2;w=60"#)
            }
            #expect(try await server.get(world.progressPath(), token: token)["RateLimit"] == #""token";r=0;t=60"#)
        }
    }

    @Test(arguments: here)
    func rateZeroIsNoLimit(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await world.seed()
        let token = try await world.issueToken(APITokenDraft(name: "Free", rateLimit: 0)).text
        try await withServer(world, mode) { server in
            for _ in 0..<120 {
                let answer = try await server.get(world.progressPath(), token: token)
                #expect(answer.status == 200)
                #expect(answer["RateLimit"] == nil)
                #expect(answer["RateLimit-Policy"] == nil)
            }
        }
    }

    @Test func tokenWithoutARateOfItsOwnHasTheDefault() async throws {
        let world = try await TestWorld()
        try await withServer(world) { server in
            let answer = try await server.get("/api/public/token")
            #expect(answer["RateLimit-Policy"] == #""token";q=600;w=60"#)
            #expect(answer["RateLimit"] == #""token";r=99;t=1"#)
        }
    }

    @Test func everyAnswerToABearerTellsItsRate() async throws {
        let world = try await TestWorld()
        try await withServer(world) { server in
            let answers = [
                try await server.get("/api/public/lessons"),
                try await server.get("/api/public/lessons?limit=0"),
                try await server.get(world.progressPath("nobody")),
                try await server.send("POST", "/api/public/sign-token", token: world.token.text, body: "{"),
                try await server.send("PUT", "/api/logger/contentsession/x", token: world.token.text, body: "{}"),
            ]
            #expect(answers.map(\.status) == [200, 422, 404, 422, 404])
            #expect(
                answers.map { $0["RateLimit"] } == [99, 98, 97, 96, 95].map { #""token";r=\#($0);t=1"# }
            )
        }
    }

    @Test func tokensHaveBucketsOfTheirOwn() async throws {
        let world = try await TestWorld()
        let first = try await world.issueToken(APITokenDraft(name: "First", rateLimit: 1)).text
        let second = try await world.issueToken(APITokenDraft(name: "Second", rateLimit: 1)).text
        try await withServer(world) { server in
            let answer = try await server.get("/api/public/token", token: first)
            #expect(answer.status == 200)
            #expect(try await server.get("/api/public/token", token: first).status == 429)
            #expect(try await server.get("/api/public/token", token: second).status == 200)
        }
    }

    @Test func guessingIsSlowAndLocksNobodyOut() async throws {
        let world = try await TestWorld()
        try await world.seed()
        try await withServer(world) { server in
            for _ in 0..<30 {
                #expect(try await server.get(world.progressPath(), token: TokenText.unknown()).status == 401)
            }
            let wrong = TokenText.withOtherSecret(world.token.text)
            let refused = try await server.get(world.progressPath(), token: wrong)
            #expect(refused.summary == Self.tooMany)
            #expect(refused["Retry-After"] == "2")
            #expect(refused["RateLimit"] == nil)
            #expect(try await server.get(world.progressPath()).status == 200)
            #expect(try await server.get("/api/public/token").status == 200)
            world.clock.advance(seconds: 2)
            #expect(try await server.get(world.progressPath(), token: wrong).status == 401)
            #expect(try await server.get(world.progressPath(), token: wrong).status == 429)
        }
    }

    @Test func failuresCountPerClientBehindAProxy() async throws {
        let world = try await TestWorld()
        try await withServer(world) { settings in
            settings.trustedProxies = [AddressRange("127.0.0.1")].compactMap { $0 }
            settings.authenticationFailuresPerMinute = 1
        } _: { server in
            let statuses = [
                try await server.get(
                    "/api/public/token",
                    token: TokenText.unknown(),
                    headers: [("X-Forwarded-For", "192.0.2.1")]
                ),
                try await server.get(
                    "/api/public/token",
                    token: TokenText.unknown(),
                    headers: [("X-Forwarded-For", "192.0.2.1")]
                ),
                try await server.get(
                    "/api/public/token",
                    token: TokenText.unknown(),
                    headers: [("X-Forwarded-For", "192.0.2.2")]
                ),
            ].map(\.status)
            #expect(statuses == [401, 429, 401])
        }
    }

    @Test func onlyGuessesCountAsFailures() async throws {
        let world = try await TestWorld()
        let old = try await world.issueToken()
        _ = try await world.directory.tokens.revoke(old.record.publicKey, actor: "test")
        try await withServer(world) { settings in
            settings.authenticationFailuresPerMinute = 1
        } _: { server in
            for token in [nil, "typo", old.text, nil, "typo", old.text] {
                let answer = try await server.get("/api/public/token", token: token)
                #expect(answer.status == 401)
            }
        }
    }
}
