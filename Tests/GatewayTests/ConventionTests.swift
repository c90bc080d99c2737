import Model
import TestSupport
import Testing

/// What all answers have in common (contract §1, §6).
@Suite(.timeLimit(.minutes(3)))
struct ConventionTests {
    private static let here: [ServerMode] = [.inProcessHot, .inProcessPlain]

    /// Every route with the methods that it knows.
    private static let routes: [(path: String, methods: [String], isCrossOrigin: Bool)] = [
        ("/api/public/token", ["GET", "HEAD"], false),
        ("/api/public/lessons", ["GET", "HEAD"], false),
        ("/api/public/sign-token", ["POST"], false),
        ("/api/public/lessons/x/player-data", ["GET", "HEAD", "OPTIONS"], true),
        ("/player/x", ["GET", "HEAD"], false),
        ("/player/frame", ["GET", "HEAD"], false),
        ("/player/assets/x/y", ["GET", "HEAD"], false),
        ("/embed.js", ["GET", "HEAD"], false),
        ("/api/public/lessons/x/progress/y", ["GET", "HEAD"], false),
        ("/api/public/lessons/x/lti-progress/y", ["GET", "HEAD"], false),
        ("/api/logger/contentsession", ["OPTIONS", "POST"], true),
        ("/api/logger/contentsession/x", ["OPTIONS", "PUT"], true),
        ("/api/logger/totalcontentprogress/x", ["GET", "HEAD", "OPTIONS"], true),
    ]

    // MARK: Routes and methods

