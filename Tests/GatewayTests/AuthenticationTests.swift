import Directory
import Model
import TestSupport
import Testing

/// The 401 table of contract §2.3.
@Suite(.timeLimit(.minutes(3)))
struct AuthenticationTests {
    /// What a caller presents instead of a working token.
    enum Refusal: CaseIterable, Sendable {
        case nothing, otherScheme, schemeAlone, schemeAndSpaces, emptyHeader, twoHeaders, sameHeaderTwice, noSpace
        case shortToken, badCharacter, wrongChecksum, twoDots, embedToken, swappedHalves, trailingComma
        case unknownPublicHalf, wrongSecret, wrongSecretOfRevoked, wrongSecretOfExpired
        case revoked, expired, revokedAndExpired

        var message: String {
            switch self {
            case .nothing: "Missing Authorization header"
            case .otherScheme, .schemeAlone, .schemeAndSpaces, .emptyHeader, .twoHeaders, .sameHeaderTwice, .noSpace:
                "Authorization header must use the Bearer scheme"
            case .shortToken, .badCharacter, .wrongChecksum, .twoDots, .embedToken, .swappedHalves, .trailingComma:
                "Invalid API token format"
            case .unknownPublicHalf, .wrongSecret, .wrongSecretOfRevoked, .wrongSecretOfExpired: "Invalid API token"
            case .revoked, .revokedAndExpired: "API token has been revoked"
            case .expired: "API token has expired"
            }
        }

        func fields(_ world: TestWorld) async throws -> [String] {
            let good = world.token.text
            let other = try await world.issueToken().text
            switch self {
            case .nothing: return []
            case .otherScheme: return ["Authorization: Basic \(good)"]
            case .schemeAlone: return ["Authorization: Bearer"]
            case .schemeAndSpaces: return ["Authorization: Bearer   "]
            case .emptyHeader: return ["Authorization:"]
            case .twoHeaders: return ["Authorization: Bearer \(good)", "Authorization: Bearer \(other)"]
            case .sameHeaderTwice: return ["Authorization: Bearer \(good)", "authorization: Bearer \(good)"]
            case .noSpace: return ["Authorization: Bearer\(good)"]
            case .shortToken: return ["Authorization: Bearer \(good.dropLast())"]
            case .badCharacter: return ["Authorization: Bearer \(good.dropLast())-"]
            case .wrongChecksum: return ["Authorization: Bearer \(TokenText.withOtherChecksum(good))"]
            case .twoDots: return ["Authorization: Bearer \(good.replacing(".", with: ".."))"]
            case .embedToken: return ["Authorization: Bearer \(world.embedToken())"]
            case .swappedHalves:
                let halves = good.split(separator: ".")
                return ["Authorization: Bearer \(halves[1]).\(halves[0])"]
            case .trailingComma: return ["Authorization: Bearer \(good),"]
            case .unknownPublicHalf: return ["Authorization: Bearer \(TokenText.unknown())"]
            case .wrongSecret: return ["Authorization: Bearer \(TokenText.withOtherSecret(good))"]
            case .wrongSecretOfRevoked:
                try await revoke(world.token, world)
                return ["Authorization: Bearer \(TokenText.withOtherSecret(good))"]
            case .wrongSecretOfExpired:
                return ["Authorization: Bearer \(TokenText.withOtherSecret(try await expired(world).text))"]
            case .revoked:
                try await revoke(world.token, world)
                return ["Authorization: Bearer \(good)"]
            case .expired: return ["Authorization: Bearer \(try await expired(world).text)"]
            case .revokedAndExpired:
                let token = try await expired(world)
                try await revoke(token, world)
                return ["Authorization: Bearer \(token.text)"]
            }
        }

        private func revoke(_ token: TestWorld.IssuedToken, _ world: TestWorld) async throws {
            _ = try await world.directory.tokens.revoke(token.record.publicKey, actor: "test")
        }

