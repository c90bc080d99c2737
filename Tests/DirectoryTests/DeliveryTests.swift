import Directory
import Model
import Testing

@Suite struct DeliveryTests {
    /// Grades of the users `idle`, `pending` and `dead`, which stand there.
    private func scene() async throws -> (world: DirectoryWorld, platform: PlatformRecord) {
        let world = try DirectoryWorld()
        let platform = try await world.platform(world.organization())
        for user in ["idle", "pending", "dead"] { try await world.launch(platform) { $0.user = user } }
        let at = world.clock.now.adding(seconds: 60)
        for task in try await world.lease() {
            let outcome: GradeOutcome =
                switch task.user {
                case "idle": .nothingToSend
                case "pending": .retry(at: at, reason: "away", status: 503, sentTimestamp: nil)
                default: .dead(reason: "gone", status: 404)
                }
            try await world.directory.grades.finish(task, outcome)
            world.clock.advance(seconds: 1)
        }
        return (world, platform)
    }

    private func users(
        _ world: DirectoryWorld,
        _ organization: OrganizationID,
        _ state: DeliveryState?,
        platform: String? = nil
    ) async throws -> [String] {
        try await world.directory.grades.deliveries(
            organization: organization,
            state: state,
            platform: platform,
            limit: 100
        ).map(\.user)
    }

    private func dead(_ world: DirectoryWorld, _ platform: PlatformRecord) async throws -> Delivery {
        let found = try await world.directory.grades.deliveries(
            organization: platform.organization,
            state: .dead,
            platform: nil,
            limit: 9
        )
        return try #require(found.first)
    }

    @Test(arguments: DeliveryState.allCases)
    func deliveriesAreListedByWhereTheyStand(state: DeliveryState) async throws {
        let (world, platform) = try await scene()
        #expect(try await users(world, platform.organization, state) == [state.rawValue])
        #expect(try await users(world, platform.organization, state, platform: platform.id) == [state.rawValue])
        #expect(try await users(world, platform.organization, state, platform: "other").isEmpty)
        #expect(try await users(world, world.organization("other"), state).isEmpty)
    }

    @Test func theLatestChangeComesFirst() async throws {
        let (world, platform) = try await scene()
        let all = try await world.directory.grades.deliveries(
            organization: platform.organization,
            state: nil,
            platform: nil,
            limit: 2
        )
        #expect(all.count == 2)
        #expect(all[0].updatedAt > all[1].updatedAt)
        #expect(try await users(world, platform.organization, nil).count == 3)
    }

    @Test func aDeadOneSaysWhy() async throws {
        let (world, platform) = try await scene()
        let delivery = try await dead(world, platform)
        #expect(delivery.platform == platform.id)
        #expect(delivery.lesson == DirectoryWorld.lesson)
        #expect(delivery.state == .dead)
        #expect(delivery.attempts == 1)
        #expect(delivery.lastStatus == 404)
        #expect(delivery.lastError == "gone")
        #expect(delivery.nextAt == nil)
        let grades = world.directory.grades
        #expect(try await grades.delivery(delivery.id, organization: platform.organization) == delivery)
        let attempts = try await grades.attempts(of: delivery.id, organization: platform.organization, limit: 9)
        #expect(attempts.map(\.outcome) == [.dead])
        #expect(attempts.map(\.status) == [404])
        #expect(attempts.map(\.reason) == ["gone"])
    }

    @Test func anothersDeliveryIsNotThere() async throws {
        let (world, platform) = try await scene()
        let id = try await dead(world, platform).id
        let other = try await world.organization("other")
        let grades = world.directory.grades
        let attempts: [@Sendable () async throws -> Void] = [
            { _ = try await grades.delivery(id, organization: other) },
            { _ = try await grades.replay(id, organization: other, actor: "cli") },
        ]
        for attempt in attempts {
            let error = await #expect(throws: LecternError.self) { try await attempt() }
            #expect(error?.code == .notFound)
        }
        #expect(try await grades.attempts(of: id, organization: other, limit: 9).isEmpty)
        #expect(try await grades.replayAll(organization: other, platform: nil, actor: "cli") == 0)
        #expect(try await dead(world, platform).id == id)
    }

    // MARK: Dead ones

    @Test func newProgressDoesNotReviveADeadOne() async throws {
        let (world, platform) = try await scene()
        #expect(try await world.directory.grades.want([world.key(platform, user: "dead")], upTo: 1) == 0)
        try await world.launch(platform) { $0.user = "dead" }
        #expect(try await world.lease().isEmpty)
        #expect(try await users(world, platform.organization, .dead) == ["dead"])
    }

    @Test func anotherLineItemGetsAllGradesOfItsLink() async throws {
        let (world, platform) = try await scene()
        let grades = world.directory.grades
        try await world.wish(platform, user: "idle")
        // What was never sent has nothing to be sent once more.
        try await grades.finish(world.leaseOne(), .sent(timestamp: world.clock.now, text: "80", fullyGraded: true))
        world.clock.advance(seconds: 5)
        try await world.launch(platform) {
            $0.user = "pending"
            $0.lineItem = "https://lms.test/items/2"
        }
        let tasks = try await world.lease()
        #expect(tasks.map(\.user).sorted() == ["dead", "idle"])
        #expect(tasks.allSatisfy { $0.link.lineItem == "https://lms.test/items/2" })
        #expect(tasks.allSatisfy { $0.attempts == 0 && $0.lastSent == nil && !$0.isFullyGraded })
    }

