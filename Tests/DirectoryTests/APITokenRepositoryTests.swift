import Credentials
import Directory
import Model
import Storage
import Testing

/// Tokens are created, found, listed and revoked (contract §2.4).
@Suite struct APITokenRepositoryTests {
    // MARK: Create

    @Test func whatIsStoredIsTheCodeOfTheTokenUnderThePepper() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let (record, token) = try await world.token(of: organization)
        let stored = try await world.stored(record)
        #expect(stored.id == record.id)
        #expect(stored.organization == organization)
        #expect(stored.publicKey == token.publicKey)
        #expect(stored.mac == token.digest(with: HMACKey(DirectoryWorld.pepper)))
        #expect(stored.pepperVersion == 1)
        #expect(stored.secretLast4 == String(token.exposedText.suffix(4)))
        #expect(stored.createdBy == "cli")
        #expect(stored.createdAt == world.clock.now)
        #expect(stored.revokedAt == nil)
        #expect(stored.lastUsedAt == nil)
        #expect(stored.replacedBy == nil)
    }

    @Test func theCurrentPepperIsTaken() async throws {
        let world = try DirectoryWorld()
        let newer = DirectoryWorld.secret(from: 0x60)
        let (record, token) = try await world.directory.tokens.create(
            APITokenDraft(name: "a"),
            organization: world.organization(),
            actor: "cli",
            keys: DirectoryWorld.keys(peppers: [1: DirectoryWorld.pepper, 2: newer])
        )
        #expect(record.pepperVersion == 2)
        #expect(try await world.stored(record).mac == token.digest(with: HMACKey(newer)))
    }

    @Test func aNameMayBeUsedAgainAndEachTokenIsAnother() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let first = try await world.token(of: organization)
        let second = try await world.token(of: organization)
        #expect(first.record.name == second.record.name)
        #expect(first.record.id != second.record.id)
        #expect(first.token.publicKey != second.token.publicKey)
        #expect(first.record.mac != second.record.mac)
    }

    @Test func anUnknownOrganizationGetsNoToken() async throws {
        let world = try DirectoryWorld()
        let organization = OrganizationID(high: 1, low: 1)
        let error = await #expect(throws: LecternError.self) { _ = try await world.token(of: organization) }
        #expect(error?.code == .notFound)
        #expect(error?.message == "There is no organization \(organization)")
        #expect(try await world.count("audit") == 0)
    }

    @Test func creationLeavesAnAuditRow() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        world.clock.advance(seconds: 1)
        let record = try await world.directory.tokens.create(
            APITokenDraft(name: "a"),
            organization: organization,
            actor: "admin@example.org",
            keys: world.keys
        ).record
        let entry = AuditEntry(
            at: world.clock.now,
            organization: organization,
            actor: "admin@example.org",
            action: .tokenCreated,
            subject: record.publicKey.description
        )
        #expect(try await world.audit(organization).last == entry)
    }

    // MARK: List and find

    @Test func theNewestComesFirstAndRevokedOnesStay() async throws {
        let world = try DirectoryWorld()
        let mine = try await world.organization("mine")
        let other = try await world.organization("other")
        var records: [APITokenRecord] = []
        for organization in [mine, other, mine, mine] {
            records.append(try await world.token(of: organization).record)
            world.clock.advance(seconds: 1)
        }
        _ = try await world.directory.tokens.revoke(records[2].publicKey, actor: "cli")
        let listed = try await world.directory.tokens.list(organization: mine)
        #expect(listed.map(\.id) == [records[3], records[2], records[0]].map(\.id))
        #expect(listed.map(\.status) == [.active, .revoked, .active])
        #expect(try await world.directory.tokens.list(organization: nil).map(\.id) == records.reversed().map(\.id))
    }

    @Test func tokensOfOneInstantAreListedByID() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        for _ in 0..<8 { _ = try await world.token(of: organization) }
        let ids = try await world.directory.tokens.list(organization: organization).map(\.id)
        #expect(ids == ids.sorted())
    }

    @Test func aTokenIsFoundByIDOrPublicHalf() async throws {
        let world = try DirectoryWorld()
        let record = try await world.token(of: world.organization()).record
        let tokens = world.directory.tokens
        for name in [record.id.description, record.id.description.uppercased(), record.publicKey.description] {
            #expect(try await tokens.find(idOrPublicKey: name).id == record.id)
        }
        #expect(try await tokens.find(record.publicKey)?.id == record.id)
    }

    @Test(arguments: ["", "x", "00000000-0000-0000-0000-000000000000", "tapub_0000000000000000000000", "' OR 1=1 --"])
    func anUnknownNameIsNotFound(name: String) async throws {
        let world = try DirectoryWorld()
        _ = try await world.token(of: world.organization())
        let error = await #expect(throws: LecternError.self) {
            try await world.directory.tokens.find(idOrPublicKey: name)
        }
        #expect(error?.code == .notFound)
    }

    @Test func anUnknownPublicHalfIsNil() async throws {
        let world = try DirectoryWorld()
        #expect(try await world.directory.tokens.find(APIToken.mint().publicKey) == nil)
    }

    @Test(arguments: ["scopes = 'x:y'", "token_mac = 'abc'", "public_key = 'tapub_x'"])
    func aRowThatWeDidNotWriteIsCorruption(change: String) async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        _ = try await world.token(of: organization)
        _ = try await world.store.write { try $0.execute("UPDATE api_tokens SET \(change)", []) }
        await #expect(throws: StorageError.corrupt("an API token row is malformed")) {
            try await world.directory.tokens.list(organization: organization)
        }
    }

    // MARK: Revoke

    @Test func revokingTwiceChangesNothing() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let record = try await world.token(of: organization).record
        world.clock.advance(seconds: 5)
        let first = try await world.directory.tokens.revoke(record.publicKey, actor: "cli")
        #expect(first.revokedAt == world.clock.now)
        let audit = try await world.audit(organization)
        let entry = AuditEntry(
            at: world.clock.now,
            organization: organization,
            actor: "cli",
            action: .tokenRevoked,
            subject: record.publicKey.description
        )
        #expect(audit.last == entry)
        world.clock.advance(seconds: 5)
        let second = try await world.directory.tokens.revoke(record.publicKey, actor: "other")
        #expect(second.revokedAt == first.revokedAt)
        #expect(try await world.audit(organization) == audit)
    }

    @Test func parallelRevocationsLeaveOneAuditRow() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let record = try await world.token(of: organization).record
        try await withThrowingTaskGroup { group in
            for _ in 0..<16 {
                group.addTask { _ = try await world.directory.tokens.revoke(record.publicKey, actor: "cli") }
            }
            try await group.waitForAll()
        }
        #expect(try await world.audit(organization).count { $0.action == .tokenRevoked } == 1)
    }

    @Test func onlyTheNamedTokenIsRevoked() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let first = try await world.token(of: organization).record
        let second = try await world.token(of: organization).record
        _ = try await world.directory.tokens.revoke(first.publicKey, actor: "cli")
        #expect(try await world.stored(second).status(at: world.clock.now) == .active)
    }

    @Test func anUnknownTokenCannotBeRevoked() async throws {
        let world = try DirectoryWorld()
        let error = await #expect(throws: LecternError.self) {
            _ = try await world.directory.tokens.revoke(APIToken.mint().publicKey, actor: "cli")
        }
        #expect(error?.code == .notFound)
        #expect(try await world.count("audit") == 0)
    }
}

extension APITokenRecord {
    fileprivate var status: Status { status(at: SteppableClock.start) }
}
