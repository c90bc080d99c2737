import Credentials
import Directory
import LTI
import Model
import ProgressCore
import TestSupport
import Testing

@testable import Gateway

/// A registered platform without a network, and the services that reach it.
struct ServiceWorld: Sendable {
    static let base = "https://lms.example"
    static let platformKey = RSAPrivateKey.generate()
    static let otherKey = RSAPrivateKey.generate()
    private static let toolKey = RSAPrivateKey.generate()

    let world: TestWorld
    let http: FakePlatform
    let record: PlatformRecord
    let keys: LiveKeyRing
    let core: InProcessCore

    var clock: SteppableClock { world.clock }
    var registration: Registration { Registration(record) }

    /// Registers a platform, which answers what `http` says.
    init(
        http: FakePlatform = FakePlatform { _ in .answer(500) },
        hasToolKey: Bool = true,
        _ change: (inout PlatformDraft) -> Void = { _ in }
    ) async throws {
        world = try await TestWorld()
        self.http = http
        var draft = PlatformDraft(
            name: "LMS",
            issuer: Self.base,
            clientID: "client-1",
            deploymentIDs: ["1"],
            authEndpoint: Self.base + "/auth",
            tokenEndpoint: Self.base + "/token",
            keySource: .url(Self.base + "/keys")
        )
        change(&draft)
        record = try await world.directory.platforms.save(draft, organization: world.organization, actor: "test")
            .platform
        let tool = ToolKeyRing([ToolKey(version: 1, key: Self.toolKey, createdAt: SteppableClock.start)])
        let secret = SecretBytes(Array(0..<32))
        keys = LiveKeyRing(
            fixed: KeyRing(
                peppers: [1: secret],
                embed: [1: secret],
                internal: [1: secret],
                tool: hasToolKey ? tool : nil
            )
        )
        core = InProcessCore(world.core)
    }

    /// Registers another platform.
    func otherPlatform() async throws -> PlatformRecord {
        let base = "https://other.example"
        let draft = PlatformDraft(
            name: "Other",
            issuer: base,
            clientID: "client-1",
            deploymentIDs: ["1"],
            authEndpoint: base + "/auth",
            tokenEndpoint: base + "/token",
            keySource: .url(base + "/keys")
        )
        return try await world.directory.platforms.save(draft, organization: world.organization, actor: "test").platform
    }

    // MARK: Services

    func tokens() -> AccessTokens { AccessTokens(http: http, keys: keys, clock: clock.wall) }

    func services() -> PlatformServices { PlatformServices(http: http, tokens: tokens()) }

    func worker(directory: Directory? = nil) -> GradeWorker {
        GradeWorker(directory: directory ?? world.directory, core: core, services: services(), clock: clock.wall)
    }

    func rosters(memberLimit: Int = RosterReader.mostMembers) -> RosterSync {
        RosterSync(
            directory: world.directory,
            core: core,
            services: services(),
            clock: clock.wall,
            memberLimit: memberLimit
        )
    }

    // MARK: Launches

    /// Records a learner's launch of a lesson.
    func launch(
        user: String = "user-1",
        link: String = "link-1",
        context: String? = "course-1",
        lineItem: String? = ServiceWorld.base + "/lineitems/1?type_id=2",
        lineItems: String? = nil,
        scopes: [ServiceScope] = [.score],
        memberships: String? = nil,
        role: LaunchRole = .learner,
        on platform: PlatformRecord? = nil
    ) async throws -> LaunchSession {
        let record = platform ?? record
        let state = ID<ServiceWorld>.random().description
        let digest = String(repeating: "0", count: 64)
        try await world.directory.logins.insert(
            StoredLogin(
                state: state,
                nonce: state,
                platformID: record.id,
                targetLinkURI: "https://lectern.test",
                binding: digest,
                createdAt: clock.now
            )
        )
        let session = try await world.directory.launches.record(
            LaunchEntry(
                state: state,
                platformID: record.id,
                organization: world.organization,
                deploymentID: "1",
                user: user,
                context: context.map { LaunchEntry.Context(id: $0, title: "Course") },
                link: LaunchEntry.Link(id: link, title: "Link"),
                lesson: world.lesson.id,
                purpose: .lesson,
                role: role,
                lineItem: lineItem,
                lineItems: lineItems,
                gradeScopes: scopes.map(\.rawValue),
                memberships: memberships,
                details: JSONText(trusted: "{}"),
                ticketDigest: "\(state)-ticket",
                secretDigest: "\(state)-secret",
                lifetimeSeconds: 3_600
            )
        )
        return try #require(session)
    }

    /// Stores progress of a launch's learner, of a hundred points, and tells the feed.
    func progress(_ session: LaunchSession, _ status: ProgressStatus, score: Double?) async throws {
        try await world.seed(
            user: session.user,
            platform: session.platformID,
            context: session.context,
            course: session.course
        ) { progress in
            progress.status = status
            progress.score = score
            progress.maxScore = score == nil ? nil : 100
            progress.startedAt = status == .notStarted ? nil : clock.now
            progress.completedAt = status == .completed ? clock.now : nil
        }
    }

    func deliveries() async throws -> [Delivery] {
        try await world.directory.grades.deliveries(
            organization: world.organization,
            state: nil,
            platform: nil,
            limit: 100
        )
    }

    /// The text of a key set with some keys by their ids.
    static func keySet(_ keys: [(String, RSAPrivateKey)]) -> String {
        var json = JSONWriter()
        json.object { json in
            json.name("keys")
            json.array { json in
                for (id, key) in keys { key.publicKey.writeJWK(id: id, to: &json) }
            }
        }
        return json.text
    }
}
