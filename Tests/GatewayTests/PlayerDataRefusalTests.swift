import Credentials
import Directory
import Model
import TestSupport
import Testing

/// The error table of contract §5, in the order of checks of §1.
@Suite(.timeLimit(.minutes(3)))
struct PlayerDataRefusalTests {
    private static let here: [ServerMode] = [.inProcessHot, .inProcessPlain, .remote]

    /// What is wrong with a request.
    enum Flaw: String, CaseIterable, Sendable {
        case noToken, emptyToken, otherScheme, twoHeaders, expired, garbage, otherKeys, apiToken, operatorToken
        case foreignSigner, unknownSigner, revokedSigner
        case otherLesson, badLessonID, badLessonIDWithoutToken, otherLessonAndBadParameter
        case badMetadata, emptyMetadata, badPlayability, metadataTwice, playabilityTwice, tokenTwice
        case tokenTwiceWithoutAGoodOne, brokenQuery, badParameterWithoutToken
        case unpublished, unpublishedVersion, missing, otherOrganization, foreignVersion, badParameterOfMissing

        /// Status and message of the answer.
        var expected: (status: Int, message: String) {
            switch self {
            case .noToken, .emptyToken, .badLessonIDWithoutToken, .badParameterWithoutToken: (401, "Missing token")
            case .otherScheme, .twoHeaders: (401, "Authorization header must use the Bearer scheme")
            case .expired: (401, "Token verification failed: Token expired")
            case .garbage, .otherKeys, .apiToken, .operatorToken, .foreignSigner, .unknownSigner,
                .tokenTwiceWithoutAGoodOne:
                (401, "Token verification failed: Invalid token")
            case .revokedSigner: (401, "Token verification failed: Token revoked")
            case .otherLesson, .otherLessonAndBadParameter: (403, "Token does not match the requested lesson")
            case .badLessonID: (422, "Invalid lesson ID format")
            case .badMetadata, .emptyMetadata, .badParameterOfMissing:
                (422, "include_metadata must be true or false")
            case .badPlayability: (422, "validate_playability must be true or false")
            case .metadataTwice: (422, "include_metadata must be given once")
            case .playabilityTwice: (422, "validate_playability must be given once")
            case .tokenTwice: (422, "token must be given once")
            case .brokenQuery: (422, "The query is not valid UTF-8")
            case .unpublished, .unpublishedVersion, .missing, .otherOrganization, .foreignVersion:
                (404, "Lesson not found or access denied")
            }
        }
    }

    /// A request as exact header lines, which a client's library would not let through.
    private struct Attempt {
        var path: String
        var fields: [String] = []

        init(_ path: String, bearer: String? = nil) {
            self.path = path
            if let bearer { fields = ["Authorization: Bearer \(bearer)"] }
        }
    }

    private func attempt(_ flaw: Flaw, _ fixture: PlayerFixture) async throws -> Attempt {
        let world = fixture.world
        let good = fixture.token()
        switch flaw {
        case .noToken: return Attempt(fixture.path())
        case .emptyToken: return Attempt(fixture.path("token="))
        case .otherScheme:
            var attempt = Attempt(fixture.path())
            attempt.fields = ["Authorization: Basic \(good)"]
            return attempt
        case .twoHeaders:
            var attempt = Attempt(fixture.path(), bearer: good)
            attempt.fields += attempt.fields
            return attempt
        case .expired:
            world.clock.advance(seconds: 7_205)
            return Attempt(fixture.path(), bearer: good)
        case .garbage: return Attempt(fixture.path("token=a.b.c"))
        case .otherKeys:
            return Attempt(fixture.path(), bearer: fixture.preview(keys: LiveKeyRing(fixed: TestKeys.foreignRing)))
        case .apiToken: return Attempt(fixture.path(), bearer: world.token.text)
        case .operatorToken:
            let claims = OperatorClaims(
                writer: nil,
                issuedAt: world.clock.now,
                expiresAt: world.clock.now.adding(seconds: 60),
                tokenID: "tok-1"
            )
            return Attempt(fixture.path(), bearer: OperatorToken.sign(claims, with: world.keys))
        case .foreignSigner:
            let other = try await world.issueToken(organization: try await world.makeOrganization())
            return Attempt(fixture.path(), bearer: fixture.token(signedBy: other))
        case .unknownSigner:
            return Attempt(fixture.path(), bearer: fixture.token(signedBy: try await TestWorld().token))
        case .revokedSigner:
            let signer = try await world.issueToken()
            _ = try await world.directory.tokens.revoke(signer.record.publicKey, actor: "cli")
            return Attempt(fixture.path(), bearer: fixture.token(signedBy: signer))
        case .otherLesson: return Attempt(fixture.path(lesson: world.lesson.id), bearer: good)
        case .badLessonID: return Attempt(fixture.path(lesson: "lesson-1"), bearer: good)
        case .badLessonIDWithoutToken: return Attempt(fixture.path(lesson: "lesson-1"))
        case .otherLessonAndBadParameter:
            return Attempt(fixture.path("include_metadata=1", lesson: LessonID.random()), bearer: good)
        case .badMetadata: return Attempt(fixture.path("include_metadata=TRUE"), bearer: good)
        case .emptyMetadata: return Attempt(fixture.path("include_metadata="), bearer: good)
        case .badPlayability: return Attempt(fixture.path("validate_playability=1"), bearer: good)
        case .metadataTwice:
            return Attempt(fixture.path("include_metadata=true&include_metadata=true"), bearer: good)
        case .playabilityTwice:
            return Attempt(fixture.path("validate_playability=false&validate_playability=true"), bearer: good)
        case .tokenTwice: return Attempt(fixture.path("token=\(good)&token=\(good)"))
        case .tokenTwiceWithoutAGoodOne: return Attempt(fixture.path("token=x&token=\(good)"))
        case .brokenQuery: return Attempt(fixture.path("x=%ff"), bearer: good)
        case .badParameterWithoutToken: return Attempt(fixture.path("include_metadata=1"))
        default: return try await missing(flaw, fixture)
        }
    }

