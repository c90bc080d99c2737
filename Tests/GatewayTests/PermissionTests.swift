import Directory
import Gateway
import Model
import TestSupport
import Testing

/// The 403 rows of contract §2.3, and the order of checks of §1.
@Suite(.timeLimit(.minutes(3)))
struct PermissionTests {
    private static let noScope = #"403 {"error":"API token does not have the required scope"}"#
    private static let wrongAddress = #"403 {"error":"IP address not allowed for this API token"}"#
    private static let here: [ServerMode] = [.inProcessHot, .inProcessPlain]

    // MARK: Scopes

    @Test(arguments: [
        ("GET", "/api/public/lessons", Scope.lessonsRead), ("POST", "/api/public/sign-token", .embedSign),
        ("GET", "/api/public/lessons/{lesson}/progress/user-123", .progressRead),
        ("GET", "/api/public/lessons/{lesson}/lti-progress/u?platformId=p", .progressRead),
        ("POST", "/api/logger/contentsession", .loggerWrite), ("PUT", "/api/logger/contentsession/x", .loggerWrite),
        ("GET", "/api/logger/totalcontentprogress/me", .progressRead),
    ])
    func eachEndpointAsksForItsScope(method: String, path: String, scope: Scope) async throws {
        let world = try await TestWorld()
        try await world.seed()
        let others = ScopeSet(Scope.allCases.filter { $0 != scope })
        let without = try await world.issueToken(APITokenDraft(name: "Without", scopes: others))
        let with = try await world.issueToken(APITokenDraft(name: "With", scopes: ScopeSet([scope])))
        let path = path.replacing("{lesson}", with: world.lesson.id.description)
        try await withServer(world) { server in
            let body = method == "GET" ? nil : "{}"
            let refused = try await server.send(method, path, token: without.text, body: body)
            #expect(refused.summary == Self.noScope)
            #expect(refused["WWW-Authenticate"] == nil)
            #expect(refused["RateLimit"] != nil)
            let passed = try await server.send(method, path, token: with.text, body: body)
            #expect(passed.summary != Self.noScope)
        }
    }

    @Test func whoAmINeedsNoScope() async throws {
        let world = try await TestWorld()
        let token = try await world.issueToken(APITokenDraft(name: "Events", scopes: ScopeSet([.eventsRead])))
        try await withServer(world) { server in
            let answer = try await server.get("/api/public/token", token: token.text)
            #expect(answer.status == 200)
        }
    }

    // MARK: Addresses

    /// Where a request comes from: allowed addresses, trusted proxies, the forwarded field, and what is answered.
    struct Origin: Sendable, CustomTestStringConvertible {
        let allowed: [String]
        var trusted: [String] = []
        var forwarded: [String] = []
        let isAllowed: Bool

        var testDescription: String { "\(allowed) by \(trusted) with \(forwarded)" }
    }

    @Test(
        arguments: [
            Origin(allowed: ["127.0.0.1"], isAllowed: true),
            Origin(allowed: ["127.0.0.0/8"], isAllowed: true),
            Origin(allowed: ["192.0.2.7", "127.0.0.1"], isAllowed: true),
            Origin(allowed: ["192.0.2.7"], isAllowed: false),
            Origin(allowed: ["2001:db8::/32"], isAllowed: false),
            // A header from a peer that nobody trusts changes nothing.
            Origin(allowed: ["192.0.2.7"], forwarded: ["192.0.2.7"], isAllowed: false),
            Origin(allowed: ["127.0.0.1"], forwarded: ["192.0.2.7"], isAllowed: true),
            Origin(allowed: ["192.0.2.7"], trusted: ["10.0.0.0/8"], forwarded: ["192.0.2.7"], isAllowed: false),
            Origin(allowed: ["192.0.2.7"], trusted: ["127.0.0.1"], forwarded: ["192.0.2.7"], isAllowed: true),
            Origin(allowed: ["2001:db8::/32"], trusted: ["127.0.0.1"], forwarded: ["2001:db8::9"], isAllowed: true),
            // The proxy's word comes last; what stands before it is the caller's own claim.
            Origin(
                allowed: ["192.0.2.7"],
                trusted: ["127.0.0.1"],
                forwarded: ["192.0.2.7, 198.51.100.1"],
                isAllowed: false
            ),
            Origin(
                allowed: ["192.0.2.7"],
                trusted: ["127.0.0.1"],
                forwarded: ["192.0.2.7", "198.51.100.1"],
                isAllowed: false
            ),
            Origin(
                allowed: ["192.0.2.7"],
                trusted: ["127.0.0.1", "10.0.0.0/8"],
                forwarded: ["192.0.2.7", "10.1.1.1"],
                isAllowed: true
            ),
            Origin(allowed: ["127.0.0.1"], trusted: ["127.0.0.1"], forwarded: ["192.0.2.7"], isAllowed: false),
        ],
        here
    )
    func addressListIsKept(origin: Origin, mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await world.seed()
        let token = try await world.issueToken(APITokenDraft(name: "Office", allowedIPs: origin.allowed))
        try await withServer(world, mode) { settings in
            settings.trustedProxies = origin.trusted.compactMap { AddressRange($0) }
        } _: { server in
            let headers = origin.forwarded.map { ("X-Forwarded-For", $0) }
            let answer = try await server.get(world.progressPath(), token: token.text, headers: headers)
            if origin.isAllowed {
                #expect(answer.status == 200)
            } else {
                #expect(answer.summary == Self.wrongAddress)
            }
        }
    }

    @Test func scopeIsToldBeforeTheAddress() async throws {
        let world = try await TestWorld()
        let draft = APITokenDraft(name: "Both", scopes: ScopeSet([.eventsRead]), allowedIPs: ["192.0.2.7"])
        let token = try await world.issueToken(draft)
        try await withServer(world) { server in
            let answer = try await server.get("/api/public/lessons", token: token.text)
            #expect(answer.summary == Self.noScope)
            #expect(try await server.get("/api/public/token", token: token.text).summary == Self.wrongAddress)
        }
    }

    // MARK: Order

    @Test(arguments: here)
    func checksComeInTheContractsOrder(mode: ServerMode) async throws {
        let world = try await TestWorld()
        let spent = try await world.issueToken(
            APITokenDraft(name: "Spent", scopes: ScopeSet([.eventsRead]), rateLimit: 1)
        )
        let narrow = try await world.issueToken(APITokenDraft(name: "Narrow", scopes: ScopeSet([.eventsRead])))
        let badPath = "/api/public/lessons/no-uuid/progress/\(String(repeating: "x", count: 256))"
        try await withServer(world, mode) { server in
            #expect(try await server.get("/api/public/token", token: spent.text).status == 200)
            #expect(try await server.get(badPath, token: TokenText.unknown()).status == 401)
            #expect(try await server.get(badPath, token: spent.text).status == 429)
            #expect(try await server.get(badPath, token: narrow.text).status == 403)
            #expect(try await server.get(badPath).status == 422)
            let other = try await world.makeOrganization()
            let foreign = try await world.makeLesson("Foreign", organization: other)
            let tooLong = String(repeating: "x", count: 256)
            #expect(try await server.get(world.progressPath(tooLong, lesson: foreign.id)).status == 422)
            #expect(try await server.get(world.progressPath("x", lesson: foreign.id)).status == 404)
            let lti = world.ltiPath("x", query: "", lesson: foreign.id)
            #expect(try await server.get(lti).summary == #"422 {"error":"platformId is required"}"#)
        }
    }
}
