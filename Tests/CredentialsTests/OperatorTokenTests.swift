import Model
import Testing

@testable import Credentials

@Suite struct OperatorTokenTests {
    private static let second: Int64 = 1_750_000_000
    private static let header = #"{"alg":"HS256","typ":"JWT","kid":"e1"}"#
    private static let organization = OrganizationID(high: 0x6EC0_BD7F_11C0_43DA, low: 0x975E_2A8A_D9EB_AE0B)
    /// The payload that ``claims(isWriter:)`` makes, piece by piece, so that tests can change one.
    private static let members = [
        ("iss", #""lectern""#),
        ("aud", #""lectern-operator""#),
        ("iat", "1750000000"),
        ("exp", "1750003600"),
        ("jti", #""tok-1""#),
        ("organizationId", #""6ec0bd7f-11c0-43da-975e-2a8ad9ebae0b""#),
        ("learnerId", #""zoë \"1\"""#),
    ]

    private let keys = LiveKeyRing(fixed: TestKeys.ring)
    private let now = Timestamp(seconds: second)

    private func claims(isWriter: Bool = true) -> OperatorClaims {
        OperatorClaims(
            writer: isWriter
                ? OperatorClaims.Writer(organization: Self.organization, learner: #"zoë "1""#)
                : nil,
            issuedAt: now,
            expiresAt: Timestamp(seconds: Self.second + 3_600),
            tokenID: "tok-1"
        )
    }

    /// A token whose payload has one member changed, or left out for nil; signed with the right key unless another is given.
    private func forge(
        _ name: String = "",
        _ value: String? = nil,
        header: String = header,
        key: HMACKey? = nil
    ) -> String {
        let members = Self.members.compactMap { member -> String? in
            guard member.0 == name else { return "\"\(member.0)\":\(member.1)" }
            return value.map { "\"\(name)\":\($0)" }
        }
        return CompactJWSTests.forge(
            header: header,
            payload: "{\(members.joined(separator: ","))}",
            key: key ?? keys.current.currentOperatorKey
        )
    }

    private func failure(_ token: String, at instant: Timestamp? = nil) -> SignedTokenFailure? {
        do {
            _ = try OperatorToken.verify(token, with: keys, now: instant ?? now)
            return nil
        } catch {
            return error
        }
    }

    // MARK: - Good tokens

    @Test(arguments: [true, false])
    func claimsComeBackAsTheyWent(isWriter: Bool) throws {
        let claims = claims(isWriter: isWriter)
        let token = OperatorToken.sign(claims, with: keys)
        #expect(try OperatorToken.verify(token, with: keys, now: now) == claims)
        #expect(OperatorToken.isAudience(of: token))
        let payload = try #require(CompactJWS(token)).payload
        #expect((payload["organizationId"] != nil) == isWriter)
        #expect((payload["learnerId"] != nil) == isWriter)
    }

    @Test func payloadHasTheMembersInOrder() {
        #expect(OperatorToken.sign(claims(), with: keys) == forge())
    }

    @Test func tokenOfARotatedKeyIsVerifiedUntilItIsRetired() throws {
        let rotated = KeyRing(
            peppers: [1: TestKeys.pepper],
            embed: [1: TestKeys.embed, 2: TestKeys.pepper],
            internal: [1: TestKeys.internal]
        )
        let old = OperatorToken.sign(claims(), with: keys)
        let new = OperatorToken.sign(claims(), with: LiveKeyRing(fixed: rotated))
        #expect(CompactJWS(new)?.keyID == "e2")
        #expect(try OperatorToken.verify(old, with: LiveKeyRing(fixed: rotated), now: now) == claims())
        #expect(failure(new) == .invalid)
    }

    @Test func keyMadeByAnotherProcessIsFound() throws {
        let temporary = try TemporaryFolder()
        _ = try temporary.keys.initialize()
        let clock = WallClock { [now] in now }
        let reader = try LiveKeyRing(folder: temporary.keys, clock: clock)
        _ = try temporary.keys.rotate(.embed)
        let token = OperatorToken.sign(claims(), with: try LiveKeyRing(folder: temporary.keys, clock: clock))
        #expect(try OperatorToken.verify(token, with: reader, now: now) == claims())
    }

    // MARK: - Time

    @Test(
        arguments: [
            (3_600, nil), (3_604.999_999, nil), (3_605, .expired), (100_000, .expired), (-5, nil), (-6, .invalid),
        ] as [(Double, SignedTokenFailure?)]
    )
    func clocksMayBeFiveSecondsApart(offset: Double, expected: SignedTokenFailure?) {
        #expect(failure(OperatorToken.sign(claims(), with: keys), at: now.adding(seconds: offset)) == expected)
    }

    @Test func longerLifeThanAnHourIsRefused() {
        #expect(failure(forge("exp", "1750003600")) == nil)
        #expect(failure(forge("exp", "1750003601")) == .invalid)
        #expect(failure(forge("exp", "1750003601"), at: now.adding(seconds: 10_000)) == .invalid)
    }

    // MARK: - Tampering

    @Test(
        arguments: [
            ("iss", nil), ("iss", #""other""#), ("aud", nil), ("aud", #""lectern-embed""#), ("aud", "[]"), ("iat", nil),
            ("iat", "1.5"), ("exp", nil), ("exp", #""1750003600""#), ("jti", nil), ("jti", "1"),
            ("organizationId", nil),
            ("organizationId", "null"), ("organizationId", #""x""#), ("learnerId", nil), ("learnerId", "null"),
            ("learnerId", #""""#), ("learnerId", "1"),
        ] as [(String, String?)]
    )
    func wrongClaimsAreRefusedEvenWhenSigned(name: String, value: String?) {
        #expect(failure(forge(name, value)) == .invalid)
    }

    @Test(arguments: [
        #"{"alg":"none","typ":"JWT","kid":"e1"}"#, #"{"alg":"HS256","typ":"JWT"}"#,
        #"{"alg":"HS256","typ":"JWT","kid":"e2"}"#, #"{"alg":"HS256","typ":"JWT","kid":"e1","crit":["exp"]}"#,
    ])
    func otherHeadersAreRefused(header: String) {
        #expect(failure(forge(header: header)) == .invalid)
    }

    /// Computed apart from this code: HKDF-SHA-256 of 20…3f, then HMAC-SHA-256 of nothing.
    @Test func keyIsDerivedFromTheMasterAndALabel() {
        let code = keys.current.currentOperatorKey.code(for: [])
        #expect(code.hex == "d7a59be52d112d27e56331763072246116920a7e9aaa148d088fe6cee2e560c5")
    }

    @Test func noOrganizationsKeyIsTheOperators() {
        for organization in [Self.organization, .installation, .random()] {
            let key = keys.current.currentEmbedKey(organization: organization)
            #expect(failure(forge(key: key)) == .invalid)
            #expect(key.code(for: []) != keys.current.currentOperatorKey.code(for: []))
        }
    }

    @Test func embedTokenIsNoOperatorToken() throws {
        let claims = EmbedClaims(
            lesson: .random(),
            learner: "ann",
            organization: Self.organization,
            version: nil,
            userAttributes: nil,
            issuedAt: now,
            expiresAt: Timestamp(seconds: Self.second + 60),
            tokenID: "tok-1",
            signedBy: try #require(APITokenPublicKey("tapub_EXAMPLEexampleEXAMPLE0"))
        )
        let token = EmbedToken.sign(claims, with: keys)
        #expect(failure(token) == .invalid)
        #expect(!OperatorToken.isAudience(of: token))
        #expect(throws: SignedTokenFailure.invalid) {
            try EmbedToken.verify(OperatorToken.sign(self.claims(), with: keys), with: keys, now: now)
        }
    }

    @Test(arguments: ["", "x", "a.b.c", "tapub_EXAMPLEexampleEXAMPLE0", String(repeating: "x", count: 20_000)])
    func whatIsNoTokenIsRefused(text: String) {
        #expect(failure(text) == .invalid)
        #expect(!OperatorToken.isAudience(of: text))
    }

    @Test func everyCutIsRefused() {
        let token = OperatorToken.sign(claims(), with: keys)
        for count in 0..<token.utf8.count { #expect(failure(String(token.prefix(count))) == .invalid) }
        for text in [token + "\n", token + "=", " " + token] { #expect(failure(text) == .invalid) }
    }
}