        /// A token whose time is over, by the clock.
        private func expired(_ world: TestWorld) async throws -> TestWorld.IssuedToken {
            let draft = APITokenDraft(name: "Short", expiresAt: world.clock.now.adding(seconds: 60))
            let token = try await world.issueToken(draft)
            world.clock.advance(seconds: 60)
            return token
        }
    }

    @Test(arguments: Refusal.allCases, [ServerMode.inProcessHot, .inProcessPlain])
    func whatProvesNothingIsRefusedInItsOwnWords(refusal: Refusal, mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await world.seed()
        let fields = try await refusal.fields(world)
        try await withServer(world, mode) { server in
            let answer = try await server.exchange(server.head("GET", world.progressPath(), fields))
            #expect(answer.summary == #"401 {"error":"\#(refusal.message)"}"#)
            let challenge = #"Bearer realm="lectern""#
            #expect(
                answer.values("WWW-Authenticate")
                    == [refusal == .nothing ? challenge : challenge + #", error="invalid_token""#]
            )
            #expect(answer["Content-Type"] == "application/json; charset=utf-8")
            #expect(answer["Cache-Control"] == "no-store")
            #expect(answer["RateLimit"] == nil)
            #expect(answer["ETag"] == nil)
        }
    }

    @Test(arguments: ["Bearer ", "bearer ", "BEARER ", "bEaReR ", "Bearer    ", "  Bearer "], ["", "   ", "\t"])
    func schemeAndSpacesAreReadGenerously(before: String, after: String) async throws {
        let world = try await TestWorld()
        try await world.seed()
        for mode in [ServerMode.inProcessHot, .inProcessPlain] {
            try await withServer(world, mode) { server in
                let field = "Authorization: \(before)\(world.token.text)\(after)"
                let answer = try await server.exchange(server.head("GET", world.progressPath(), [field]))
                #expect(answer.status == 200)
            }
        }
    }

    @Test(arguments: ["token", "access_token", "authorization", "api_key"])
    func tokenInTheQueryIsNoCredential(parameter: String) async throws {
        let world = try await TestWorld()
        try await world.seed()
        try await withServer(world) { server in
            let path = world.progressPath() + "?\(parameter)=\(world.token.text)"
            let answer = try await server.get(path, token: nil, headers: [("Cookie", "token=\(world.token.text)")])
            #expect(answer.summary == #"401 {"error":"Missing Authorization header"}"#)
        }
    }

    @Test(arguments: [
        ("GET", "/api/public/token"), ("GET", "/api/public/lessons?limit=wrong"), ("POST", "/api/public/sign-token"),
        ("GET", "/api/public/lessons/no-uuid/progress/a"), ("GET", "/api/public/lessons/no-uuid/lti-progress/a"),
        ("POST", "/api/logger/contentsession"), ("PUT", "/api/logger/contentsession/x"),
        ("GET", "/api/logger/totalcontentprogress/me"),
    ])
    func nobodyLearnsAnythingWithoutACredential(method: String, path: String) async throws {
        let world = try await TestWorld()
        try await withServer(world) { server in
            let answer = try await server.send(
                method,
                path,
                token: nil,
                body: method == "GET" ? nil : "no JSON"
            )
            #expect(answer.summary == #"401 {"error":"Missing Authorization header"}"#)
            let wrong = try await server.send(
                method,
                path,
                token: TokenText.unknown(),
                body: method == "GET" ? nil : "no JSON"
            )
            #expect(wrong.summary == #"401 {"error":"Invalid API token"}"#)
        }
    }

    @Test func tokenOfAnotherInstallationIsUnknown() async throws {
        let world = try await TestWorld()
        let other = try await TestWorld()
        try await withServer(world) { server in
            let answer = try await server.get("/api/public/token", token: other.token.text)
            #expect(answer.summary == #"401 {"error":"Invalid API token"}"#)
        }
    }
}
