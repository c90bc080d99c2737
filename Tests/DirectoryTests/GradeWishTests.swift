import Directory
import Model
import Testing

@Suite struct GradeWishTests {
    private func want(_ keys: [ProgressKey], upTo position: Int64, _ world: DirectoryWorld) async throws -> Int {
        try await world.directory.grades.want(keys, upTo: position)
    }

    // MARK: Launches

    @Test func aLearnersLaunchWantsAGrade() async throws {
        let world = try DirectoryWorld()
        let platform = try await world.platform(world.organization())
        let session = try await world.launch(platform)
        #expect(try await world.directory.grades.nextDue() == world.clock.now)
        let task = try await world.leaseOne()
        #expect(task.organization == platform.organization)
        #expect(task.platformID == platform.id)
        #expect(task.deploymentID == "d")
        #expect(try await task.link.id == world.link(of: session))
        #expect(task.user == "u")
        #expect(task.lesson == DirectoryWorld.lesson)
        #expect(task.contextKey == "c")
        #expect(task.wanted == 1)
        #expect(task.attempts == 0)
        #expect(task.lastTimestamp == nil)
        #expect(task.lastSent == nil)
        #expect(!task.isFullyGraded)
    }

    @Test func othersLaunchesDoNot() async throws {
        let world = try DirectoryWorld()
        let platform = try await world.platform(world.organization())
        let changes: [(inout LaunchEntry) -> Void] = [
            { $0.role = .coach }, { $0.role = .visitor }, { $0.isVisitor = true }, { $0.purpose = .deepLinking },
            { $0.lesson = nil }, { $0.link = nil }, { $0.gradeScopes = ["another"] },
            {
                $0.lineItem = nil
                $0.lineItems = nil
            },
        ]
        for change in changes { try await world.launch(platform, change) }
        #expect(try await world.count("grades") == 0)
        #expect(try await world.directory.grades.nextDue() == nil)
        try await world.launch(platform) { $0.lineItem = nil }
        #expect(try await world.count("grades") == 1)
    }

    @Test func launchesOfOneUserAreOneGrade() async throws {
        let world = try DirectoryWorld()
        let platform = try await world.platform(world.organization())
        for _ in 0..<3 { try await world.launch(platform) }
        try await world.launch(platform) { $0.user = "v" }
        let tasks = try await world.lease()
        #expect(tasks.map(\.user).sorted() == ["u", "v"])
        // A launch that is not the first brings nothing new.
        #expect(tasks.map(\.wanted).sorted() == [1, 1])
    }

    // MARK: The feed

    @Test func aChangeOfProgressWantsItsGrade() async throws {
        let world = try DirectoryWorld()
        let platform = try await world.platform(world.organization())
        let other = try await world.platform(platform.organization, client: "2")
        try await world.launch(platform)
        try await world.launch(platform) {
            $0.context = nil
            $0.link = LaunchEntry.Link(id: "bare")
        }
        for task in try await world.lease() { try await world.directory.grades.finish(task, .nothingToSend) }
        let foreign = try await world.organization("other")
        let misses = [
            world.key(platform, user: "U"), world.key(platform, context: "d"), world.key(other),
            ProgressKey(organization: foreign, lesson: DirectoryWorld.lesson, subject: world.key(platform).subject),
            ProgressKey(organization: platform.organization, lesson: .random(), subject: world.key(platform).subject),
            ProgressKey(
                organization: platform.organization,
                lesson: DirectoryWorld.lesson,
                subject: .embed(learner: "u")
            ),
        ]
        #expect(try await want(misses, upTo: 1, world) == 0)
        #expect(try await world.lease().isEmpty)
        #expect(try await want(misses + [world.key(platform)], upTo: 2, world) == 1)
        #expect(try await world.leaseOne().contextKey == "c")
        #expect(try await want([world.key(platform, context: nil)], upTo: 3, world) == 1)
        #expect(try await world.leaseOne().contextKey == nil)
    }

    @Test func usersOfTheFeedAreComparedByteForByte() async throws {
        let world = try DirectoryWorld()
        let platform = try await world.platform(world.organization())
        for user in ["\u{E9}", "e\u{301}"] { try await world.launch(platform) { $0.user = user } }
        for task in try await world.lease() { try await world.directory.grades.finish(task, .nothingToSend) }
        #expect(try await want([world.key(platform, user: "e\u{301}")], upTo: 1, world) == 1)
        #expect(try await Array(world.leaseOne().user.utf8) == Array("e\u{301}".utf8))
    }