    @Test(arguments: here)
    func otherMethodsAreNotAllowedAndTheKnownOnesAreNamed(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await withServer(world, mode) { server in
            for route in Self.routes {
                for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]
                where !route.methods.contains(method) {
                    let answer = try await server.exchange(server.head(method, route.path), hasBody: method != "HEAD")
                    #expect(answer.status == 405, "\(method) \(route.path)")
                    #expect(method == "HEAD" || answer.text == #"{"error":"Method not allowed"}"#)
                    #expect(answer["Allow"] == route.methods.joined(separator: ", "))
                    #expect(answer["Access-Control-Allow-Origin"] == (route.isCrossOrigin ? "*" : nil))
                    #expect(answer["Cache-Control"] == "no-store")
                }
            }
        }
    }

    @Test(
        arguments: [
            "/", "/api", "/api/public", "/api/public/nothing", "/api/public/tokens", "/API/public/token",
            "/api/public/lessons/x", "/api/public/lessons/x/progress", "/api/public/lessons//progress/y",
            "/api/lessons/x/versions/y/export-zip", "/api/organizations/x/api-tokens", "/healthz", "/metrics",
            "/internal/progress", "/internal/ready", "/api/logger", "/api/logger/sessionlog/x", "/api/public/%74oken",
            "/api/public/lessons/x/progress/y/z", "/favicon.ico", "/player", "/player/", "/player/assets/x",
            "/player/assets/x/y/z", "/embed.js/x", "/api/public/lessons/x/player-data/y",
        ],
        here
    )
    func unknownRouteIsNotFound(path: String, mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await withServer(world, mode) { server in
            for method in ["GET", "POST", "OPTIONS"] {
                let answer = try await server.exchange(
                    server.head(method, path, ["Authorization: Bearer \(world.token.text)"])
                )
                #expect(answer.summary == #"404 {"error":"Not found"}"#, "\(method) \(path)")
                #expect(answer["Content-Type"] == "application/json; charset=utf-8")
                #expect(answer["Cache-Control"] == "no-store")
                #expect(answer["Access-Control-Allow-Origin"] == nil)
            }
        }
    }

    @Test(arguments: ["BREW", "get", "GETS", "PROPFIND", "PURGE"])
    func methodNobodyKnowsDoesNoHarm(method: String) async throws {
        let world = try await TestWorld()
        try await world.seed()
        try await withServer(world) { server in
            let answer = try await server.exchange(
                server.head(method, world.progressPath(), ["Authorization: Bearer \(world.token.text)"])
            )
            #expect([400, 404, 405, 501].contains(answer.status))
        }
    }

    // MARK: Cross origin

    @Test func playersMayAskFromAnySite() async throws {
        let world = try await TestWorld()
        try await withServer(world) { server in
            for route in Self.routes where route.isCrossOrigin {
                let answer = try await server.exchange(
                    server.head(
                        "OPTIONS",
                        route.path,
                        ["Origin: https://site.test", "Access-Control-Request-Method: PUT"]
                    )
                )
                #expect(answer.status == 204)
                #expect(answer["Access-Control-Allow-Origin"] == "*")
                #expect(answer["Access-Control-Allow-Credentials"] == nil)
                #expect(answer["Access-Control-Max-Age"] == "600")
                let own = route.methods.filter { $0 != "OPTIONS" && $0 != "HEAD" }
                #expect(answer["Access-Control-Allow-Methods"] == own.joined(separator: ", "))
                let headers = answer["Access-Control-Allow-Headers"]?.split(separator: ", ").map(String.init) ?? []
                #expect(headers.contains("Authorization") && headers.contains("Idempotency-Key"))
                #expect(headers.contains("Content-Type") && headers.contains("If-None-Match"))
                #expect(answer.bytes.isEmpty)
            }
        }
    }

    @Test func playersCanReadRefusalsAndServersGetNoSuchHeaders() async throws {
        let world = try await TestWorld()
        try await world.seed()
        let origin = [("Origin", "https://site.test")]
        try await withServer(world) { server in
            for (token, status) in [(nil, 401), (world.embedToken(), 200), ("nonsense", 401)] {
                let answer = try await server.get(
                    "/api/logger/totalcontentprogress/me",
                    token: token,
                    headers: origin
                )
                #expect(answer.status == status)
                #expect(answer["Access-Control-Allow-Origin"] == "*")
            }
            for path in [world.progressPath(), "/api/public/token", "/api/public/lessons", "/nothing"] {
                let answer = try await server.get(path, headers: origin)
                #expect(answer.fields.allSatisfy { !$0.name.lowercased().hasPrefix("access-control") })
            }
        }
    }

    // MARK: Request id

    @Test(arguments: ["a", "Trace_1.2-3", String(repeating: "x", count: 64)], here)
    func goodRequestIDIsKept(id: String, mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await world.seed()
        try await withServer(world, mode) { server in
            for path in [world.progressPath(), world.progressPath("nobody"), "/nothing", "/api/public/token"] {
                let answer = try await server.get(path, headers: [("X-Request-Id", id)])
                #expect(answer.values("X-Request-Id") == [id])
            }
        }
    }

    @Test(
        arguments: [
            "X-Request-Id: ", "X-Request-Id: a b", "X-Request-Id: a/b", "X-Request-Id: ü",
            "X-Request-Id: \(String(repeating: "x", count: 65))", "X-Other: 1",
        ],
        here
    )
    func otherRequestIDIsReplaced(field: String, mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await world.seed()
        try await withServer(world, mode) { server in
            var ids: Set<String> = []
            for _ in 0..<3 {
                let answer = try await server.exchange(server.progressHead("user-123", [field]))
                #expect(answer.status == 200)
                let id = try #require(answer["X-Request-Id"])
                #expect(id.count == 16 && id.allSatisfy(\.isHexDigit))
                ids.insert(id)
            }
            #expect(ids.count == 3)
        }
    }

    // MARK: Problem details

    @Test(
        arguments: [
            ("application/problem+json", true), ("APPLICATION/Problem+JSON;q=0.5", true),
            ("application/json, application/problem+json", true), ("application/json", false), ("*/*", false),
            ("application/*", false), ("", false),
        ],
        here
    )
    func problemDetailsComeWhenNamed(accept: (String, isProblem: Bool), mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await withServer(world, mode) { server in
            let missing = "No progress found for this learner and lesson"
            let cases: [(String, String?, Int, String, String)] = [
                (world.progressPath(), world.token.text, 404, "Not Found", missing),
                (world.progressPath(), nil, 401, "Unauthorized", "Missing Authorization header"),
                ("/nothing", nil, 404, "Not Found", "Not found"),
                ("/api/public/sign-token", nil, 405, "Method Not Allowed", "Method not allowed"),
                (
                    "/api/public/lessons?limit=0", world.token.text, 422, "Unprocessable Content",
                    "limit must be between 1 and 100"
                ),
                ("/api/logger/totalcontentprogress/me", nil, 401, "Unauthorized", "Missing Authorization header"),
            ]
            for (path, token, status, title, message) in cases {
                let answer = try await server.get(path, token: token, headers: [("Accept", accept.0)])
                let problem =
                    #"{"type":"about:blank","title":"\#(title)","status":\#(status),"detail":"\#(message)"}"#
                #expect(answer.summary == "\(status) " + (accept.isProblem ? problem : #"{"error":"\#(message)"}"#))
                let type = accept.isProblem ? "application/problem+json" : "application/json"
                #expect(answer["Content-Type"] == type + "; charset=utf-8")
            }
        }
    }

    // MARK: Date

    @Test(arguments: here)
    func answersCarryOneDate(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await world.seed()
        try await withServer(world, mode) { server in
            let answer = try await server.get(world.progressPath())
            #expect(answer.values("Date").count == 1)
            #expect(answer["Date"]?.hasSuffix(" GMT") == true)
            #expect(answer["Date"]?.count == 29)
        }
    }
}
