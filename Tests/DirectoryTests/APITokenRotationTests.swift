import Credentials
import Directory
import Model
import Testing

/// A token is replaced by a new one (contract §2.4).
@Suite struct APITokenRotationTests {
    private func rotate(
        _ record: APITokenRecord,
        overlapSeconds: Int = 60,
        in world: DirectoryWorld
    ) async throws -> (record: APITokenRecord, token: APIToken) {
        try await world.directory.tokens.rotate(
            record,
            overlapSeconds: overlapSeconds,
            actor: "admin",
            keys: world.keys
        )
    }

    @Test func theNewTokenHasTheSameNameAndLimits() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let draft = APITokenDraft(
            name: "site",
            scopes: ScopeSet([.progressRead, .embedSign]),
            allowedIPs: ["192.0.2.0/24", "::1"],
            rateLimit: 30
        )
        let old = try await world.token(draft, of: organization)
        world.clock.advance(seconds: 5)
        let new = try await rotate(old.record, in: world)
        let stored = try await world.stored(new.record)
        #expect(stored.id != old.record.id)
        #expect(stored.publicKey != old.record.publicKey)
        #expect(stored.organization == organization)
        #expect(stored.name == "site")
        #expect(stored.scopes == draft.scopes)
        #expect(stored.allowedIPs == old.record.allowedIPs)
        #expect(stored.rateLimit == 30)
        #expect(stored.createdBy == "admin")
        #expect(stored.createdAt == world.clock.now)
        #expect(stored.mac == new.token.digest(with: HMACKey(DirectoryWorld.pepper)))
        #expect(stored.secretLast4 == new.token.secretLast4)
        #expect(stored.status(at: world.clock.now) == .active)
        #expect(stored.replacedBy == nil)
        #expect(try await world.stored(old.record).replacedBy == new.record.id)
    }

    @Test func aDayOfOverlapIsTheDefaultAndAWeekTheMost() {
        #expect(APITokenRepository.overlapSeconds.default == 86_400)
        #expect(APITokenRepository.overlapSeconds.range == 0...604_800)
    }

    @Test(arguments: [0, 1, 86_400, 604_800])
    func theOldTokenWorksUntilTheOverlapIsOver(overlapSeconds: Int) async throws {
        let world = try DirectoryWorld()
        let old = try await world.token(of: world.organization()).record
        _ = try await rotate(old, overlapSeconds: overlapSeconds, in: world)
        let stored = try await world.stored(old)
        let end = world.clock.now.adding(seconds: Double(overlapSeconds))
        #expect(stored.expiresAt == end)
        #expect(stored.status(at: world.clock.now) == (overlapSeconds == 0 ? .expired : .active))
        #expect(stored.status(at: end) == .expired)
        #expect(stored.revokedAt == nil)
    }

    @Test(arguments: [(30.0, 30.0), (90.0, 60.0)])
    func anOverlapNeverMakesTheOldTokenLastLonger(expiresAfter: Double, endsAfter: Double) async throws {
        let world = try DirectoryWorld()
        let draft = APITokenDraft(name: "a", expiresAt: SteppableClock.start.adding(seconds: expiresAfter))
        let old = try await world.token(draft, of: world.organization()).record
        _ = try await rotate(old, in: world)
        #expect(try await world.stored(old).expiresAt == SteppableClock.start.adding(seconds: endsAfter))
    }

    @Test(arguments: [-1, 604_801, Int.min, Int.max])
    func anOverlapOutOfRangeIsRefused(overlapSeconds: Int) async throws {
        let world = try DirectoryWorld()
        let old = try await world.token(of: world.organization()).record
        let error = await #expect(throws: LecternError.self) {
            _ = try await rotate(old, overlapSeconds: overlapSeconds, in: world)
        }
        #expect(error?.code == .invalid)
        #expect(error?.message == "overlapSeconds must be between 0 and 604800")
        #expect(try await world.stored(old).expiresAt == nil)
    }

    @Test func rotationLeavesAnAuditRow() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let old = try await world.token(of: organization).record
        world.clock.advance(seconds: 5)
        _ = try await rotate(old, in: world)
        let entry = AuditEntry(
            at: world.clock.now,
            organization: organization,
            actor: "admin",
            action: .tokenRotated,
            subject: old.publicKey.description
        )
        let audit = try await world.audit(organization)
        #expect(audit.last == entry)
        #expect(audit.map(\.action) == [.organizationCreated, .tokenCreated, .tokenRotated])
    }

    // MARK: What cannot be rotated

    private func expectConflict(_ old: APITokenRecord, in world: DirectoryWorld) async throws {
        let before = try await world.count("api_tokens")
        let audit = try await world.audit(old.organization)
        let error = await #expect(throws: LecternError.self) { _ = try await rotate(old, in: world) }
        #expect(error?.code == .conflict)
        #expect(error?.message == "Only an active API token that was not rotated before can be rotated")
        #expect(try await world.count("api_tokens") == before)
        #expect(try await world.audit(old.organization) == audit)
    }

    @Test func aRevokedTokenCannotBeRotated() async throws {
        let world = try DirectoryWorld()
        let old = try await world.token(of: world.organization()).record
        _ = try await world.directory.tokens.revoke(old.publicKey, actor: "cli")
        try await expectConflict(old, in: world)
    }

    @Test func anExpiredTokenCannotBeRotated() async throws {
        let world = try DirectoryWorld()
        let draft = APITokenDraft(name: "a", expiresAt: SteppableClock.start.adding(seconds: 60))
        let old = try await world.token(draft, of: world.organization()).record
        world.clock.advance(seconds: 60)
        try await expectConflict(old, in: world)
    }

    @Test func aTokenCannotBeRotatedTwice() async throws {
        let world = try DirectoryWorld()
        let old = try await world.token(of: world.organization()).record
        let new = try await rotate(old, in: world).record
        try await expectConflict(old, in: world)
        #expect(try await world.stored(old).replacedBy == new.id)
        // Its successor can.
        _ = try await rotate(new, in: world)
    }

    @Test func ofParallelRotationsOneWins() async throws {
        let world = try DirectoryWorld()
        let old = try await world.token(of: world.organization()).record
        let won = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask { (try? await rotate(old, in: world)) != nil }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(won == 1)
        #expect(try await world.count("api_tokens") == 2)
    }

    @Test func anUnknownTokenCannotBeRotated() async throws {
        let world = try DirectoryWorld()
        let other = try DirectoryWorld()
        let foreign = try await other.token(of: other.organization()).record
        let error = await #expect(throws: LecternError.self) { _ = try await rotate(foreign, in: world) }
        #expect(error?.code == .notFound)
        #expect(try await world.count("api_tokens") == 0)
    }
}
