import Directory
import Model
import Testing

@Suite struct OrganizationRepositoryTests {
    @Test func whatIsCreatedIsFound() async throws {
        let world = try DirectoryWorld()
        let created = try await world.directory.organizations.create(name: "Acmé \"1\"", actor: "cli")
        #expect(created.name == "Acmé \"1\"")
        #expect(created.createdAt == world.clock.now)
        #expect(!created.isGuest)
        #expect(try await world.directory.organizations.find(created.id) == created)
        #expect(try await world.directory.organizations.list() == [created])
    }

    @Test(arguments: [
        "", "a\nb", "a\u{0}", "\u{7F}", "\u{85}", String(repeating: "a", count: 201),
        "e" + String(repeating: "\u{301}", count: 200),
    ])
    func aNameHasOneTo200CharactersAndNoControlCharacters(name: String) async throws {
        let world = try DirectoryWorld()
        let error = await #expect(throws: LecternError.self) {
            try await world.directory.organizations.create(name: name, actor: "cli")
        }
        #expect(error?.code == .invalid)
        #expect(error?.message == "name must have 1 to 200 characters")
        #expect(try await world.count("organizations") == 0)
    }

    @Test func aNameOf200CharactersIsTaken() async throws {
        let world = try DirectoryWorld()
        let name = String(repeating: "é", count: 200)
        #expect(try await world.directory.organizations.create(name: name, actor: "cli").name == name)
    }

    @Test func theOldestComesFirst() async throws {
        let world = try DirectoryWorld()
        var expected: [OrganizationID] = []
        for name in ["c", "a", "b"] {
            expected.append(try await world.organization(name))
            world.clock.advance(seconds: 1)
        }
        #expect(try await world.directory.organizations.list().map(\.id) == expected)
    }

    @Test func anUnknownOneIsNotFound() async throws {
        let world = try DirectoryWorld()
        let id = OrganizationID(high: 1, low: 1)
        let error = await #expect(throws: LecternError.self) { try await world.directory.organizations.find(id) }
        #expect(error?.code == .notFound)
        #expect(error?.message == "There is no organization \(id)")
    }

    @Test func creationLeavesAnAuditRow() async throws {
        let world = try DirectoryWorld()
        let id = try await world.organization()
        let entry = AuditEntry(
            at: world.clock.now,
            organization: id,
            actor: "cli",
            action: .organizationCreated,
            subject: id.description
        )
        #expect(try await world.audit(id) == [entry])
    }

    // MARK: Guests

    @Test func theGuestOrganizationIsCreatedOnce() async throws {
        let world = try DirectoryWorld()
        _ = try await world.organization()
        let first = try await world.directory.organizations.guestOrganization()
        #expect(first.isGuest)
        world.clock.advance(seconds: 1)
        #expect(try await world.directory.organizations.guestOrganization() == first)
        #expect(try await world.directory.organizations.list().filter(\.isGuest) == [first])
        #expect(try await world.audit(first.id).map(\.action) == [.organizationCreated])
    }

    @Test func parallelFirstUsesMakeOneGuestOrganization() async throws {
        let world = try DirectoryWorld()
        let second = try world.secondDirectory()
        let ids = try await withThrowingTaskGroup(of: OrganizationID.self) { group in
            for index in 0..<16 {
                let directory = index.isMultiple(of: 2) ? world.directory : second
                group.addTask { try await directory.organizations.guestOrganization().id }
            }
            return try await group.reduce(into: Set<OrganizationID>()) { $0.insert($1) }
        }
        #expect(ids.count == 1)
        #expect(try await world.count("organizations") == 1)
    }
}
