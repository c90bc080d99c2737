import Directory
import Model
import TestSupport
import Testing

@testable import Gateway

@Suite struct LTIMaintenanceTests {
    /// A login, a session and an invitation that are all over.
    private func leftovers() async throws -> VisitFixture {
        let fixture = try await VisitFixture.make()
        let world = fixture.world
        _ = try await fixture.launched()
        _ = try await world.directory.invitations.invite(
            organization: world.organization,
            name: nil,
            isLocal: false,
            expiresAt: world.clock.now.adding(seconds: 1),
            actor: "test"
        )
        world.clock.advance(seconds: 31 * 86_400)
        return fixture
    }

    @Test func whatIsOverGoes() async throws {
        let fixture = try await leftovers()
        let directory = fixture.world.directory
        await LTIMaintenance(directory: directory, clock: fixture.world.clock.wall).sweep()
        #expect(try await directory.logins.sweep() == 0)
        #expect(try await directory.launches.sweep() == 0)
        #expect(try await directory.invitations.sweep() == 0)
    }

    @Test(arguments: ["held_tokens", "delivery_attempts"])
    func whatCannotBeSweptKeepsNothingElse(table: String) async throws {
        let fixture = try await leftovers()
        let directory = fixture.world.directory
        try await fixture.world.hideTable(table, of: "directory")
        await LTIMaintenance(directory: directory, clock: fixture.world.clock.wall).sweep()
        #expect(try await directory.launches.sweep() == 0)
        #expect(try await directory.invitations.sweep() == 0)
    }
}
