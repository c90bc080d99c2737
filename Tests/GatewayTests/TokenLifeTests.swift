import Credentials
import Directory
import Gateway
import Model
import TestSupport
import Testing

/// What a token says of itself, and what happens to it while gateways run (contract §2.4).
@Suite(.timeLimit(.minutes(3)))
struct TokenLifeTests {
    private static let here: [ServerMode] = [.inProcessHot, .inProcessPlain]

    // MARK: Who am I

    @Test func whoAmITellsWhatATokenIsAndMay() async throws {
        let world = try await TestWorld()
        let draft = APITokenDraft(
            name: "Nightly \"poller\"",
            scopes: ScopeSet([.progressRead, .lessonsRead]),
            expiresAt: world.clock.now.adding(seconds: 3_600.5),
            rateLimit: 120
        )
        let token = try await world.issueToken(draft)
        try await withServer(world) { server in
            let answer = try await server.get("/api/public/token", token: token.text)
            let expected = """
                {"publicKey":"\(token.record.publicKey)","name":"Nightly \\"poller\\"",\
                "organizationId":"\(world.organization)","scopes":["lessons:read","progress:read"],\
                "expiresAt":"2026-06-01T11:00:00.500Z","rateLimit":120,"rateLimitScope":"node"}
                """
            #expect(answer.summary == "200 \(expected)")
            #expect(answer["Content-Type"] == "application/json; charset=utf-8")
            #expect(answer["Cache-Control"] == "private, no-cache")
            #expect(answer["Vary"] == "Authorization")
        }
    }

    @Test func whoAmIOfAPlainToken() async throws {
        let world = try await TestWorld()
        try await withServer(world) { server in
            let answer = try await server.get("/api/public/token")
            let expected = """
                {"publicKey":"\(world.token.record.publicKey)","name":"Site","organizationId":"\(world.organization)",\
                "scopes":["lessons:read","progress:read","embed:sign","logger:write","events:read"],\
                "expiresAt":null,"rateLimit":600,"rateLimitScope":"node"}
                """
            #expect(answer.text == expected)
        }
    }

    // MARK: Use

    @Test(arguments: here)
    func useIsNotedOnceAMinute(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await world.seed()
        try await withServer(world, mode) { server in
            _ = try await server.get(world.progressPath())
            #expect(try await eventually { try await Self.lastUsed(world) == SteppableClock.start })
            world.clock.advance(seconds: 59)
            _ = try await server.get(world.progressPath())
            // What comes after it in the same queue tells that nothing was noted.
            _ = try await server.get(
                "/api/public/token",
                token: try await world.issueToken(APITokenDraft(name: "Marker")).text
            )
            #expect(try await eventually { try await Self.audit(world).count == 2 })
            #expect(try await Self.lastUsed(world) == SteppableClock.start)
            world.clock.advance(seconds: 1)
            _ = try await server.get(world.progressPath())
            #expect(try await eventually { try await Self.lastUsed(world) == world.clock.now })
        }
    }

    @Test func refusedUseIsNotNoted() async throws {
        let world = try await TestWorld()
        try await withServer(world) { server in
            _ = try await server.get("/api/public/token", token: TokenText.withOtherSecret(world.token.text))
            let marker = try await world.issueToken(APITokenDraft(name: "Marker"))
            _ = try await server.get("/api/public/token", token: marker.text)
            #expect(try await eventually { try await Self.audit(world).count == 1 })
            #expect(try await Self.lastUsed(world) == nil)
        }
    }

    @Test func firstUseFromAnAddressLeavesAnAuditRow() async throws {
        let world = try await TestWorld()
        try await withServer(world) { settings in
            settings.trustedProxies = [AddressRange("127.0.0.1")].compactMap { $0 }
        } _: { server in
            for address in ["192.0.2.1", "192.0.2.2", "192.0.2.1", "192.0.2.2"] {
                _ = try await server.get("/api/public/token", headers: [("X-Forwarded-For", address)])
            }
            #expect(try await eventually { try await Self.audit(world).count == 2 })
            let entries = try await Self.audit(world)
            #expect(Set(entries.map(\.address)) == ["192.0.2.1", "192.0.2.2"])
            let publicKey = world.token.record.publicKey.description
            #expect(entries.allSatisfy { $0.actor == publicKey && $0.subject == publicKey })
            #expect(entries.allSatisfy { $0.at == SteppableClock.start && $0.organization == world.organization })
        }
    }