    @Test func moreRightsReviveTheDeadAlone() async throws {
        let (world, platform) = try await scene()
        try await world.launch(platform) {
            $0.user = "pending"
            $0.gradeScopes.append("https://purl.imsglobal.org/spec/lti-ags/scope/lineitem")
        }
        #expect(try await world.lease().map(\.user) == ["dead"])
    }

    @Test func whoIsNotGradedHasNoDelivery() async throws {
        let (world, platform) = try await scene()
        try await world.launch(platform) {
            $0.user = "mentor"
            $0.isGraded = false
        }
        #expect(try await !world.lease().map(\.user).contains("mentor"))
    }

    @Test func aLineItemOfOurMakingRevivesToo() async throws {
        let (world, platform) = try await scene()
        let link = try #require(try await world.link(of: world.launch(platform) { $0.role = .coach }))
        // The same one tells nothing new.
        try await world.directory.grades.setLineItem("https://lms.test/items/1", of: link)
        #expect(try await world.lease().isEmpty)
        try await world.directory.grades.setLineItem("https://lms.test/items/9", of: link)
        #expect(try await world.leaseOne().user == "dead")
    }

    // MARK: Replay

    @Test(arguments: ["dead", "pending"])
    func aReplayedOneIsDueAtOnce(user: String) async throws {
        let (world, platform) = try await scene()
        let state = try #require(DeliveryState(rawValue: user))
        let grades = world.directory.grades
        let found = try await grades.deliveries(
            organization: platform.organization,
            state: state,
            platform: nil,
            limit: 9
        )
        let id = try #require(found.first).id
        let delivery = try await grades.replay(id, organization: platform.organization, actor: "cli")
        #expect(delivery.state == .pending)
        #expect(delivery.attempts == 0)
        #expect(delivery.nextAt == world.clock.now)
        #expect(try await world.leaseOne().id == id)
        let last = try #require(try await world.audit(platform.organization).last)
        #expect(last.action == .deliveryReplayed)
        #expect(last.subject == id)
    }

    @Test func anIdleOneHasNothingToReplay() async throws {
        let (world, platform) = try await scene()
        let grades = world.directory.grades
        let found = try await grades.deliveries(
            organization: platform.organization,
            state: .idle,
            platform: nil,
            limit: 9
        )
        let id = try #require(found.first).id
        #expect(try await grades.replay(id, organization: platform.organization, actor: "cli").state == .idle)
        #expect(try await world.lease().isEmpty)
    }

    @Test func aReplayDoesNotTakeALeaseAway() async throws {
        let (world, platform) = try await scene()
        let grades = world.directory.grades
        let id = try await dead(world, platform).id
        _ = try await grades.replay(id, organization: platform.organization, actor: "cli")
        let task = try await world.leaseOne()
        _ = try await grades.replay(id, organization: platform.organization, actor: "cli")
        #expect(try await world.lease("other").isEmpty)
        try await grades.finish(task, .dead(reason: "gone", status: 404))
        #expect(try await dead(world, platform).id == id)
        _ = try await grades.replay(id, organization: platform.organization, actor: "cli")
        let again = try await world.leaseOne()
        _ = try await grades.replay(id, organization: platform.organization, actor: "cli")
        try await grades.finish(again, .sent(timestamp: world.clock.now, text: "1", fullyGraded: false))
        // The second order came while the first was served.
        #expect(try await grades.delivery(id, organization: platform.organization).state == .pending)
    }

    @Test func allDeadOnesOfAPlatformAreReplayed() async throws {
        let (world, platform) = try await scene()
        let second = try await world.platform(platform.organization, client: "2")
        try await world.launch(second) { $0.user = "other" }
        let grades = world.directory.grades
        try await grades.finish(world.leaseOne(), .dead(reason: "gone", status: 404))
        #expect(try await grades.replayAll(organization: platform.organization, platform: second.id, actor: "cli") == 1)
        #expect(try await world.leaseOne().user == "other")
        #expect(try await grades.replayAll(organization: platform.organization, platform: nil, actor: "cli") == 1)
        #expect(try await world.leaseOne().user == "dead")
        #expect(try await grades.replayAll(organization: platform.organization, platform: nil, actor: "cli") == 0)
        let trail = try await world.audit(platform.organization).filter { $0.action == .deliveryReplayed }
        #expect(trail.map(\.subject) == [second.id, "all"])
    }

    // MARK: Prune

    @Test func oldAttemptsGo() async throws {
        let (world, platform) = try await scene()
        let grades = world.directory.grades
        #expect(try await world.count("delivery_attempts") == 2)
        #expect(try await grades.prune(before: SteppableClock.start) == 0)
        world.clock.advance(seconds: 100)
        try await grades.finish(
            world.leaseOne(),
            .retry(at: world.clock.now, reason: "away", status: nil, sentTimestamp: nil)
        )
        #expect(try await grades.prune(before: world.clock.now) == 2)
        #expect(try await world.count("delivery_attempts") == 1)
        #expect(try await users(world, platform.organization, nil).count == 3)
    }
}