    /// Requests for what the caller's organization does not have, or has not published.
    private func missing(_ flaw: Flaw, _ fixture: PlayerFixture) async throws -> Attempt {
        let world = fixture.world
        let draft = try await PlayerFixture.make(world, publish: false)
        let other = try await world.makeOrganization()
        let foreign = try await PlayerFixture.make(world, organization: other)
        switch flaw {
        case .unpublished: return Attempt(draft.path(), bearer: draft.token())
        case .unpublishedVersion: return Attempt(draft.path(), bearer: draft.token(version: draft.version))
        case .otherOrganization: return Attempt(foreign.path(), bearer: foreign.token())
        case .foreignVersion: return Attempt(fixture.path(), bearer: fixture.token(version: foreign.version))
        default:
            let nowhere = TestLesson(id: .random(), version: .random(), title: "", steps: [])
            let query = flaw == .badParameterOfMissing ? "include_metadata=x" : ""
            return Attempt(fixture.path(query, lesson: nowhere.id), bearer: world.embedToken(lesson: nowhere))
        }
    }

    @Test(arguments: Flaw.allCases, here)
    func flawedRequestIsRefused(flaw: Flaw, mode: ServerMode) async throws {
        let world = try await TestWorld()
        let fixture = try await PlayerFixture.make(world)
        let attempt = try await attempt(flaw, fixture)
        try await withServer(world, mode) { server in
            let answer = try await server.exchange(server.head("GET", attempt.path, attempt.fields))
            let expected = flaw.expected
            #expect(answer.summary == #"\#(expected.status) {"error":"\#(expected.message)"}"#)
            #expect(answer["Cache-Control"] == "no-store")
            #expect(answer["Access-Control-Allow-Origin"] == "*")
            #expect(answer["Content-Type"] == "application/json; charset=utf-8")
            let challenge = answer["WWW-Authenticate"]
            switch expected.status {
            case 401 where expected.message == "Missing token": #expect(challenge == #"Bearer realm="lectern""#)
            case 401: #expect(challenge == #"Bearer realm="lectern", error="invalid_token""#)
            default: #expect(challenge == nil)
            }
        }
    }

    @Test func bearerWinsOverTheQuery() async throws {
        let world = try await TestWorld()
        let fixture = try await PlayerFixture.make(world)
        let good = fixture.token()
        try await withServer(world) { server in
            let right = try await server.get(fixture.path("token=x.y.z"), token: good)
            #expect(right.status == 200)
            #expect(right["Cache-Control"] == "private, no-cache")
            let wrong = try await server.get(fixture.path("token=\(good)"), token: "x.y.z")
            #expect(wrong.summary == #"401 {"error":"Token verification failed: Invalid token"}"#)
            // What is no bearer is not in the way of one.
            let basic = server.head("GET", fixture.path("token=\(good)"), ["Authorization: Basic eDp5"])
            #expect(try await server.exchange(basic).status == 200)
        }
    }

    @Test(arguments: [
        "/api/public/token", "/api/public/lessons", "/api/public/lessons/{lesson}/progress/user-123",
    ])
    func queryTokenOpensNothingElse(path: String) async throws {
        let world = try await TestWorld()
        try await withServer(world) { server in
            let path = path.replacing("{lesson}", with: world.lesson.id.description) + "?token=\(world.embedToken())"
            let answer = try await server.get(path, token: nil)
            #expect(answer.summary == #"401 {"error":"Missing Authorization header"}"#)
        }
    }

    @Test(arguments: ServerMode.allCases)
    func revocationOfTheSignerCountsFromTheNextRequest(mode: ServerMode) async throws {
        let world = try await TestWorld()
        let fixture = try await PlayerFixture.make(world)
        let commandLine = try world.directoryOfAnotherProcess()
        try await withServer(world, mode) { server in
            let signer = try await world.issueToken()
            let rotated = try await world.issueToken()
            let tokens = [signer, rotated].map { fixture.token(signedBy: $0) }
            for token in tokens { #expect(try await server.get(fixture.path(), token: token).status == 200) }
            _ = try await commandLine.tokens.revoke(signer.record.publicKey, actor: "cli")
            _ = try await commandLine.tokens.rotate(rotated.record, overlapSeconds: 0, actor: "cli", keys: world.keys)
            let refused = try await server.get(fixture.path(), token: tokens[0])
            #expect(refused.summary == #"401 {"error":"Token verification failed: Token revoked"}"#)
            #expect(try await server.get(fixture.path(), token: tokens[1]).status == 200)
        }
    }

    @Test func failureOfTheStoreTellsNothingAndIsReadable() async throws {
        let world = try await TestWorld()
        let fixture = try await PlayerFixture.make(world)
        try await withServer(world) { server in
            #expect(try await server.get(fixture.path(), token: fixture.token()).status == 200)
            try await world.hideTable("lesson_versions", of: "directory")
            let answer = try await server.get(fixture.path(), token: fixture.token())
            #expect(answer.summary == #"500 {"error":"Internal error"}"#)
            #expect(answer["Access-Control-Allow-Origin"] == "*")
        }
    }
}
