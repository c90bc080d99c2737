import Directory
import Gateway
import Model
import TestSupport
import Testing

/// An organization's own list of origins: who reads answers, and who frames the player (contract §6).
@Suite(.timeLimit(.minutes(3)))
struct AllowedOriginTests {
    private static let total = "/api/logger/totalcontentprogress/me"
    private static let list = ["https://site.test", "https://*.school.test", "http://localhost:3000"]

    private func allow(_ origins: [String]?, _ world: TestWorld, of organization: OrganizationID? = nil) async throws {
        // By another process, as the command line does it.
        let directory = try world.directoryOfAnotherProcess()
        _ = try await directory.organizations.setAllowedOrigins(
            origins.map { try AllowedOrigins($0) } ?? .any,
            of: organization ?? world.organization,
            actor: "cli"
        )
    }

    @Test(
        arguments: [
            ("https://site.test", true), ("https://a.school.test", true), ("http://localhost:3000", true),
            // The gateway's own.
            ("https://lectern.test", true),
            ("https://other.test", false), ("https://school.test", false), ("http://site.test", false),
            ("https://site.test:8443", false), ("null", false), ("https://site.test.evil.test", false),
        ],
        [ServerMode.inProcessHot, .remote]
    )
    func listedOriginsReadAnswers(origin: (text: String, isAllowed: Bool), mode: ServerMode) async throws {
        let world = try await TestWorld()
        let fixture = try await PlayerFixture.make(world)
        try await allow(Self.list, world)
        try await withServer(world, mode) { server in
            let token = world.embedToken()
            let session = try await PlayerSession.start(server, token: token)
            let headers = [("Origin", origin.text)]
            var answers = [
                try await server.get(Self.total, token: token, headers: headers),
                try await server.get(fixture.path(), token: fixture.token(), headers: headers),
                try await server.get(fixture.path("token=\(fixture.token())"), token: nil, headers: headers),
                try await server.get(fixture.path("include_metadata=x"), token: fixture.token(), headers: headers),
                try await server.get(fixture.path(lesson: LessonID.random()), token: fixture.token(), headers: headers),
                try await server.get(
                    fixture.path(),
                    token: fixture.token(),
                    headers: headers + [("If-None-Match", "*")]
                ),
                try await server.get(Self.total, headers: headers + [("Lectern-Learner", "ada")]),
            ]
            for body in [#"{"progress":0.5}"#, #"{"progress":2}"#] {
                answers.append(
                    try await server.send(
                        "PUT",
                        "/api/logger/contentsession/\(session.id)",
                        token: token,
                        headers: headers,
                        body: body
                    )
                )
            }
            #expect(answers.map(\.status) == [200, 200, 200, 422, 403, 304, 200, 200, 400])
            for answer in answers {
                #expect(answer["Access-Control-Allow-Origin"] == (origin.isAllowed ? origin.text : nil))
                #expect(answer["Access-Control-Allow-Credentials"] == nil)
                #expect(answer["Vary"]?.hasSuffix("Origin") == true)
                #expect((answer["Access-Control-Expose-Headers"] != nil) == origin.isAllowed)
            }
        }
    }

    @Test func whoIsNotKnownYetIsAnsweredForAnyOrigin() async throws {
        let world = try await TestWorld()
        try await allow(Self.list, world)
        try await withServer(world) { server in
            let origin = [("Origin", "https://other.test")]
            let player = "/api/public/lessons/\(world.lesson.id)/player-data"
            for (path, token) in [
                (Self.total, nil), (Self.total, "x.y.z"), (Self.total, "tapub_x"), (player, nil), (player, "x.y.z"),
            ] {
                let answer = try await server.get(path, token: token, headers: origin)
                #expect(answer.status == 401)
                #expect(answer["Access-Control-Allow-Origin"] == "*")
                #expect(answer["Vary"] == nil)
            }
            let preflight = try await server.exchange(
                server.head("OPTIONS", player, ["Origin: https://other.test", "Access-Control-Request-Method: GET"])
            )
            #expect(preflight.status == 204)
            #expect(preflight["Access-Control-Allow-Origin"] == "*")
            #expect(preflight["Access-Control-Allow-Methods"] == "GET")
        }
    }

