import Directory
import Model
import Testing

@Suite struct GradeLeaseTests {
    private func lease(
        _ world: DirectoryWorld,
        limit: Int = 100,
        perPlatform: Int = 100,
        owner: String = "worker"
    ) async throws -> [GradeTask] {
        try await world.directory.grades.lease(
            limit: limit,
            perPlatform: perPlatform,
            owner: owner,
            until: world.clock.now.adding(seconds: 60)
        )
    }

    /// Launches of users `<name>1`, `<name>2`, …, one a second.
    private func fill(_ platform: PlatformRecord, _ name: String, _ count: Int, _ world: DirectoryWorld) async throws {
        for number in 1...count {
            try await world.launch(platform) { $0.user = "\(name)\(number)" }
            world.clock.advance(seconds: 1)
        }
    }

    @Test func nobodyElseGetsALeasedGrade() async throws {
        let world = try DirectoryWorld()
        let second = try world.secondDirectory()
        let platform = try await world.platform(world.organization())
        try await fill(platform, "a", 20, world)
        let until = world.clock.now.adding(seconds: 60)
        let tasks = try await withThrowingTaskGroup(of: [GradeTask].self) { group in
            for index in 0..<8 {
                let grades = (index.isMultiple(of: 2) ? world.directory : second).grades
                group.addTask {
                    try await grades.lease(limit: 5, perPlatform: 5, owner: "worker \(index)", until: until)
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(tasks.count == 20)
        #expect(Set(tasks.map(\.id)).count == 20)
        #expect(try await lease(world).isEmpty)
    }

    @Test func theyComeInTheOrderInWhichTheyWereDue() async throws {
        let world = try DirectoryWorld()
        let platform = try await world.platform(world.organization())
        try await fill(platform, "a", 5, world)
        #expect(try await lease(world, limit: 3).map(\.user) == ["a1", "a2", "a3"])
        #expect(try await lease(world).map(\.user) == ["a4", "a5"])
    }

    @Test func aLeaseEndsByItself() async throws {
        let world = try DirectoryWorld()
        let platform = try await world.platform(world.organization())
        try await world.launch(platform)
        let first = try await world.leaseOne("a", seconds: 30)
        #expect(try await world.directory.grades.nextDue() == world.clock.now.adding(seconds: 30))
        // What is wanted meanwhile does not end it.
        try await world.wish(platform)
        world.clock.advance(seconds: 29)
        #expect(try await world.lease("b").isEmpty)
        world.clock.advance(seconds: 1)
        let second = try await world.leaseOne("b")
        #expect(second.id == first.id)
        #expect(second.wanted == 2)
    }

    @Test func platformsTakeTurns() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let busy = try await world.platform(organization, client: "busy")
        let quiet = try await world.platform(organization, client: "quiet")
        try await fill(busy, "b", 10, world)
        try await fill(quiet, "q", 2, world)
        #expect(try await lease(world, limit: 3).map(\.user) == ["b1", "b2", "q1"])
        #expect(try await lease(world, limit: 3).map(\.user) == ["b3", "b4", "q2"])
        #expect(try await lease(world, limit: 3).map(\.user) == ["b5", "b6", "b7"])
    }

    /// LTI rule T5: a platform that does not answer holds no more than its share.
    @Test func aPlatformHasAShareThatCountsWhatIsUnderway() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let slow = try await world.platform(organization, client: "slow")
        let quick = try await world.platform(organization, client: "quick")
        try await fill(slow, "s", 10, world)
        try await fill(quick, "q", 3, world)
        let first = try await lease(world, perPlatform: 2)
        #expect(first.map(\.user) == ["s1", "s2", "q1", "q2"])
        #expect(try await lease(world, perPlatform: 2).isEmpty)
        for task in first where task.platformID == quick.id {
            try await world.directory.grades.finish(task, .nothingToSend)
        }
        // The slow one, longest due, does not keep the quick one from its turn.
        #expect(try await lease(world, limit: 1, perPlatform: 2).map(\.user) == ["q3"])
        // Another gateway has a share of its own.
        #expect(try await lease(world, perPlatform: 2, owner: "other").map(\.user) == ["s3", "s4"])
        // What comes back makes room for as many.
        try await world.directory.grades.finish(first[0], .nothingToSend)
        #expect(try await lease(world, perPlatform: 2).map(\.user) == ["s5"])
    }

    /// LTI rule R5.
    @Test func gradesOfAnInactivePlatformWait() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let platform = try await world.platform(organization, client: "1")
        let other = try await world.platform(organization, client: "2")
        try await fill(platform, "a", 2, world)
        let grades = world.directory.grades
        _ = try await world.directory.platforms.setActive(false, platform.id, organization: organization, actor: "cli")
        #expect(try await grades.nextDue() == nil)
        #expect(try await lease(world).isEmpty)
        try await fill(other, "b", 1, world)
        #expect(try await lease(world).map(\.user) == ["b1"])
        let states = try await grades.deliveries(
            organization: organization,
            state: .pending,
            platform: platform.id,
            limit: 9
        )
        #expect(states.count == 2)
        _ = try await world.directory.platforms.setActive(true, platform.id, organization: organization, actor: "cli")
        #expect(try await lease(world).map(\.user) == ["a1", "a2"])
    }

    @Test func nothingIsDueBeforeItsTime() async throws {
        let world = try DirectoryWorld()
        #expect(try await lease(world).isEmpty)
        #expect(try await world.directory.grades.nextDue() == nil)
        let platform = try await world.platform(world.organization())
        try await fill(platform, "a", 2, world)
        for (task, seconds) in zip(try await lease(world), [5.0, 3.0]) {
            let at = world.clock.now.adding(seconds: seconds)
            try await world.directory.grades.finish(task, .later(at: at))
        }
        #expect(try await world.directory.grades.nextDue() == world.clock.now.adding(seconds: 3))
        world.clock.advance(seconds: 3)
        #expect(try await lease(world).map(\.user) == ["a2"])
    }
}
