import Credentials
import Directory
import LTI
import Model
import TestSupport
import Testing

@testable import Gateway

/// `/lti/register` and `/lti/canvas.json` (LTI rules Y1–Y4).
@Suite(.timeLimit(.minutes(3)))
struct RegistrationTests {
    private static let token = "registration-token-1"

    /// A world with a key for LTI.
    private func makeWorld() async throws -> TestWorld {
        let world = try await TestWorld(keysInFolder: true)
        try world.rotateKey(.lti)
        return world
    }

    private func invite(_ world: TestWorld, name: String? = nil, seconds: Double = 60) async throws -> String {
        try await world.directory.invitations.invite(
            organization: world.organization,
            name: name,
            isLocal: true,
            expiresAt: world.clock.now.adding(seconds: seconds),
            actor: "test"
        ).code
    }

    private func path(_ code: String, _ platform: LMS, token: String? = RegistrationTests.token) -> String {
        let address = PercentCoding.encode(platform.base + "/.well-known/openid-configuration")
        let token = token.map { "&registration_token=\(PercentCoding.encode($0))" } ?? ""
        return "/lti/register?code=\(code)&openid_configuration=\(address)\(token)"
    }

    // MARK: Registering

    @Test func aPlatformRegistersItself() async throws {
        let world = try await makeWorld()
        let code = try await invite(world, name: "Our LMS")
        try await withPlatform(LMS(clock: world.clock.wall)) { platform in
            platform.expectRegistration(token: Self.token)
            try await withServer(world) { server in
                // Whoever only looks whether the link is there does not use it up.
                let head = try await server.exchange(server.head("HEAD", path(code, platform)), hasBody: false)
                #expect(head.status == 400)
                let page = try await server.get(path(code, platform), token: nil)
                #expect(page.status == 200, "\(page.text)")
                #expect(page.text.contains("org.imsglobal.lti.close"))
                #expect(page.text.contains("window.opener || window.parent"))
                #expect(page.text.contains("Our LMS"))
                #expect(page["Cache-Control"] == "no-store")
                #expect(page["Referrer-Policy"] == "no-referrer")
                #expect(!page.text.contains(code) && !page.text.contains(Self.token))

                let platforms = try await world.directory.platforms.list(organization: world.organization)
                #expect(platforms.map(\.name) == ["Our LMS"])
                #expect(platforms.map(\.issuer) == [platform.issuer])
                #expect(platforms.first?.isActive == true)
                let client = try #require(platforms.first?.clientID)
                #expect(platforms.first?.deploymentIDs == ["d-\(client)"])
                #expect(platforms.first?.learnsDeployments == false)
                #expect(platform.problems.isEmpty, "\(platform.problems)")
                let trail = try await world.directory.audit.latest(of: world.organization, limit: 1)
                #expect(trail.map(\.action) == [.platformRegistered])
                #expect(trail.map(\.subject) == platforms.map(\.id))
                #expect(trail.first?.actor.hasPrefix("invitation ") == true)
                #expect(trail.first?.address != nil)

                // The link has been used.
                let again = try await server.get(path(code, platform), token: nil)
                #expect(again.status == 403)
                #expect(again.text.contains("Ask whoever runs Lectern for a new one"))
                #expect(platform.registrations.count == 1)
            }
        }
    }

    @Test func aFailureStoresNothingAndLeavesTheLinkGood() async throws {
        let world = try await makeWorld()
        let code = try await invite(world)
        try await withPlatform(LMS(clock: world.clock.wall)) { platform in
            platform.expectRegistration(token: "another-token")
            try await withServer(world) { server in
                let refused = try await server.get(path(code, platform), token: nil)
                #expect(refused.status == 422)
                #expect(refused.text.contains("The registration token is not known."))
                #expect(!refused.text.contains(Self.token) && !refused.text.contains(code))
                #expect(try await world.directory.platforms.list(organization: world.organization).isEmpty)

                platform.expectRegistration(token: Self.token)
                let page = try await server.get(path(code, platform), token: nil)
                #expect(page.status == 200)
                #expect(try await world.directory.platforms.list(organization: world.organization).count == 1)
            }
        }
    }

