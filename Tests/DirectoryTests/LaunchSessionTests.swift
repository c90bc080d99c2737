import Directory
import Model
import Storage
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

    /// LTI rule R5: for every process, with the next request.
    @Test func aDisabledPlatformsSessionsStopAndGoOn() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let platform = try await world.platform(organization)
        let other = try await world.launch(world.platform(organization, client: "2"))
        let session = try await world.launch(platform, state: "s")
        let second = try world.secondDirectory().launches
        for isActive in [false, true] {
            _ = try await world.directory.platforms.setActive(
                isActive,
                platform.id,
                organization: organization,
                actor: "cli"
            )
            let expected = isActive ? session : nil
            #expect(try await second.session(session.id) == expected)
            #expect(try await second.session(session.id, secretDigest: "secret-s") == expected)
            #expect(try await second.redeem(ticket: "ticket-s") == expected)
            #expect(try await second.finish(session.id) == isActive)
            #expect(try await second.session(other.id) == other)
        }
    }

    // MARK: Revoke

    private func revoke(
        _ platform: PlatformRecord,
        user: String? = nil,
        of organization: OrganizationID? = nil,
        _ world: DirectoryWorld
    ) async throws -> Int {
        try await world.directory.launches.revoke(
            platform: platform.id,
            user: user,
            organization: organization ?? platform.organization,
            actor: "cli"
        )
    }

    @Test func aRevokedSessionIsOverForAll() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let platform = try await world.platform(organization)
        let session = try await world.launch(platform, state: "s")
        let elsewhere = try await world.launch(world.platform(organization, client: "2"))
        let second = try world.secondDirectory().launches
        #expect(try await second.session(session.id) != nil)
        for ended in [1, 0] { #expect(try await revoke(platform, world) == ended) }
        #expect(try await second.session(session.id) == nil)
        #expect(try await second.redeem(ticket: "ticket-s") == nil)
        #expect(try await !second.finish(session.id))
        #expect(try await second.session(elsewhere.id) == elsewhere)
        // Whoever launches again is not kept out.
        let later = try await world.launch(platform)
        #expect(try await second.session(later.id) == later)
        // The second order ended nothing, and the trail tells of the first alone.
        let trail = try await world.audit(organization).filter { $0.action == .platformSessionsEnded }
        #expect(trail.map(\.subject) == [platform.id])
        #expect(trail.map(\.actor) == ["cli"])
    }

    @Test func oneUsersSessionsAreEndedAlone() async throws {
        let world = try DirectoryWorld()
        let platform = try await world.platform(world.organization())
        var own = [try await world.launch(platform)]
        own.append(try await world.launch(platform) { $0.context = LaunchEntry.Context(id: "other") })
        var others: [LaunchSession] = []
        for user in ["U", "v"] { others.append(try await world.launch(platform) { $0.user = user }) }
        #expect(try await revoke(platform, user: "nobody", world) == 0)
        #expect(try await revoke(platform, user: "u", world) == 2)
        for session in own { #expect(try await world.directory.launches.session(session.id) == nil) }
        for session in others { #expect(try await world.directory.launches.session(session.id) == session) }
    }

    @Test func aDisabledPlatformsSessionsAreEndedForGood() async throws {
        let world = try DirectoryWorld()
        let platform = try await world.platform(world.organization())
        let session = try await world.launch(platform)
        let platforms = world.directory.platforms
        _ = try await platforms.setActive(false, platform.id, organization: platform.organization, actor: "cli")
        #expect(try await revoke(platform, world) == 1)
        _ = try await platforms.setActive(true, platform.id, organization: platform.organization, actor: "cli")
        #expect(try await world.directory.launches.session(session.id) == nil)
    }

    @Test func sessionsThatAreOverAreNotCounted() async throws {
        let world = try DirectoryWorld()
        let platform = try await world.platform(world.organization())
        for seconds in [60, 120] { try await world.launch(platform) { $0.lifetimeSeconds = seconds } }
        world.clock.advance(seconds: 60)
        #expect(try await revoke(platform, world) == 1)
    }

    @Test func moreSessionsThanOnePieceAreEnded() async throws {
        let world = try DirectoryWorld()
        let platform = try await world.platform(world.organization())
        let session = try await world.launch(platform)
        _ = try await world.store.write { connection in
            try connection.execute(
                """
                WITH RECURSIVE counter (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counter WHERE n < 20000)
                INSERT INTO launch_sessions (
                    id, organization_id, platform_id, deployment_id, user_id, context_key, learner_id, course_id, role,
                    purpose, is_test_user, details, ticket_digest, secret_digest, created_at, expires_at)
                SELECT id || n, organization_id, platform_id, deployment_id, user_id, context_key, learner_id, course_id,
                    role, purpose, is_test_user, details, ticket_digest || n, secret_digest, created_at, expires_at
                FROM launch_sessions, counter WHERE id = ?1
                """,
                [.text(session.id)]
            )
        }
        #expect(try await revoke(platform, world) == 20_001)
        let trail = try await world.audit(platform.organization).filter { $0.action == .platformSessionsEnded }
        #expect(trail.count == 1)
    }

    @Test func anotherOrganizationsSessionsAreNotEnded() async throws {
        let world = try DirectoryWorld()
        let platform = try await world.platform(world.organization("a"))
        let session = try await world.launch(platform)
        let other = try await world.organization("b")
        let error = await #expect(throws: LecternError.self) { try await revoke(platform, of: other, world) }
        #expect(error?.code == .notFound)
        #expect(try await world.directory.launches.session(session.id) == session)
    }

    // MARK: End

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
