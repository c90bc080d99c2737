import Directory
import Model
import Testing

@Suite struct LaunchSessionTests {
    @Test func aTicketIsGoodOnce() async throws {
        let world = try DirectoryWorld()
        let session = try await world.launch(world.platform(world.organization()), state: "s")
        #expect(try await world.directory.launches.redeem(ticket: "ticket-s") == session)
        #expect(try await world.directory.launches.redeem(ticket: "ticket-s") == nil)
        #expect(try await world.directory.launches.redeem(ticket: "ticket-") == nil)
        #expect(try await world.directory.launches.session(session.id) == session)
    }

    @Test func ofManyRedemptionsAtOnceOneSucceeds() async throws {
        let world = try DirectoryWorld()
        let second = try world.secondDirectory()
        try await world.launch(world.platform(world.organization()), state: "s")
        let wins = try await withThrowingTaskGroup(of: Bool.self) { group in
            for index in 0..<8 {
                let launches = (index.isMultiple(of: 2) ? world.directory : second).launches
                group.addTask { try await launches.redeem(ticket: "ticket-s") != nil }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(wins == 1)
    }

    @Test(arguments: [(120.0, true), (120.000_001, false)])
    func aTicketIsGoodForTwoMinutes(seconds: Double, isGood: Bool) async throws {
        let world = try DirectoryWorld()
        try await world.launch(world.platform(world.organization()), state: "s")
        world.clock.advance(seconds: seconds)
        #expect(try await (world.directory.launches.redeem(ticket: "ticket-s") != nil) == isGood)
    }

    @Test func anotherLessonsTicketStaysGood() async throws {
        let world = try DirectoryWorld()
        try await world.launch(world.platform(world.organization()), state: "s")
        let launches = world.directory.launches
        #expect(try await launches.redeem(ticket: "ticket-s", lesson: .random()) == nil)
        #expect(try await launches.redeem(ticket: "ticket-s", lesson: DirectoryWorld.lesson) != nil)
    }

    @Test func aSessionIsFoundWithItsSecretOnly() async throws {
        let world = try DirectoryWorld()
        let platform = try await world.platform(world.organization())
        let first = try await world.launch(platform, state: "1")
        let second = try await world.launch(platform, state: "2")
        let launches = world.directory.launches
        #expect(try await launches.session(first.id, secretDigest: "secret-1") == first)
        #expect(try await launches.session(first.id, secretDigest: "secret-2") == nil)
        #expect(try await launches.session(second.id, secretDigest: "secret-2") == second)
        #expect(try await launches.session(second.id, secretDigest: "") == nil)
    }

    @Test func aSessionEnds() async throws {
        let world = try DirectoryWorld()
        let launches = world.directory.launches
        let session = try await world.launch(world.platform(world.organization()), state: "s") {
            $0.lifetimeSeconds = 60
        }
        world.clock.advance(seconds: 59)
        #expect(try await launches.session(session.id) != nil)
        world.clock.advance(seconds: 1)
        #expect(try await launches.session(session.id) == nil)
        #expect(try await launches.session(session.id, secretDigest: "secret-s") == nil)
        #expect(try await launches.redeem(ticket: "ticket-s") == nil)
        #expect(try await !launches.finish(session.id))
    }

    @Test func aRevokedSessionIsOverForAll() async throws {
        let world = try DirectoryWorld()
        let platform = try await world.platform(world.organization())
        let session = try await world.launch(platform, state: "s")
        let other = try await world.launch(platform)
        let second = try world.secondDirectory()
        #expect(try await second.launches.session(session.id) != nil)
        try await world.directory.launches.revoke(session.id)
        try await world.directory.launches.revoke(session.id)
        #expect(try await second.launches.session(session.id) == nil)
        #expect(try await second.launches.redeem(ticket: "ticket-s") == nil)
        #expect(try await !second.launches.finish(session.id))
        #expect(try await second.launches.session(other.id) == other)
    }

    /// LTI rule D5.
    @Test func aSessionAnswersOnce() async throws {
        let world = try DirectoryWorld()
        let platform = try await world.platform(world.organization())
        let session = try await world.launch(platform) { $0.purpose = .deepLinking }
        #expect(try await world.directory.launches.finish(session.id))
        #expect(try await !world.directory.launches.finish(session.id))
        #expect(try await !world.directory.launches.finish("unknown"))
        // The page goes on being shown.
        #expect(try await world.directory.launches.session(session.id) == session)
    }

    @Test func aSweepTakesWhatIsOver() async throws {
        let world = try DirectoryWorld()
        let platform = try await world.platform(world.organization())
        for seconds in [60, 120, 180] { try await world.launch(platform) { $0.lifetimeSeconds = seconds } }
        world.clock.advance(seconds: 120)
        #expect(try await world.directory.launches.sweep() == 2)
        #expect(try await world.count("launch_sessions") == 1)
    }
}