    @Test func whatCannotBeAuditedIsNotRegistered() async throws {
        let world = try await makeWorld()
        let code = try await invite(world)
        try await withPlatform(LMS(clock: world.clock.wall)) { platform in
            platform.expectRegistration(token: Self.token)
            try await withServer(world) { server in
                try await world.changeDirectory(
                    """
                    CREATE TRIGGER no_audit BEFORE INSERT ON audit WHEN NEW.action = 'platform.registered'
                    BEGIN SELECT RAISE(ABORT, 'no'); END
                    """
                )
                #expect(try await server.get(path(code, platform), token: nil).status == 500)
                #expect(try await world.directory.platforms.list(organization: world.organization).isEmpty)
                // The link is good again.
                #expect(try await world.directory.invitations.claim(code) != nil)
            }
        }
    }

    /// The administrator hears what the platform said, and not what failed here after it.
    @Test func aLinkThatCannotBeMadeGoodAgainHidesNothing() async throws {
        let world = try await makeWorld()
        let code = try await invite(world)
        try await withPlatform(LMS(clock: world.clock.wall)) { platform in
            platform.expectRegistration(token: "another-token")
            try await withServer(world) { server in
                try await world.changeDirectory(
                    """
                    CREATE TRIGGER no_release BEFORE UPDATE ON invitations WHEN NEW.claimed_at IS NULL
                    BEGIN SELECT RAISE(ABORT, 'no'); END
                    """
                )
                let refused = try await server.get(path(code, platform), token: nil)
                #expect(refused.status == 422)
                #expect(refused.text.contains("The registration token is not known."))
            }
        }
    }

    @Test func anUnreachablePlatformIs503AndTheLinkStaysGood() async throws {
        let world = try await makeWorld()
        let code = try await invite(world)
        try await withServer(world) { server in
            // A port on which nobody listens.
            let gone = LMS(clock: world.clock.wall)
            gone.settle(at: "http://127.0.0.1:1")
            let answer = try await server.get(path(code, gone), token: nil)
            #expect(answer.status == 503)
            #expect(answer.text.contains("platform_unreachable"))
            #expect(try await world.directory.invitations.claim(code) != nil)
        }
    }