    @Test(arguments: here)
    func addressBehindTwoProxiesIsNoted(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await world.seed()
        try await withServer(world, mode) { settings in
            settings.trustedProxies = ["127.0.0.1", "10.0.0.0/8"].compactMap { AddressRange($0) }
        } _: { server in
            let headers = [("X-Forwarded-For", "192.0.2.7"), ("X-Forwarded-For", "10.0.0.1")]
            _ = try await server.get(world.progressPath(), headers: headers)
            #expect(try await eventually { try await !Self.audit(world).isEmpty })
            #expect(try await Self.audit(world).map(\.address) == ["192.0.2.7"])
        }
    }

    private static func lastUsed(_ world: TestWorld) async throws -> Timestamp? {
        try await world.directory.tokens.find(world.token.record.publicKey)?.lastUsedAt
    }

    private static func audit(_ world: TestWorld) async throws -> [AuditEntry] {
        try await world.directory.audit.latest(of: world.organization, limit: 100)
            .filter { $0.action == .tokenUsedFromNewAddress }
    }

    // MARK: Revoke and rotate

    @Test(arguments: ServerMode.allCases)
    func revocationByAnotherProcessIsSeenByTheNextRequest(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await world.seed()
        let commandLine = try world.directoryOfAnotherProcess()
        try await withServer(world, mode) { server in
            try await server.connect { connection in
                for _ in 0..<3 {
                    try await connection.send(server.progressHead())
                    let answer = try await connection.response()
                    #expect(answer.status == 200)
                }
                _ = try await commandLine.tokens.revoke(world.token.record.publicKey, actor: "cli")
                try await connection.send(server.progressHead())
                let answer = try await connection.response()
                #expect(answer.summary == #"401 {"error":"API token has been revoked"}"#)
            }
            let elsewhere = try await server.get("/api/public/token")
            #expect(elsewhere.status == 401)
        }
    }

    @Test(arguments: here)
    func rotatedTokenWorksUntilTheOverlapEnds(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await world.seed()
        try await withServer(world, mode) { server in
            let old = try await server.get(world.progressPath())
            let rotated = try await world.directoryOfAnotherProcess().tokens.rotate(
                world.token.record,
                overlapSeconds: 600,
                actor: "cli",
                keys: world.keys
            )
            let new = try await server.get(world.progressPath(), token: rotated.token.exposedText)
            #expect(new.status == 200)
            #expect(new["ETag"] == old["ETag"])
            #expect(try await server.get(world.progressPath()).status == 200)
            world.clock.advance(seconds: 599)
            #expect(try await server.get(world.progressPath()).status == 200)
            world.clock.advance(seconds: 1)
            let refused = try await server.get(world.progressPath())
            #expect(refused.summary == #"401 {"error":"API token has expired"}"#)
            #expect(try await server.get(world.progressPath(), token: rotated.token.exposedText).status == 200)
        }
    }

    @Test(arguments: here)
    func rotationWithoutOverlapEndsTheOldTokenAtOnce(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await world.seed()
        try await withServer(world, mode) { server in
            _ = try await server.get(world.progressPath())
            _ = try await world.directory.tokens.rotate(
                world.token.record,
                overlapSeconds: 0,
                actor: "cli",
                keys: world.keys
            )
            let refused = try await server.get(world.progressPath())
            #expect(refused.summary == #"401 {"error":"API token has expired"}"#)
        }
    }

    // MARK: Pepper

    @Test(arguments: here)
    func useMovesATokenToTheCurrentPepper(mode: ServerMode) async throws {
        let world = try await TestWorld(keysInFolder: true)
        try await world.seed()
        #expect(world.token.record.pepperVersion == 1)
        try await withServer(world, mode) { server in
            _ = try await server.get(world.progressPath())
            #expect(try await eventually { try await Self.lastUsed(world) != nil })
            try world.rotateKey(.pepper)
            world.clock.advance(seconds: 60)
            #expect(try await server.get(world.progressPath()).status == 200)
            #expect(
                try await eventually {
                    try await world.directory.tokens.find(world.token.record.publicKey)?.pepperVersion == 2
                }
            )
            try world.retireKey(.pepper, version: 1)
            #expect(try await server.get(world.progressPath()).status == 200)
            #expect(try await server.get("/api/public/token").status == 200)
        }
    }

    @Test func tokenUnderARetiredPepperIsUnknown() async throws {
        let world = try await TestWorld(keysInFolder: true)
        try await withServer(world) { server in
            // Known from before, and yet refused once its pepper is gone.
            #expect(try await server.get("/api/public/token").status == 200)
            try world.rotateKey(.pepper)
            try world.retireKey(.pepper, version: 1)
            let answer = try await server.get("/api/public/token")
            #expect(answer.summary == #"401 {"error":"Invalid API token"}"#)
        }
    }
}
