import Credentials
import Directory
import LTI
import Model
import TestSupport
import Testing

@testable import Gateway

/// A world with a platform, and launches of it that were found valid.
struct VisitFixture: Sendable {
    static let issuer = "https://lms.example"

    /// A launch's session with what the browser got of it.
    struct Visit: Sendable {
        let session: LaunchSession
        let ticket: BindingSecret
        let secret: BindingSecret
        let token: String
    }

    let world: TestWorld
    let platform: PlatformRecord

    static func make(issuer: String = issuer) async throws -> VisitFixture {
        let world = try await TestWorld(keysInFolder: true)
        _ = try KeyFolder(path: world.folder + "/keys").initialize([.lti])
        try world.keys.reload()
        let draft = PlatformDraft(
            name: "Hill College",
            issuer: issuer,
            clientID: "client-1",
            deploymentIDs: ["1", "2"],
            authEndpoint: issuer + "/auth",
            tokenEndpoint: issuer + "/token",
            keySource: .url(issuer + "/keys")
        )
        let saved = try await world.directory.platforms.save(draft, organization: world.organization, actor: "test")
        return VisitFixture(world: world, platform: saved.platform)
    }

    /// The settings of a request for content, with members changed or, for nil, left out.
    static func settings(_ changes: [String: String?] = [:]) throws -> DeepLinkingSettings {
        var members: [String: String?] = [
            "deep_link_return_url": "\"\(issuer)/return?course=1\"", "accept_types": #"["ltiResourceLink","link"]"#,
            "accept_multiple": "true", "data": #""opaque \u0026 \/ data""#,
        ]
        members.merge(changes) { $1 }
        let text = members.compactMap { name, value in value.map { "\"\(name)\":\($0)" } }.joined(separator: ",")
        return try #require(DeepLinkingSettings(stored: JSONText(trusted: "{\(text)}")))
    }

    /// Records a launch that asks for content.
    func choosing(
        _ changes: [String: String?] = [:],
        user: String = "teacher-1",
        lifetimeSeconds: Int = 43_200
    ) async throws -> Visit {
        var details = LaunchDetails()
        details.contextTitle = "Maths <5b>"
        details.deepLinking = try Self.settings(changes)
        return try await visit(.deepLinking, .coach, user: user, lesson: nil, details, lifetimeSeconds: lifetimeSeconds)
    }

    /// Records a launch of a lesson, the world's unless another is named.
    func launched(
        _ role: LaunchRole = .coach,
        user: String = "teacher-1",
        lesson: LessonID? = nil,
        context: LaunchEntry.Context? = .init(id: "course-1", title: "Maths <5b>"),
        memberships: String? = nil,
        isTestUser: Bool = false
    ) async throws -> Visit {
        var details = LaunchDetails()
        details.contextTitle = context?.title
        return try await visit(
            .lesson,
            role,
            isTestUser: isTestUser,
            user: user,
            lesson: lesson ?? world.lesson.id,
            context: context,
            memberships: memberships,
            details
        )
    }

    private func visit(
        _ purpose: LaunchPurpose,
        _ role: LaunchRole,
        isTestUser: Bool = false,
        user: String = "teacher-1",
        lesson: LessonID?,
        context: LaunchEntry.Context? = .init(id: "course-1", title: "Maths <5b>"),
        memberships: String? = nil,
        _ details: LaunchDetails,
        lifetimeSeconds: Int = 43_200
    ) async throws -> Visit {
        let ticket = BindingSecret.random()
        let secret = BindingSecret.random()
        let login = StoredLogin(
            state: BindingSecret.random().text,
            nonce: BindingSecret.random().text,
            platformID: platform.id,
            targetLinkURI: "https://lectern.test/lti/deep-linking",
            binding: secret.digest.hex,
            createdAt: world.clock.now
        )
        try await world.directory.logins.insert(login)
        let entry = LaunchEntry(
            state: login.state,
            platformID: platform.id,
            organization: world.organization,
            deploymentID: "2",
            user: user,
            isVisitor: role == .visitor,
            isTestUser: isTestUser,
            context: context,
            link: lesson.map { _ in .init(id: "link-1", title: "Link") },
            lesson: lesson,
            purpose: purpose,
            role: role,
            memberships: memberships,
            details: details.text,
            ticketDigest: ticket.digest.hex,
            secretDigest: secret.digest.hex,
            lifetimeSeconds: lifetimeSeconds
        )
        let session = try #require(try await world.directory.launches.record(entry))
        return Visit(session: session, ticket: ticket, secret: secret, token: token(session))
    }

    /// Ends the sessions of a user.
    func endSessions(of user: String) async throws {
        _ = try await world.directory.launches.revoke(
            platform: platform.id,
            user: user,
            organization: world.organization,
            actor: "test"
        )
    }

    /// Switches the platform off or on.
    func setActive(_ isActive: Bool) async throws {
        let platforms = world.directory.platforms
        _ = try await platforms.setActive(isActive, platform.id, organization: world.organization, actor: "test")
    }

    /// The launch token of a session, as the gateway signs it.
    func token(_ session: LaunchSession, keys: LiveKeyRing? = nil) -> String {
        let claims = LaunchSessionClaims(
            session: session.id,
            organization: session.organization,
            lesson: session.lesson,
            platform: session.platformID,
            user: session.user,
            context: session.context,
            issuedAt: world.clock.now,
            expiresAt: session.expiresAt
        )
        return LaunchSessionToken.sign(claims, with: keys ?? world.keys)
    }
}

extension TestServer {
    /// Sends a form without any cookie.
    func post(
        _ path: String,
        _ fields: [(name: String, value: String)],
        headers: [(String, String)] = []
    ) async throws -> TestResponse {
        let type = ("Content-Type", "application/x-www-form-urlencoded")
        return try await send("POST", path, token: nil, headers: headers + [type], body: WebForm.encode(fields))
    }
}