    @Test func guestsHaveTheListOfTheirOrganization() async throws {
        let world = try await TestWorld()
        let guests = try await world.directory.organizations.guestOrganization().id
        try await allow(["https://site.test"], world, of: guests)
        try await withServer(world, settings: { $0.guestOrganization = guests }) { server in
            for (origin, expected) in [("https://site.test", "https://site.test"), ("https://other.test", nil)] {
                let answer = try await server.send(
                    "POST",
                    "/api/logger/contentsession",
                    token: nil,
                    headers: [("Origin", origin)],
                    body: PlayerSession.body(step: world.lesson.steps[0])
                )
                #expect(answer.status == 200)
                #expect(answer["Access-Control-Allow-Origin"] == expected)
            }
        }
    }

    @Test func listsOfOrganizationsAreTheirOwn() async throws {
        let world = try await TestWorld()
        let other = try await world.makeOrganization()
        let lesson = try await world.makeLesson(organization: other)
        try await allow(Self.list, world, of: other)
        try await withServer(world) { server in
            let signer = try await world.issueToken(organization: other)
            let foreign = world.embedToken(lesson: lesson, signedBy: signer, organization: other)
            let origin = [("Origin", "https://other.test")]
            for _ in 0..<2 {
                let free = try await server.get(Self.total, token: world.embedToken(), headers: origin)
                #expect(free["Access-Control-Allow-Origin"] == "*")
                let bound = try await server.get(Self.total, token: foreign, headers: origin)
                #expect(bound.status == 200)
                #expect(bound["Access-Control-Allow-Origin"] == nil)
            }
            #expect(try await ancestors(lesson.id, server) == "'self' \(Self.list.joined(separator: " "))")
            #expect(try await ancestors(world.lesson.id, server) == "*")
        }
    }

    @Test(arguments: [ServerMode.inProcessHot, .inProcessPlain, .remoteUnixSocket])
    func changeOfAnotherProcessCountsFromTheNextRequest(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await withServer(world, mode) { server in
            let token = world.embedToken()
            for origins in [nil, ["https://a.test"], ["https://b.test", "https://a.test"], ["https://b.test"], nil] {
                try await allow(origins, world)
                for _ in 0..<2 {
                    let answer = try await server.get(Self.total, token: token, headers: [("Origin", "https://a.test")])
                    let isListed = origins?.contains("https://a.test") == true
                    let expected = isListed ? "https://a.test" : origins == nil ? "*" : nil
                    #expect(answer["Access-Control-Allow-Origin"] == expected)
                    let ancestors = try await ancestors(world.lesson.id, server)
                    #expect(ancestors == origins.map { "'self' \($0.joined(separator: " "))" } ?? "*")
                }
            }
        }
    }

    /// Else a list that cannot be read would be one that allows everybody.
    @Test func unreadableListAllowsNobody() async throws {
        let world = try await TestWorld()
        try await world.changeDirectory("UPDATE organizations SET allowed_origins = '[\"x\"]'")
        try await withServer(world) { server in
            let answer = try await server.get(Self.total, token: world.embedToken())
            #expect(answer.summary == #"500 {"error":"Internal error"}"#)
            #expect(answer["Access-Control-Allow-Origin"] == nil)
            let page = try await server.get("/player/\(world.lesson.id)", token: nil)
            #expect(page.summary == #"500 {"error":"Internal error"}"#)
        }
    }

    /// The directive `frame-ancestors` of a lesson's page.
    private func ancestors(_ lesson: LessonID, _ server: TestServer) async throws -> String? {
        let page = try await server.get("/player/\(lesson)", token: nil)
        let policy = try #require(page["Content-Security-Policy"])
        return policy.split(separator: "; ").first { $0.hasPrefix("frame-ancestors ") }
            .map { String($0.dropFirst("frame-ancestors ".count)) }
    }
}
