import Directory
import Model
import Storage
import Testing

/// `lectern platform end-sessions`.
@Suite struct PlatformSessionsTests {
    /// A platform of an organization's, and the directory as a server has it open.
    private struct Scene {
        let lectern: Lectern
        let organization: String
        let platform: String
        let directory: Directory

        /// Launches a lesson as a user.
        func launch(_ user: String) async throws -> LaunchSession {
            let state = "state of \(user)"
            let login = DeliverySample.login(state, platform: platform, at: WallClock.system.now())
            try await directory.logins.insert(login)
            var entry = DeliverySample.entry(
                state,
                platform: platform,
                organization: try #require(OrganizationID(organization)),
                lesson: .random()
            )
            entry.user = user
            entry.ticketDigest = state
            return try #require(try await directory.launches.record(entry))
        }

        func run(_ arguments: String...) async throws -> CommandResult {
            try await lectern.attempt(
                ["platform", "end-sessions", platform, "--organization", organization] + arguments
            )
        }
    }

    private func scene() async throws -> Scene {
        let lectern = try await Lectern()
        let organization = try await lectern.makeOrganization()
        let made = try await lectern.attempt(
            ["platform", "import", "-", "--organization", organization, "--json"],
            input: "[\(PlatformSample.entry())]"
        )
        let store = try SQLiteStore(
            path: lectern.path("data/directory.sqlite"),
            label: "directory",
            migrations: Directory.migrations
        )
        return Scene(
            lectern: lectern,
            organization: organization,
            platform: try #require(try made.json().elements?.first?["platformId"]?.string, "\(made.remarks)"),
            directory: Directory(store: store)
        )
    }

    @Test func sessionsAreEndedAndCounted() async throws {
        let scene = try await scene()
        let sessions = [try await scene.launch("ada"), try await scene.launch("bob"), try await scene.launch("Ada")]
        #expect(try await scene.run("--user", "ada", "--json").output == "{\"ended\":1}\n")
        for session in sessions {
            let isOver = try await scene.directory.launches.session(session.id) == nil
            #expect(isOver == (session.user == "ada"))
        }
        let rest = try await scene.run()
        #expect(rest.output == "Sessions ended: 2\n")
        #expect(rest.end == .status(0))
        #expect(try await scene.run("--json").output == "{\"ended\":0}\n")
        for session in sessions { #expect(try await scene.directory.launches.session(session.id) == nil) }

        let trail = try await scene.lectern.run("audit", "--organization", scene.organization, "--json").json()
        let entries = trail.elements?.filter { $0["action"]?.string == "platform.sessions_ended" } ?? []
        #expect(entries.map { $0["subject"]?.string } == [scene.platform, scene.platform])
    }

    @Test func anotherOrganizationEndsNothing() async throws {
        let scene = try await scene()
        let session = try await scene.launch("ada")
        let other = try await scene.lectern.makeOrganization("Other")
        let result = try await scene.lectern.attempt(
            ["platform", "end-sessions", scene.platform, "--organization", other]
        )
        #expect(result.end == .status(64))
        #expect(result.remarks.contains("There is no platform \(scene.platform) in this organization"))
        #expect(try await scene.directory.launches.session(session.id) == session)
    }
}
