import Model
import Testing

@testable import Credentials

@Suite struct PreviewTokenTests {
    private static let second: Int64 = 1_750_000_000
    private static let header = #"{"alg":"HS256","typ":"JWT","kid":"e1"}"#
    private static let organization = OrganizationID(high: 0x6EC0_BD7F_11C0_43DA, low: 0x975E_2A8A_D9EB_AE0B)
    /// The payload that ``claims()`` makes, piece by piece, so that tests can change one.
    private static let members = [
        ("iss", #""lectern""#),
        ("aud", #""lectern-preview""#),
        ("iat", "1750000000"),
        ("exp", "1750003600"),
        ("jti", #""tok-1""#),
        ("organizationId", #""6ec0bd7f-11c0-43da-975e-2a8ad9ebae0b""#),
        ("lessonId", #""a1b2c3d4-e5f6-4789-8abc-def012345678""#),
        ("versionId", #""00112233-4455-4677-8899-aabbccddeeff""#),
        ("learnerId", #""preview""#),
    ]

    private let keys = LiveKeyRing(fixed: TestKeys.ring)
    private let now = Timestamp(seconds: second)

    private func claims() throws -> PreviewClaims {
        PreviewClaims(
            lesson: try #require(LessonID("a1b2c3d4-e5f6-4789-8abc-def012345678")),
            version: try #require(LessonVersionID("00112233-4455-4677-8899-aabbccddeeff")),
            organization: Self.organization,
            issuedAt: now,
            expiresAt: Timestamp(seconds: Self.second + 3_600),
            tokenID: "tok-1"
        )
    }

    /// A token whose payload has one member changed, left out for nil, or put at the end where it has none of that name.
    private func forge(
        _ name: String = "",
        _ value: String? = nil,
        header: String = header,
        key: HMACKey? = nil
    ) -> String {
        var members = Self.members.compactMap { member -> String? in
            guard member.0 == name else { return "\"\(member.0)\":\(member.1)" }
            return value.map { "\"\(name)\":\($0)" }
        }
        if let value, !Self.members.contains(where: { $0.0 == name }) { members.append("\"\(name)\":\(value)") }
        return CompactJWSTests.forge(
            header: header,
            payload: "{\(members.joined(separator: ","))}",
            key: key ?? keys.current.currentEmbedKey(organization: Self.organization)
        )
    }

    private func failure(_ token: String, at instant: Timestamp? = nil) -> SignedTokenFailure? {
        do {
            _ = try PreviewToken.verify(token, with: keys, now: instant ?? now)
            return nil
        } catch {
            return error
        }
    }

    // MARK: - Good tokens

    @Test func claimsComeBackAsTheyWent() throws {
        let token = try PreviewToken.sign(claims(), with: keys)
        #expect(try PreviewToken.verify(token, with: keys, now: now) == claims())
        #expect(PreviewToken.isAudience(of: token))
    }

    @Test func payloadHasTheMembersInOrder() throws {
        #expect(try PreviewToken.sign(claims(), with: keys) == forge())
    }

    @Test func tokenEndsWithTheRetirementOfItsKey() throws {
        func ring(_ embed: [Int: SecretBytes]) -> LiveKeyRing {
            LiveKeyRing(fixed: KeyRing(peppers: [1: TestKeys.pepper], embed: embed, internal: [1: TestKeys.internal]))
        }
        let token = try PreviewToken.sign(claims(), with: keys)
        let rotated = ring([1: TestKeys.embed, 2: TestKeys.pepper])
        #expect(try PreviewToken.verify(token, with: rotated, now: now) == claims())
        #expect(throws: SignedTokenFailure.invalid) {
            try PreviewToken.verify(token, with: ring([2: TestKeys.pepper]), now: now)
        }
    }

    // MARK: - Time

    @Test(
        arguments: [
            (3_600, nil), (3_604.999_999, nil), (3_605, .expired), (100_000, .expired), (-5, nil), (-6, .invalid),
        ] as [(Double, SignedTokenFailure?)]
    )
    func clocksMayBeFiveSecondsApart(offset: Double, expected: SignedTokenFailure?) throws {
        #expect(failure(try PreviewToken.sign(claims(), with: keys), at: now.adding(seconds: offset)) == expected)
    }

    @Test func longerLifeThanAnHourIsRefused() {
        #expect(failure(forge("exp", "1750003600")) == nil)
        #expect(failure(forge("exp", "1750003601")) == .invalid)
        #expect(failure(forge("exp", "1750003601"), at: now.adding(seconds: 10_000)) == .invalid)
    }

    // MARK: - Other tokens

    /// The keys are the same, so the audience alone keeps a preview from being taken for a learner.
    @Test func embedTokensAndPreviewsAreNotTakenForEachOther() throws {
        let signer = try #require(APITokenPublicKey("tapub_EXAMPLEexampleEXAMPLE0"))
        let preview = try claims()
        let embed = EmbedToken.sign(
            EmbedClaims(
                lesson: preview.lesson,
                learner: "preview",
                organization: preview.organization,
                version: preview.version,
                userAttributes: nil,
                issuedAt: preview.issuedAt,
                expiresAt: preview.expiresAt,
                tokenID: preview.tokenID,
                signedBy: signer
            ),
            with: keys
        )
        #expect(failure(embed) == .invalid)
        #expect(!PreviewToken.isAudience(of: embed))
        for token in [PreviewToken.sign(preview, with: keys), forge("tkn", "\"\(signer)\"")] {
            #expect(throws: SignedTokenFailure.invalid) { try EmbedToken.verify(token, with: keys, now: now) }
            #expect(throws: SignedTokenFailure.invalid) { try OperatorToken.verify(token, with: keys, now: now) }
        }
    }

    @Test(arguments: ["", "x", "a.b.c", String(repeating: ".", count: 20_000)])
    func nonsenseHasNoAudience(token: String) {
        #expect(!PreviewToken.isAudience(of: token))
        #expect(failure(token) == .invalid)
    }

    // MARK: - Tampering

    @Test(arguments: [
        #"{"alg":"none","typ":"JWT","kid":"e1"}"#, #"{"alg":"RS256","typ":"JWT","kid":"e1"}"#,
        #"{"alg":"HS256","typ":"JWT"}"#, #"{"alg":"HS256","typ":"JWT","kid":"e2"}"#,
    ])
    func otherHeadersAreRefused(header: String) {
        #expect(failure(forge(header: header)) == .invalid)
    }

    @Test func keyOfAnotherOrganizationOrOfTheOperatorIsRefused() {
        let other = keys.current.currentEmbedKey(organization: OrganizationID(high: 1, low: 1))
        #expect(failure(forge(key: other)) == .invalid)
        #expect(failure(forge(key: keys.current.currentOperatorKey)) == .invalid)
        #expect(failure(forge("organizationId", #""6ec0bd7f-11c0-43da-975e-2a8ad9ebae0c""#)) == .invalid)
    }

    @Test(
        arguments: [
            ("iss", nil), ("iss", #""other""#), ("aud", nil), ("aud", #""lectern-embed""#),
            ("aud", #"["lectern-preview"]"#), ("iat", nil), ("iat", "1750000000.5"), ("exp", nil), ("exp", "null"),
            ("jti", nil), ("jti", "7"), ("organizationId", nil), ("organizationId", #""x""#), ("lessonId", nil),
            ("lessonId", "1"), ("versionId", nil), ("versionId", "null"), ("versionId", #""1""#), ("learnerId", nil),
            ("learnerId", #""ada""#),
        ] as [(String, String?)]
    )
    func wrongClaimsAreRefusedEvenWhenSigned(name: String, value: String?) {
        #expect(failure(forge(name, value)) == .invalid)
    }
}
