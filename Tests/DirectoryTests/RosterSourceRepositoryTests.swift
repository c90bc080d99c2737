@testable import Directory
import Model
import Testing

@Suite struct RosterSourceRepositoryTests {
    private func claim(_ session: LaunchSession, _ world: DirectoryWorld) async throws -> RosterSource? {
        try await world.directory.rosterSources.claim(
            session.course,
            unlessSyncedAfter: world.clock.now.adding(seconds: -300),
            until: world.clock.now.adding(seconds: 60)
        )
    }

    @Test func aLaunchTellsWhereTheMembersAre() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let platform = try await world.platform(organization)
        let session = try await world.launch(platform)
        let expected = RosterSource(
            course: session.course,
            organization: organization,
            platformID: platform.id,
            deploymentID: "d",
            contextKey: "c",
            title: "Course",
            memberships: "https://lms.test/members",
            differences: nil,
            syncedAt: nil
        )
        let sources = world.directory.rosterSources
        #expect(try await sources.find(session.course, organization: organization) == expected)
        #expect(try await sources.list(organization: organization, platform: nil) == [expected])
        #expect(try await sources.list(organization: organization, platform: platform.id) == [expected])
        #expect(try await sources.list(organization: organization, platform: "other").isEmpty)
        let other = try await world.organization("other")
        #expect(try await sources.find(session.course, organization: other) == nil)
        #expect(try await sources.list(organization: other, platform: nil).isEmpty)
    }

    @Test func titlesAreKeptUpToDate() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let platform = try await world.platform(organization)
        let course = try await world.launch(platform).course
        try await world.launch(platform) { $0.context = LaunchEntry.Context(id: "c", title: "New title") }
        try await world.launch(platform) { $0.context = LaunchEntry.Context(id: "c") }
        let found = try await world.directory.rosterSources.find(course, organization: organization)
        #expect(found?.title == "New title")
    }

    @Test func withoutContextOrAddressThereIsNoSource() async throws {
        let world = try DirectoryWorld()
        let platform = try await world.platform(world.organization())
        let first = try await world.launch(platform) { $0.memberships = nil }
        try await world.launch(platform) { $0.context = nil }
        #expect(try await world.count("roster_sources") == 0)
        #expect(try await claim(first, world) == nil)
    }

    @Test func oneAtATimeFetchesTheMembers() async throws {
        let world = try DirectoryWorld()
        let platform = try await world.platform(world.organization())
        let session = try await world.launch(platform)
        let sources = world.directory.rosterSources
        #expect(try await claim(session, world)?.course == session.course)
        #expect(try await claim(session, world) == nil)
        // It failed: the next may try at once.
        try await sources.finish(session.course, differences: nil, syncedAt: nil)
        #expect(try await claim(session, world) != nil)
        // It never came back.
        world.clock.advance(seconds: 60)
        #expect(try await claim(session, world) != nil)
        let syncedAt = world.clock.now
        try await sources.finish(session.course, differences: "https://lms.test/since", syncedAt: syncedAt)
        #expect(try await claim(session, world) == nil)
        world.clock.advance(seconds: 300)
        let again = try #require(try await claim(session, world))
        #expect(again.syncedAt == syncedAt)
        #expect(again.differences == "https://lms.test/since")
        // A failure forgets nothing.
        try await sources.finish(session.course, differences: nil, syncedAt: nil)
        let found = try await sources.find(session.course, organization: platform.organization)
        #expect(found?.syncedAt == syncedAt)
        #expect(found?.differences == "https://lms.test/since")
    }

    @Test func anotherAddressForgetsWhatChangedAtTheOldOne() async throws {
        let world = try DirectoryWorld()
        let platform = try await world.platform(world.organization())
        let session = try await world.launch(platform)
        _ = try await claim(session, world)
        let sources = world.directory.rosterSources
        try await sources.finish(session.course, differences: "https://lms.test/since", syncedAt: world.clock.now)
        try await world.launch(platform)
        let same = try await sources.find(session.course, organization: platform.organization)
        #expect(same?.differences == "https://lms.test/since")
        try await world.launch(platform) { $0.memberships = "https://lms.test/moved" }
        let moved = try await sources.find(session.course, organization: platform.organization)
        #expect(moved?.memberships == "https://lms.test/moved")
        #expect(moved?.differences == nil)
    }

    /// LTI rule R5.
    @Test func anInactivePlatformIsNotAsked() async throws {
        let world = try DirectoryWorld()
        let platform = try await world.platform(world.organization())
        let session = try await world.launch(platform)
        for isActive in [false, true] {
            _ = try await world.directory.platforms.setActive(
                isActive,
                platform.id,
                organization: platform.organization,
                actor: "cli"
            )
            #expect(try await (claim(session, world) != nil) == isActive)
        }
    }
}
