import Directory
import Model
import Storage
import Testing

@Suite struct AuditRepositoryTests {
    private func entry(_ number: Int, of organization: OrganizationID, address: String? = nil) -> AuditEntry {
        AuditEntry(
            at: SteppableClock.start,
            organization: organization,
            actor: "cli",
            action: .progressImported,
            subject: "\(number) records",
            address: address
        )
    }

    @Test func theNewestComesFirstEvenWithinOneInstant() async throws {
        let world = try DirectoryWorld()
        let organization = OrganizationID(high: 1, low: 1)
        for number in 1...5 { try await world.directory.audit.append(entry(number, of: organization)) }
        let latest = try await world.directory.audit.latest(of: organization, limit: 3)
        #expect(latest == [5, 4, 3].map { entry($0, of: organization) })
    }

    @Test func othersEntriesAreNotShown() async throws {
        let world = try DirectoryWorld()
        let mine = OrganizationID(high: 1, low: 1)
        try await world.directory.audit.append(entry(1, of: OrganizationID(high: 2, low: 2)))
        try await world.directory.audit.append(entry(2, of: mine, address: "192.0.2.7"))
        #expect(
            try await world.directory.audit.latest(of: mine, limit: 9) == [entry(2, of: mine, address: "192.0.2.7")]
        )
    }

    @Test(arguments: AuditEntry.Action.allCases)
    func everyActionIsReadBack(action: AuditEntry.Action) async throws {
        let world = try DirectoryWorld()
        let organization = OrganizationID(high: 1, low: 1)
        let entry = AuditEntry(
            at: SteppableClock.start,
            organization: organization,
            actor: "a",
            action: action,
            subject: "s"
        )
        try await world.directory.audit.append(entry)
        #expect(try await world.audit(organization) == [entry])
    }

    @Test func anActionThatWeDidNotWriteIsCorruption() async throws {
        let world = try DirectoryWorld()
        let organization = OrganizationID(high: 1, low: 1)
        try await world.directory.audit.append(entry(1, of: organization))
        _ = try await world.store.write { try $0.execute("UPDATE audit SET action = 'x'", []) }
        await #expect(throws: StorageError.corrupt("unknown audit action")) {
            try await world.directory.audit.latest(of: organization, limit: 1)
        }
    }
}
