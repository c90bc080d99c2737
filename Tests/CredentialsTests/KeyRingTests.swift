import Model
import Testing

@testable import Credentials

@Suite struct KeyRingTests {
    private let organization = OrganizationID(high: 0x6EC0_BD7F_11C0_43DA, low: 0x975E_2A8A_D9EB_AE0B)
    private let ring = KeyRing(
        peppers: [1: TestKeys.pepper, 3: TestKeys.embed],
        embed: [1: TestKeys.embed, 10: TestKeys.pepper, 9: TestKeys.internal],
        internal: [2: TestKeys.internal]
    )

    @Test func theHighestVersionIsCurrent() {
        #expect(ring.currentPepperVersion == 3)
        #expect(ring.currentEmbedKeyID == "e10")
        #expect(ring.currentInternalVersion == 2)
        #expect(ring.currentInternalKey.code(for: []) == ring.internalKey(2)?.code(for: []))
        let current = ring.currentEmbedKey(organization: organization)
        #expect(current.code(for: []) == ring.embedKey("e10", organization: organization)?.code(for: []))
    }

    @Test func unknownVersionsHaveNoKey() {
        #expect(ring.pepper(2) == nil)
        #expect(ring.internalKey(1) == nil)
        #expect(ring.embedKey("e2", organization: organization) == nil)
    }

    @Test(arguments: ["", "e", "1", "E1", "e01", "e+1", "e 1", "e1 ", "e-1", "e0", "p1", "e1.0", "e1000000000", "é1"])
    func malformedKeyIDsHaveNoKey(keyID: String) {
        #expect(ring.embedKey(keyID, organization: organization) == nil)
    }

    /// Computed apart from this code: HKDF-SHA-256 of 20…3f, then HMAC-SHA-256 of nothing.
    @Test func embedKeysAreDerivedFromMasterAndOrganization() throws {
        let key = try #require(ring.embedKey("e1", organization: organization))
        #expect(key.code(for: []).hex == "45b361aecf8500f356186009da889e7c958ae970e18c34d991f6b3c2c1c67ce5")
    }

    @Test func organizationsAndVersionsHaveDifferentKeys() {
        let other = OrganizationID(high: organization.high, low: organization.low + 1)
        let codes = [organization, other].flatMap { organization in
            ["e1", "e9", "e10"].map { ring.embedKey($0, organization: organization)?.code(for: []).hex }
        }
        #expect(Set(codes).count == 6)
        #expect(!codes.contains(nil))
    }

    @Test func aDerivedKeyIsKept() {
        let first = ring.embedKey("e1", organization: organization)
        #expect(first === ring.embedKey("e1", organization: organization))
    }

    @Test func dumpingShowsNoSecret() {
        var dumped = ""
        dump(ring, to: &dumped)
        #expect(dumped.contains("SecretBytes(redacted)"))
        #expect(!dumped.contains("UInt8"))
    }
}
