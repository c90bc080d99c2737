import Directory
import Foundation
import Model
import Storage
import Testing

extension DirectoryWorld {
    static let scoreScope = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
    static let lesson = LessonID(high: 7, low: 7)

    /// Registers a platform.
    func platform(
        _ organization: OrganizationID,
        client: String = "client",
        deployments: [String] = ["d"]
    ) async throws -> PlatformRecord {
        let draft = PlatformDraft.example(client: client, deployments: deployments)
        return try await directory.platforms.save(draft, organization: organization, actor: "cli").platform
    }

    /// A login that begins now.
    func login(_ platform: String = "p", state: String = UUID().uuidString) -> StoredLogin {
        StoredLogin(
            state: state,
            nonce: "nonce-\(state)",
            platformID: platform,
            targetLinkURI: "https://lectern.test/lti/lessons/1",
            binding: String(repeating: "b", count: 64),
            createdAt: clock.now
        )
    }

    /// A learner's launch of a lesson, with all that a platform can tell.
    func entry(_ platform: PlatformRecord, state: String) -> LaunchEntry {
        LaunchEntry(
            state: state,
            platformID: platform.id,
            organization: platform.organization,
            deploymentID: "d",
            user: "u",
            context: LaunchEntry.Context(id: "c", title: "Course"),
            link: LaunchEntry.Link(id: "l", title: "Link"),
            lesson: Self.lesson,
            purpose: .lesson,
            role: .learner,
            lineItem: "https://lms.test/items/1",
            lineItems: "https://lms.test/items",
            gradeScopes: [Self.scoreScope],
            memberships: "https://lms.test/members",
            details: JSONText(trusted: #"{"displayName":"Ann"}"#),
            ticketDigest: "ticket-\(state)",
            secretDigest: "secret-\(state)",
            lifetimeSeconds: 3_600
        )
    }

    /// Begins a login and records its launch.
    @discardableResult
    func launch(
        _ platform: PlatformRecord,
        state: String = UUID().uuidString,
        _ change: (inout LaunchEntry) -> Void = { _ in }
    ) async throws -> LaunchSession {
        try await directory.logins.insert(login(platform.id, state: state))
        var entry = entry(platform, state: state)
        change(&entry)
        return try #require(try await directory.launches.record(entry))
    }

    /// Our id of the link that a session came by, as it is stored.
    func link(of session: LaunchSession) async throws -> String? {
        try await store.read { connection in
            try connection.first("SELECT link_id FROM launch_sessions WHERE id = ?1", [.text(session.id)]) {
                $0.optionalText(0)
            }
        } ?? nil
    }

    /// Takes what is due, as one worker with room for all.
    func lease(_ owner: String = "worker", seconds: Double = 60) async throws -> [GradeTask] {
        try await directory.grades.lease(
            limit: 100,
            perPlatform: 100,
            owner: owner,
            until: clock.now.adding(seconds: seconds)
        )
    }

    /// Notes a change of a learner's progress, as the feed tells it.
    func wish(_ platform: PlatformRecord, user: String = "u") async throws {
        let position = try await directory.grades.feedPosition() ?? 0
        _ = try await directory.grades.want([key(platform, user: user)], upTo: position + 1)
    }

    /// Takes the one grade that is due.
    func leaseOne(_ owner: String = "worker", seconds: Double = 60) async throws -> GradeTask {
        let tasks = try await lease(owner, seconds: seconds)
        #expect(tasks.count == 1)
        return try #require(tasks.first)
    }

    /// The organization's only delivery.
    func delivery(_ organization: OrganizationID) async throws -> Delivery {
        let all = try await directory.grades.deliveries(
            organization: organization,
            state: nil,
            platform: nil,
            limit: 10
        )
        #expect(all.count == 1)
        return try #require(all.first)
    }

    /// The progress record that belongs to a launch of ``entry(_:state:)``.
    func key(_ platform: PlatformRecord, user: String = "u", context: String? = "c") -> ProgressKey {
        ProgressKey(
            organization: platform.organization,
            lesson: Self.lesson,
            subject: .lti(platform: platform.id, user: user, context: context)
        )
    }
}

extension PlatformDraft {
    static func example(
        issuer: String = "https://lms.test",
        client: String = "client",
        deployments: [String] = ["d"]
    ) -> PlatformDraft {
        PlatformDraft(
            name: "School",
            issuer: issuer,
            clientID: client,
            deploymentIDs: deployments,
            authEndpoint: "https://lms.test/auth",
            tokenEndpoint: "https://lms.test/token",
            keySource: .url("https://lms.test/jwks")
        )
    }
}