    @Test func thePositionNeverGoesBack() async throws {
        let world = try DirectoryWorld()
        let platform = try await world.platform(world.organization())
        try await world.launch(platform)
        try await world.directory.grades.finish(world.leaseOne(), .nothingToSend)
        #expect(try await world.directory.grades.feedPosition() == nil)
        #expect(try await want([], upTo: 5, world) == 0)
        #expect(try await world.secondDirectory().grades.feedPosition() == 5)
        // Another reader has been there and noted the same.
        #expect(try await want([world.key(platform)], upTo: 5, world) == 0)
        #expect(try await want([world.key(platform)], upTo: 4, world) == 0)
        #expect(try await world.directory.grades.feedPosition() == 5)
        #expect(try await world.lease().isEmpty)
        #expect(try await want([world.key(platform)], upTo: 6, world) == 1)
        #expect(try await world.directory.grades.feedPosition() == 6)
    }

    @Test func allLivingOnesAreWantedWhenTheFeedCannotName() async throws {
        let world = try DirectoryWorld()
        let platform = try await world.platform(world.organization())
        for user in ["a", "b", "c"] { try await world.launch(platform) { $0.user = user } }
        let grades = world.directory.grades
        for task in try await world.lease() {
            try await grades.finish(task, task.user == "a" ? .dead(reason: "gone", status: 404) : .nothingToSend)
        }
        try await grades.wantAll(upTo: 9)
        #expect(try await world.lease().map(\.user).sorted() == ["b", "c"])
        #expect(try await grades.feedPosition() == 9)
        // A progress store that was restored begins at an earlier place.
        try await grades.wantAll(upTo: 3)
        #expect(try await grades.feedPosition() == 3)
    }

    // MARK: When it is due

    @Test func scoresOfOneUserAreASecondApart() async throws {
        let world = try DirectoryWorld()
        let platform = try await world.platform(world.organization())
        try await world.launch(platform)
        let grades = world.directory.grades
        let sentAt = world.clock.now.adding(seconds: 3)
        try await grades.finish(
            world.leaseOne(),
            .sent(timestamp: sentAt, text: "1", fullyGraded: false)
        )
        #expect(try await grades.nextDue() == nil)
        _ = try await want([world.key(platform)], upTo: 1, world)
        #expect(try await grades.nextDue() == sentAt.adding(seconds: 1))
        world.clock.advance(seconds: 3.9)
        #expect(try await world.lease().isEmpty)
        world.clock.advance(seconds: 0.1)
        #expect(try await world.leaseOne().lastTimestamp == sentAt)
    }

    @Test func whatIsDueKeepsItsPlace() async throws {
        let world = try DirectoryWorld()
        let platform = try await world.platform(world.organization())
        try await world.launch(platform)
        let due = world.clock.now
        world.clock.advance(seconds: 5)
        _ = try await want([world.key(platform)], upTo: 1, world)
        try await world.launch(platform)
        #expect(try await world.directory.grades.nextDue() == due)
    }

    @Test func aFailuresPauseHoldsForNewWishes() async throws {
        let world = try DirectoryWorld()
        let platform = try await world.platform(world.organization())
        try await world.launch(platform)
        let at = world.clock.now.adding(seconds: 30)
        try await world.directory.grades.finish(
            world.leaseOne(),
            .retry(at: at, reason: "away", status: 503, sentTimestamp: nil)
        )
        _ = try await want([world.key(platform)], upTo: 1, world)
        try await world.launch(platform)
        #expect(try await world.directory.grades.nextDue() == at)
    }

    @Test func aNewWishEndsAPauseThatIsNoFailure() async throws {
        let world = try DirectoryWorld()
        let platform = try await world.platform(world.organization())
        try await world.launch(platform)
        let at = world.clock.now.adding(seconds: 10)
        try await world.directory.grades.finish(world.leaseOne(), .later(at: at))
        #expect(try await world.directory.grades.nextDue() == at)
        _ = try await want([world.key(platform)], upTo: 1, world)
        #expect(try await world.leaseOne().attempts == 0)
    }
}