    @Test func ofManyAtOnceOneRegisters() async throws {
        let world = try await makeWorld()
        let code = try await invite(world)
        try await withPlatform(LMS(clock: world.clock.wall)) { platform in
            try await withServer(world) { server in
                let path = path(code, platform)
                let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                    for _ in 0..<8 { group.addTask { try await server.get(path, token: nil).status } }
                    return try await group.reduce(into: [Int]()) { $0.append($1) }
                }
                #expect(statuses.sorted() == [200] + Array(repeating: 403, count: 7))
                #expect(try await world.directory.platforms.list(organization: world.organization).count == 1)
            }
        }
    }

    // MARK: Refusals

    @Test func withoutAGoodCodeNothingIsCalled() async throws {
        let world = try await makeWorld()
        let expired = try await invite(world, seconds: 1)
        world.clock.advance(seconds: 2)
        try await withPlatform(LMS(clock: world.clock.wall)) { platform in
            try await withServer(world) { server in
                for code in ["", "x", String(repeating: "A", count: 43), String(repeating: "A", count: 500), expired] {
                    let answer = try await server.get(path(code, platform), token: nil)
                    #expect(answer.status == 403, "\(code)")
                    #expect(answer.text.contains("not_invited"))
                }
                let none = try await server.get("/lti/register?openid_configuration=x", token: nil)
                #expect(none.status == 403)
                #expect(platform.registrations.isEmpty)
            }
        }
    }

    @Test func aLookAtTheLinkDoesNotUseItUp() async throws {
        let world = try await makeWorld()
        let code = try await invite(world)
        try await withServer(world) { server in
            let answer = try await server.get("/lti/register?code=\(code)", token: nil)
            #expect(answer.status == 400)
            #expect(answer.text.contains("The link has not been used up."))
            let twice = try await server.get("/lti/register?code=\(code)&code=\(code)", token: nil)
            #expect(twice.status == 400)
            let posted = try await server.send("POST", "/lti/register?code=\(code)", token: nil)
            #expect(posted.status == 405)
            #expect(try await world.directory.invitations.claim(code) != nil)
        }
    }

    @Test func aPlatformOfAnotherOrganizationIsRefused() async throws {
        let world = try await makeWorld()
        let codes = [try await invite(world), try await invite(world)]
        let other = try await world.makeOrganization()
        try await withPlatform(LMS(clock: world.clock.wall)) { platform in
            try await withServer(world) { server in
                #expect(try await server.get(path(codes[0], platform), token: nil).status == 200)
                let platforms = try await world.directory.platforms.list(organization: world.organization)
                let own = try #require(platforms.first)
                // The test platform counts the tools that register.
                let number = try #require(own.clientID.split(separator: "-").last.flatMap { Int($0) })
                let draft = PlatformDraft(
                    name: "N",
                    issuer: own.issuer,
                    clientID: "registered-\(number + 1)",
                    authEndpoint: own.authEndpoint,
                    tokenEndpoint: own.tokenEndpoint,
                    keySource: own.keySource
                )
                _ = try await world.directory.platforms.save(draft, organization: other, actor: "test")
                let refused = try await server.get(path(codes[1], platform), token: nil)
                #expect(refused.status == 409)
                #expect(refused.text.contains("platform_taken"))
                #expect(try await world.directory.platforms.list(organization: world.organization) == platforms)
            }
        }
    }

    @Test func withoutAKeyTheLinkWaits() async throws {
        let world = try await TestWorld(keysInFolder: true)
        let code = try await invite(world)
        try await withPlatform(LMS(clock: world.clock.wall)) { platform in
            try await withServer(world) { server in
                let path = path(code, platform)
                let early = try await server.get(path, token: nil)
                #expect(early.status == 503)
                #expect(early.text.contains("lectern keys init"))
                #expect(platform.registrations.isEmpty)
                try world.rotateKey(.lti)
                #expect(try await server.get(path, token: nil).status == 200)
            }
        }
    }

    // MARK: Canvas

    @Test func canvasReadsItsConfiguration() async throws {
        let world = try await TestWorld()
        try await withServer(world, settings: { $0.publicURL = "https://lectern.test/tool" }) { server in
            let answer = try await server.get("/lti/canvas.json", token: nil)
            #expect(answer.status == 200)
            #expect(answer["Content-Type"] == "application/json")
            #expect(answer["Cache-Control"] == "public, max-age=300")
            let json = try answer.json()
            #expect(json["title"]?.string == "Lectern")
            #expect(json["description"]?.string?.isEmpty == false)
            #expect(json["oidc_initiation_url"]?.string == "https://lectern.test/tool/lti/login")
            #expect(json["target_link_uri"]?.string == "https://lectern.test/tool/lti/launch")
            #expect(json["public_jwk_url"]?.string == "https://lectern.test/tool/lti/jwks.json")
            #expect(json["scopes"]?.elements?.map(\.string) == ServiceScope.allCases.map(\.rawValue))
            #expect(json["custom_fields"]?.isObject == true)
            let canvas = try #require(json["extensions"]?.elements?.first)
            #expect(canvas["platform"]?.string == "canvas.instructure.com")
            #expect(canvas["domain"]?.string == "lectern.test")
            #expect(canvas["privacy_level"]?.string == "name_only")
            let placements = try #require(canvas["settings"]?["placements"]?.elements)
            #expect(placements.map { $0["placement"]?.string } == ["link_selection", "assignment_selection"])
            #expect(placements.allSatisfy { $0["message_type"]?.string == "LtiDeepLinkingRequest" })
            #expect(
                placements.allSatisfy { $0["target_link_uri"]?.string == "https://lectern.test/tool/lti/launch" }
            )
            let tag = try #require(answer["ETag"])
            let same = try await server.get("/lti/canvas.json", token: nil, headers: [("If-None-Match", tag)])
            #expect(same.status == 304)
        }
    }
}
