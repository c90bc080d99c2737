import Credentials
import Directory
import Model
import Testing

/// The rules that a new token's description keeps (contract §2.4).
@Suite struct APITokenDraftTests {
    private static let many = [String](repeating: "192.0.2.7", count: 101)

    @Test(arguments: [
        (APITokenDraft(name: ""), "name is required"),
        (APITokenDraft(name: String(repeating: "a", count: 101)), "name must have 1 to 100 characters"),
        (APITokenDraft(name: "e" + String(repeating: "\u{301}", count: 100)), "name must have 1 to 100 characters"),
        (APITokenDraft(name: "a\nb"), "name must have 1 to 100 characters"),
        (APITokenDraft(name: "a\u{0}"), "name must have 1 to 100 characters"),
        (APITokenDraft(name: "a", scopes: ScopeSet([])), "scopes must name at least one scope"),
        (APITokenDraft(name: "a", expiresAt: SteppableClock.start), "expiresAt must be in the future"),
        (APITokenDraft(name: "a", expiresAt: Timestamp(seconds: 0)), "expiresAt must be in the future"),
        (APITokenDraft(name: "a", rateLimit: -1), "rateLimit must be between 0 and 1000000"),
        (APITokenDraft(name: "a", rateLimit: 1_000_001), "rateLimit must be between 0 and 1000000"),
        (APITokenDraft(name: "a", allowedIPs: []), "allowedIps must name 1 to 100 addresses"),
        (APITokenDraft(name: "a", allowedIPs: many), "allowedIps must name 1 to 100 addresses"),
        (APITokenDraft(name: "a", allowedIPs: ["192.0.2.7", "x"]), "allowedIps must hold IP addresses or CIDR ranges"),
        (APITokenDraft(name: "a", allowedIPs: ["192.0.2.7,::1"]), "allowedIps must hold IP addresses or CIDR ranges"),
    ])
    func aBrokenRuleIsNamedAndNothingIsStored(draft: APITokenDraft, message: String) async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let error = await #expect(throws: LecternError.self) { _ = try await world.token(draft, of: organization) }
        #expect(error?.code == .invalid)
        #expect(error?.message == message)
        #expect(try await world.count("api_tokens") == 0)
        #expect(try await world.audit(organization).count == 1)
    }

    @Test(arguments: [
        APITokenDraft(name: "a"), APITokenDraft(name: String(repeating: "é", count: 100)),
        APITokenDraft(name: "a", scopes: ScopeSet([.progressRead])),
        APITokenDraft(name: "a", expiresAt: Timestamp(microseconds: SteppableClock.start.microseconds + 1)),
        APITokenDraft(name: "a", rateLimit: 0), APITokenDraft(name: "a", rateLimit: 1_000_000),
        APITokenDraft(name: "a", allowedIPs: ["192.0.2.0/24", "2001:DB8::/32", "::1"]),
        APITokenDraft(name: "a", allowedIPs: Array(many.dropLast())),
    ])
    func whatKeepsTheRulesIsStoredAsGiven(draft: APITokenDraft) async throws {
        let world = try DirectoryWorld()
        let record = try await world.stored(world.token(draft, of: world.organization()).record)
        #expect(record.name == draft.name)
        #expect(record.scopes == draft.scopes)
        #expect(record.expiresAt == draft.expiresAt)
        #expect(record.rateLimit == draft.rateLimit)
        #expect(record.allowedIPs?.map(\.description) == draft.allowedIPs)
    }

    @Test func aDraftAllowsEverythingUnlessItSaysOtherwise() {
        let draft = APITokenDraft(name: "a")
        #expect(draft.scopes == .all)
        #expect(draft.expiresAt == nil)
        #expect(draft.allowedIPs == nil)
        #expect(draft.rateLimit == nil)
    }
}
