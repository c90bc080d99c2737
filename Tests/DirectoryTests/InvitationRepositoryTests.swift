import Directory
import Foundation
import Model
import Testing

@Suite struct InvitationRepositoryTests {
    private func invite(
        _ world: DirectoryWorld,
        _ organization: OrganizationID
    ) async throws -> (invitation: RegistrationInvitation, code: String) {
        try await world.directory.invitations.invite(
            organization: organization,
            name: "School",
            isLocal: true,
            expiresAt: world.clock.now.adding(seconds: 60),
            actor: "cli"
        )
    }

    @Test func aCodeIsGoodOnce() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let (invitation, code) = try await invite(world, organization)
        #expect(code.utf8.count == 43)
        #expect(try await world.directory.invitations.claim(code) == invitation)
        #expect(invitation.organization == organization)
        #expect(invitation.isLocal)
        #expect(invitation.name == "School")
        #expect(try await world.directory.invitations.claim(code) == nil)
        #expect(try await world.directory.invitations.claim(code + "x") == nil)
        #expect(try await world.directory.invitations.claim("") == nil)
    }

    @Test func ofManyClaimsAtOnceOneSucceeds() async throws {
        let world = try DirectoryWorld()
        let second = try world.secondDirectory()
        let code = try await invite(world, world.organization()).code
        let claims = try await withThrowingTaskGroup(of: Bool.self) { group in
            for index in 0..<8 {
                let invitations = (index.isMultiple(of: 2) ? world.directory : second).invitations
                group.addTask { try await invitations.claim(code) != nil }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(claims == 1)
    }

    @Test func aReleasedCodeIsGoodAgain() async throws {
        let world = try DirectoryWorld()
        let (invitation, code) = try await invite(world, world.organization())
        _ = try await world.directory.invitations.claim(code)
        try await world.directory.invitations.release(invitation.id)
        #expect(try await world.directory.invitations.claim(code) == invitation)
        #expect(try await world.directory.invitations.claim(code) == nil)
    }

    @Test func aCodeEnds() async throws {
        let world = try DirectoryWorld()
        let (invitation, code) = try await invite(world, world.organization())
        world.clock.advance(seconds: 60)
        #expect(try await world.directory.invitations.claim(code) == nil)
        try await world.directory.invitations.release(invitation.id)
        #expect(try await world.directory.invitations.claim(code) == nil)
    }

    /// Until then an operator who is asked can still tell a used link from one that never was.
    @Test func anInvitationGoesThirtyDaysAfterItsEnd() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let used = try await invite(world, organization).code
        _ = try await invite(world, organization)
        #expect(try await world.directory.invitations.claim(used) != nil)
        world.clock.advance(seconds: 60 + 30 * 86_400 - 1)
        let good = try await invite(world, organization).code
        #expect(try await world.directory.invitations.sweep() == 0)
        world.clock.advance(seconds: 1)
        #expect(try await world.directory.invitations.sweep() == 2)
        #expect(try await world.count("invitations") == 1)
        #expect(try await world.directory.invitations.claim(good) != nil)
    }

    @Test func theCodeIsNotStored() async throws {
        let world = try DirectoryWorld()
        let code = try await invite(world, world.organization()).code
        var bytes = Data()
        for name in try FileManager.default.contentsOfDirectory(atPath: world.folder) {
            bytes += try Data(contentsOf: URL(filePath: world.folder).appending(path: name))
        }
        #expect(bytes.range(of: Data(code.utf8)) == nil)
    }

    @Test func badInvitationsAreRefused() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let now = world.clock.now
        let cases: [(OrganizationID, String?, Timestamp, LecternError.Code)] = [
            (organization, "", now.adding(seconds: 1), .invalid), (organization, nil, now, .invalid),
            (.random(), nil, now.adding(seconds: 1), .notFound),
        ]
        for (organization, name, expiresAt, code) in cases {
            let error = await #expect(throws: LecternError.self) {
                try await world.directory.invitations.invite(
                    organization: organization,
                    name: name,
                    isLocal: false,
                    expiresAt: expiresAt,
                    actor: "cli"
                )
            }
            #expect(error?.code == code)
        }
        #expect(try await world.count("invitations") == 0)
    }

    @Test func anInvitationIsAudited() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let invitation = try await world.directory.invitations.invite(
            organization: organization,
            name: nil,
            isLocal: false,
            expiresAt: world.clock.now.adding(seconds: 60),
            actor: "cli"
        ).invitation
        let last = try #require(try await world.audit(organization).last)
        #expect(last.action == .platformInvited)
        #expect(last.subject == invitation.id)
    }
}
