import Credentials
import Directory
import Model
import TestSupport
import Testing

/// Embed tokens as the player's bearer: whose they are, and what ends them (contract §4, §5; design §4).
@Suite(.timeLimit(.minutes(3)))
struct EmbedTokenTests {
    private static func refusal(_ reason: String) -> String {
        #"401 {"error":"Token verification failed: \#(reason)"}"#
    }

    private func start(_ server: TestServer, _ token: String) async throws -> TestResponse {
        let body = PlayerSession.body(step: server.world.lesson.steps[0])
        return try await server.send("POST", "/api/logger/contentsession", token: token, body: body)
    }

    /// What makes a token bad.
    enum Flaw: CaseIterable, Sendable {
        case garbage, alteredPayload, alteredSignature, noSignature, algorithmNone, otherInstallation
        case otherOrganizationsSigner, unknownSigner, unknownKeyID, apiTokenLookalike, tooLong

        func token(_ world: TestWorld) async throws -> String {
            let good = world.embedToken()
            let parts = good.split(separator: ".").map(String.init)
            switch self {
            case .garbage: return "garbage"
            case .alteredPayload: return [parts[0], parts[1].dropLast() + "A", parts[2]].joined(separator: ".")
            case .alteredSignature:
                let first = parts[2].first == "A" ? "B" : "A"
                return [parts[0], parts[1], first + parts[2].dropFirst()].joined(separator: ".")
            case .noSignature: return parts[0] + "." + parts[1] + "."
            // {"alg":"none","typ":"JWT","kid":"e1"}
            case .algorithmNone: return "eyJhbGciOiJub25lIiwidHlwIjoiSldUIiwia2lkIjoiZTEifQ." + parts[1] + "."
            case .otherInstallation: return world.embedToken(keys: LiveKeyRing(fixed: TestKeys.foreignRing))
            case .otherOrganizationsSigner:
                let other = try await world.makeOrganization()
                return world.embedToken(signedBy: try await world.issueToken(organization: other))
            case .unknownSigner: return world.embedToken(signedBy: try await TestWorld().token)
            // {"alg":"HS256","typ":"JWT","kid":"e9"}
            case .unknownKeyID:
                return "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6ImU5In0." + parts[1] + "." + parts[2]
            case .apiTokenLookalike: return "Tapub_" + good
            case .tooLong: return good + String(repeating: "A", count: 12_000)
            }
        }
    }

    @Test(arguments: Flaw.allCases)
    func flawedTokenIsInvalid(flaw: Flaw) async throws {
        let world = try await TestWorld()
        let token = try await flaw.token(world)
        try await withServer(world) { server in
            let answer = try await start(server, token)
            #expect(answer.summary == Self.refusal("Invalid token"))
            #expect(answer["WWW-Authenticate"] == #"Bearer realm="lectern", error="invalid_token""#)
            #expect(answer["Access-Control-Allow-Origin"] == "*")
        }
    }

    @Test func tokenEndsFiveSecondsAfterItsTime() async throws {
        let world = try await TestWorld()
        let token = world.embedToken(seconds: 60)
        try await withServer(world) { server in
            #expect(try await start(server, token).status == 200)
            world.clock.advance(seconds: 64.9)
            #expect(try await start(server, token).status == 200)
            world.clock.advance(seconds: 0.1)
            let answer = try await start(server, token)
            #expect(answer.summary == Self.refusal("Token expired"))
        }
    }

    @Test(arguments: ServerMode.allCases)
    func revokingTheSignerEndsTheTokenWithTheNextRequest(mode: ServerMode) async throws {
        let world = try await TestWorld()
        let commandLine = try world.directoryOfAnotherProcess()
        try await withServer(world, mode) { server in
            let signer = try await world.issueToken()
            let token = world.embedToken(signedBy: signer)
            let session = try await PlayerSession.start(server, token: token)
            try await session.update(#"{"progress":0.5}"#)
            _ = try await commandLine.tokens.revoke(signer.record.publicKey, actor: "cli")
            let update = try await server.send(
                "PUT",
                "/api/logger/contentsession/\(session.id)",
                token: token,
                body: #"{"progress":1}"#
            )
            #expect(update.summary == Self.refusal("Token revoked"))
            #expect(try await start(server, token).summary == Self.refusal("Token revoked"))
        }
    }

    @Test func rotatingOrEndingTheSignerDoesNotEndTheToken() async throws {
        let world = try await TestWorld()
        let token = world.embedToken()
        try await withServer(world) { server in
            _ = try await world.directory.tokens.rotate(
                world.token.record,
                overlapSeconds: 0,
                actor: "cli",
                keys: world.keys
            )
            #expect(try await server.get("/api/public/token").status == 401)
            #expect(try await start(server, token).status == 200)
        }
    }

    @Test func keyRotationOverlaps() async throws {
        let world = try await TestWorld(keysInFolder: true)
        try await withServer(world) { server in
            let old = world.embedToken()
            try world.rotateKey(.embed)
            let body = #"{"lessonId":"\#(world.lesson.id)","learnerId":"user-123"}"#
            let signed = try await server.send(
                "POST",
                "/api/public/sign-token",
                token: world.token.text,
                body: body
            )
            let new = try #require(try signed.json()["token"]?.string)
            #expect(new.prefix { $0 != "." } != old.prefix { $0 != "." })
            #expect(try await start(server, old).status == 200)
            #expect(try await start(server, new).status == 200)
            try world.retireKey(.embed, version: 1)
            #expect(try await start(server, old).summary == Self.refusal("Invalid token"))
            #expect(try await start(server, new).status == 200)
        }
    }

    @Test func pinnedVersionIsTakenAndAnUnpublishedLessonIsNot() async throws {
        let world = try await TestWorld()
        let draft = try await world.makeLesson("Draft", publish: false)
        try await withServer(world) { server in
            let pinned = try await start(server, world.embedToken(version: world.lesson.version))
            #expect(pinned.status == 200)
            let answer = try await start(server, world.embedToken(lesson: draft))
            #expect(answer.summary == #"404 {"error":"Lesson not found or access denied"}"#)
            let foreignVersion = try await start(server, world.embedToken(version: draft.version))
            #expect(foreignVersion.status == 404)
        }
    }

    @Test(arguments: [
        "/api/public/token", "/api/public/lessons", "/api/public/lessons/{lesson}/progress/user-123",
        "/api/public/lessons/{lesson}/lti-progress/u?platformId=p",
    ])
    func embedTokenOpensNothingElse(path: String) async throws {
        let world = try await TestWorld()
        try await world.seed()
        try await withServer(world) { server in
            let path = path.replacing("{lesson}", with: world.lesson.id.description)
            let answer = try await server.get(path, token: world.embedToken())
            #expect(answer.summary == #"401 {"error":"Invalid API token format"}"#)
        }
    }
}
