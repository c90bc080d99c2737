import Credentials
import Directory
import Model
import Testing

/// What the use of a token leaves behind (contract §2.4).
@Suite struct APITokenUseTests {
    private func use(
        _ record: APITokenRecord,
        from address: String = "192.0.2.7",
        renewal: (mac: Digest, pepperVersion: Int)? = nil,
        in world: DirectoryWorld
    ) async throws {
        try await world.directory.tokens.noteUse(of: record, address: address, renewal: renewal)
    }

    @Test func theTimeOfTheLatestUseIsKept() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let record = try await world.token(of: organization).record
        let unused = try await world.token(of: organization).record
        for _ in 0..<2 {
            world.clock.advance(seconds: 60)
            try await use(record, in: world)
            #expect(try await world.stored(record).lastUsedAt == world.clock.now)
        }
        #expect(try await world.stored(unused).lastUsedAt == nil)
    }

    @Test func aNewAddressLeavesOneAuditRow() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let record = try await world.token(of: organization).record
        world.clock.advance(seconds: 60)
        let first = world.clock.now
        for address in ["192.0.2.7", "192.0.2.7", "2001:db8::1", "192.0.2.7", "2001:db8::1"] {
            try await use(record, from: address, in: world)
            world.clock.advance(seconds: 60)
        }
        let rows = try await world.audit(organization).filter { $0.action == .tokenUsedFromNewAddress }
        let expected = [(first, "192.0.2.7"), (first.adding(seconds: 120), "2001:db8::1")].map { at, address in
            AuditEntry(
                at: at,
                organization: organization,
                actor: record.publicKey.description,
                action: .tokenUsedFromNewAddress,
                subject: record.publicKey.description,
                address: address
            )
        }
        #expect(rows == expected)
    }

    @Test func addressesAreNewForEachTokenByItself() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        for _ in 0..<2 { try await use(world.token(of: organization).record, in: world) }
        #expect(try await world.audit(organization).count { $0.action == .tokenUsedFromNewAddress } == 2)
    }

    @Test func parallelUsesFromOneAddressLeaveOneAuditRow() async throws {
        let world = try DirectoryWorld()
        let second = try world.secondDirectory()
        let organization = try await world.organization()
        let record = try await world.token(of: organization).record
        try await withThrowingTaskGroup { group in
            for index in 0..<16 {
                let directory = index.isMultiple(of: 2) ? world.directory : second
                group.addTask { try await directory.tokens.noteUse(of: record, address: "192.0.2.7", renewal: nil) }
            }
            try await group.waitForAll()
        }
        #expect(try await world.audit(organization).count { $0.action == .tokenUsedFromNewAddress } == 1)
    }

    // MARK: Renewal

    @Test func aRenewalMovesTheCodeToTheNewerPepper() async throws {
        let world = try DirectoryWorld()
        let (record, token) = try await world.token(of: world.organization())
        let newer = token.digest(with: HMACKey(DirectoryWorld.secret(from: 0x60)))
        try await use(record, renewal: (newer, 2), in: world)
        let stored = try await world.stored(record)
        #expect(stored.mac == newer)
        #expect(stored.pepperVersion == 2)
    }

    /// A gateway that has not read the new key yet must not undo what another one did.
    @Test(arguments: [1, 2, 3])
    func aRenewalNeverMovesBackOrSideways(version: Int) async throws {
        let world = try DirectoryWorld()
        let (record, token) = try await world.token(of: world.organization())
        let newest = token.digest(with: HMACKey(DirectoryWorld.secret(from: 0x60)))
        try await use(record, renewal: (newest, 3), in: world)
        world.clock.advance(seconds: 60)
        let other = token.digest(with: HMACKey(DirectoryWorld.secret(from: 0x80)))
        try await use(record, renewal: (other, version), in: world)
        let stored = try await world.stored(record)
        #expect(stored.mac == newest)
        #expect(stored.pepperVersion == 3)
        #expect(stored.lastUsedAt == world.clock.now)
    }
}
