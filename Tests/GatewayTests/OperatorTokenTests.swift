import Credentials
import Directory
import Gateway
import Model
import Synchronization
import TestSupport
import Testing

/// Operator tokens: superusers on the logger, nobody elsewhere (design §4).
@Suite(.timeLimit(.minutes(3)))
struct OperatorTokenTests {
    /// A core that answers everything and remembers who called.
    private final class RememberingCore: CoreClient {
        private let last = Mutex<Principal?>(nil)

        var caller: Principal? { last.withLock { $0 } }
        var immediateProgress: (any ImmediateProgress)? { nil }

        func respond(to request: CoreRequest) async throws -> CoreResponse {
            last.withLock { $0 = request.principal }
            return CoreResponse(status: 200, body: Array("[]".utf8))
        }
    }

    private static let path = "/api/logger/totalcontentprogress/me"
    private static let noOrganization = OrganizationID(high: 0, low: 0)

    private func token(
        _ world: TestWorld,
        writer: OperatorClaims.Writer? = nil,
        minutes: Int64 = 60,
        keys: LiveKeyRing? = nil
    ) -> String {
        let claims = OperatorClaims(
            writer: writer,
            issuedAt: world.clock.now,
            expiresAt: Timestamp(seconds: world.clock.now.seconds + minutes * 60),
            tokenID: "tok-1"
        )
        return OperatorToken.sign(claims, with: keys ?? world.keys)
    }

    @Test func operatorIsASuperuserOfNoOrganization() async throws {
        let world = try await TestWorld()
        let core = RememberingCore()
        try await withServer(world, core: core) { server in
            let answer = try await server.get(Self.path, token: token(world))
            #expect(answer.status == 200)
            #expect(core.caller == Principal(organization: Self.noOrganization, role: .superuser))
        }
    }

    @Test func operatorWritesAsThePersonThatTheTokenNames() async throws {
        let world = try await TestWorld()
        let core = RememberingCore()
        try await withServer(world, core: core) { server in
            let writer = OperatorClaims.Writer(organization: world.organization, learner: "zoë")
            #expect(try await server.get(Self.path, token: token(world, writer: writer)).status == 200)
            let person = try await world.directory.identities.person(
                .embed(learner: "zoë"),
                organization: world.organization
            )
            #expect(
                core.caller == Principal(organization: world.organization, role: .superuser, person: person)
            )
            // A learner is told from an operator also after an operator was there.
            #expect(try await server.get(Self.path, token: world.embedToken("ann")).status == 200)
            #expect(core.caller?.role == .learner)
        }
    }

    @Test func tokenEndsFiveSecondsAfterItsTime() async throws {
        let world = try await TestWorld()
        let short = token(world, minutes: 1)
        try await withServer(world, core: RememberingCore()) { server in
            world.clock.advance(seconds: 64.9)
            #expect(try await server.get(Self.path, token: short).status == 200)
            world.clock.advance(seconds: 0.1)
            let answer = try await server.get(Self.path, token: short)
            #expect(answer.summary == #"401 {"error":"Token verification failed: Token expired"}"#)
            #expect(answer["WWW-Authenticate"] == #"Bearer realm="lectern", error="invalid_token""#)
        }
    }

    @Test func wrongTokensAreInvalid() async throws {
        let world = try await TestWorld()
        let stranger = OperatorClaims.Writer(organization: .random(), learner: "zoë")
        let wrong = [
            token(world, minutes: 61),
            token(world, keys: LiveKeyRing(fixed: TestKeys.foreignRing)),
            token(world, writer: stranger),
            String(token(world).dropLast(2)) + "AA",
        ]
        try await withServer(world, core: RememberingCore()) { server in
            for token in wrong {
                let answer = try await server.get(Self.path, token: token)
                #expect(answer.summary == #"401 {"error":"Token verification failed: Invalid token"}"#)
            }
        }
    }

    @Test(arguments: [
        "/api/public/token", "/api/public/lessons", "/api/public/lessons/{lesson}/progress/user-123",
        "/api/public/lessons/{lesson}/lti-progress/u?platformId=p",
    ])
    func operatorTokenOpensNothingElse(path: String) async throws {
        let world = try await TestWorld()
        try await world.seed()
        try await withServer(world) { server in
            let path = path.replacing("{lesson}", with: world.lesson.id.description)
            let answer = try await server.get(path, token: token(world))
            #expect(answer.summary == #"401 {"error":"Invalid API token format"}"#)
        }
    }
}
