import Model
import Testing

@testable import Credentials

/// What tokens of all kinds have in common; what is a kind's own has a suite of its own.
@Suite struct SignedTokenTests {
    private let keys = TokenKind.keys
    private let now = TokenKind.now

    // MARK: - Good tokens

    @Test(arguments: TokenKind.all)
    func claimsComeBackAsTheyWent(kind: TokenKind) throws {
        let token = try SignedToken(kind.sign(keys))
        #expect(token.audience == kind.audience)
        #expect(try kind.verify(token, keys, now))
    }

    @Test(arguments: TokenKind.all)
    func payloadHasTheMembersInOrder(kind: TokenKind) {
        #expect(kind.sign(keys) == kind.forge.token())
    }

    @Test(arguments: TokenKind.all)
    func tokensOfAnOlderKeyStayGoodUntilItIsRetired(kind: TokenKind) throws {
        let rotated = TokenKind.keys([1: TestKeys.embed, 2: TestKeys.pepper])
        let old = kind.sign(keys)
        let new = kind.sign(rotated)
        #expect(CompactJWS(new)?.keyID == "e2")
        #expect(try kind.verify(SignedToken(old), rotated, now))
        #expect(try kind.verify(SignedToken(new), rotated, now))
        #expect(kind.failure(old, with: TokenKind.keys([2: TestKeys.pepper])) == .invalid)
        #expect(kind.failure(new) == .invalid)
    }

    @Test(arguments: TokenKind.all)
    func aTokenOfAKeyThatAnotherProcessMadeIsGood(kind: TokenKind) throws {
        let temporary = try TemporaryFolder()
        _ = try temporary.keys.initialize()
        let clock = WallClock { TokenKind.now }
        let reader = try LiveKeyRing(folder: temporary.keys, clock: clock)
        _ = try temporary.keys.rotate(.embed)
        let token = kind.sign(try LiveKeyRing(folder: temporary.keys, clock: clock))
        #expect(CompactJWS(token)?.keyID == "e2")
        #expect(try kind.verify(SignedToken(token), reader, now))
    }

    @Test(arguments: TokenKind.all)
    func printingShowsNoToken(kind: TokenKind) throws {
        let text = kind.sign(keys)
        let token = try SignedToken(text)
        var shown = "\(token) \(String(reflecting: token)) "
        dump(token, to: &shown)
        #expect(shown.contains(kind.audience.rawValue))
        for part in text.split(separator: ".") { #expect(!shown.contains(part)) }
    }

    // MARK: - Time

    @Test(
        arguments: TokenKind.all,
        [
            (-1, nil), (0, nil), (4, nil), (4.999_999, nil), (5, .expired), (6, .expired), (100_000, .expired),
        ] as [(Double, SignedTokenFailure?)]
    )
    func theEndIsFiveSecondsLate(kind: TokenKind, moment: (offset: Double, expected: SignedTokenFailure?)) {
        #expect(kind.failure(kind.sign(keys), at: now.adding(seconds: kind.life + moment.offset)) == moment.expected)
    }

    @Test(
        arguments: TokenKind.all,
        [(0, nil), (-5, nil), (-5.5, .invalid), (-6, .invalid)] as [(Double, SignedTokenFailure?)]
    )
    func theBeginningIsFiveSecondsEarly(kind: TokenKind, moment: (offset: Double, expected: SignedTokenFailure?)) {
        #expect(kind.failure(kind.sign(keys), at: now.adding(seconds: moment.offset)) == moment.expected)
    }

    @Test(arguments: TokenKind.all)
    func expiryIsToldOnlyWhenAllElseIsRight(kind: TokenKind) {
        let later = now.adding(seconds: kind.life + 10_000)
        #expect(kind.failure(kind.forge.token(), at: later) == .expired)
        #expect(kind.failure(kind.forge.token("aud", #""other""#), at: later) == .invalid)
        #expect(kind.failure(String(kind.sign(keys).dropLast(2)) + "AA", at: later) == .invalid)
    }

    @Test(arguments: [TokenKind.preview, .operator])
    func longerLifeThanAnHourIsRefused(kind: TokenKind) {
        #expect(kind.failure(kind.forge.token("exp", "1750003600")) == nil)
        #expect(kind.failure(kind.forge.token("exp", "1750003601")) == .invalid)
        #expect(kind.failure(kind.forge.token("exp", "1750003601"), at: now.adding(seconds: 10_000)) == .invalid)
    }

    // MARK: - Other tokens

    /// Most keys are the same, so the audience alone keeps a preview from being taken for a learner.
    @Test(arguments: TokenKind.all, TokenKind.all)
    func noKindIsTakenForAnother(kind: TokenKind, other: TokenKind) {
        let expected: SignedTokenFailure? = kind.audience == other.audience ? nil : .invalid
        #expect(kind.failure(other.sign(keys)) == expected)
    }

    @Test(arguments: TokenKind.all, SignedToken.Audience.allCases)
    func anotherAudienceIsRefused(kind: TokenKind, audience: SignedToken.Audience) {
        let expected: SignedTokenFailure? = kind.audience == audience ? nil : .invalid
        #expect(kind.failure(kind.forge.token("aud", "\"\(audience.rawValue)\"")) == expected)
    }

    @Test(arguments: TokenKind.all)
    func aKeyOfSomeoneElseIsRefused(kind: TokenKind) {
        let ring = keys.current
        let others = [
            ring.currentEmbedKey(organization: OrganizationID(high: 1, low: 1)),
            ring.currentEmbedKey(organization: .installation),
            ring.currentEmbedKey(organization: .random()),
            kind.isOfOrganization ? ring.currentOperatorKey : TokenKind.organizationKey,
        ]
        for key in others { #expect(kind.failure(kind.forge.token(key: key)) == .invalid) }
    }

    @Test(arguments: TokenKind.all.filter(\.isOfOrganization))
    func anotherOrganizationIsRefused(kind: TokenKind) {
        let token = kind.forge.token("organizationId", #""6ec0bd7f-11c0-43da-975e-2a8ad9ebae0c""#)
        #expect(kind.failure(token) == .invalid)
    }

    @Test(arguments: TokenKind.all)
    func anotherInstallationsTokenIsRefused(kind: TokenKind) {
        #expect(kind.failure(kind.sign(TokenKind.keys([1: SecretBytes.random(count: 32)]))) == .invalid)
    }

    // MARK: - Tampering

    @Test(
        arguments: TokenKind.all,
        [
            #"{"alg":"none","typ":"JWT","kid":"e1"}"#,
            #"{"alg":"HS512","typ":"JWT","kid":"e1"}"#,
            #"{"alg":"RS256","typ":"JWT","kid":"e1"}"#,
            #"{"alg":"HS256","typ":"JWT"}"#,
            #"{"alg":"HS256","typ":"JWT","kid":"e2"}"#,
            #"{"alg":"HS256","typ":"JWT","kid":"e01"}"#,
            #"{"alg":"HS256","typ":"JWT","kid":"../e1"}"#,
            #"{"alg":"HS256","typ":"JWT","kid":"e1","crit":["exp"]}"#,
        ]
    )
    func otherHeadersAreRefused(kind: TokenKind, header: String) {
        #expect(kind.failure(kind.forge.token(header: header)) == .invalid)
    }

    @Test(arguments: TokenKind.all)
    func anUnsignedTokenIsRefused(kind: TokenKind) {
        let payload = kind.sign(keys).split(separator: ".")[1]
        for header in [#"{"alg":"none"}"#, #"{"alg":"none","kid":"e1"}"#, TokenForge.header] {
            #expect(kind.failure("\(Base64URL.encode(header.utf8)).\(payload).") == .invalid)
        }
    }

    @Test(arguments: TokenKind.all)
    func aSwappedKeyIDIsRefused(kind: TokenKind) {
        let both = TokenKind.keys([1: TestKeys.embed, 2: TestKeys.pepper])
        let token = kind.forge.token(header: #"{"alg":"HS256","typ":"JWT","kid":"e2"}"#)
        #expect(kind.failure(token, with: both) == .invalid)
    }

    @Test(arguments: TokenKind.all)
    func aPayloadChangedAfterSigningIsRefused(kind: TokenKind) {
        let signed = kind.sign(keys).split(separator: ".")
        for member in kind.forge.members {
            let forged = kind.forge.token(member.name, #""6ec0bd7f-11c0-43da-975e-2a8ad9ebae0c""#).split(separator: ".")
            #expect(kind.failure("\(signed[0]).\(forged[1]).\(signed[2])") == .invalid)
        }
    }

    @Test(
        arguments: TokenKind.all,
        [
            ("iss", nil), ("iss", #""Lectern""#), ("iss", #""other""#), ("iss", "1"), ("aud", nil), ("aud", "[]"),
            ("aud", #""lectern""#), ("aud", #"["lectern-embed"]"#), ("aud", #"["lectern-preview"]"#), ("iat", nil),
            ("iat", #""1750000000""#), ("iat", "1750000000.5"), ("iat", "1.5"), ("iat", "-1"), ("iat", "1e30"),
            ("iat", "null"), ("exp", nil), ("exp", #""1750003600""#), ("exp", "1e400"), ("exp", "9e15"),
            ("exp", "true"), ("exp", "null"), ("organizationId", nil), ("organizationId", "1"),
            ("organizationId", "null"), ("organizationId", #""x""#),
        ] as [(String, String?)]
    )
    func wrongTermsAreRefusedEvenWhenSigned(kind: TokenKind, member: (name: String, value: String?)) {
        #expect(kind.failure(kind.forge.token(member.name, member.value)) == .invalid)
    }

    @Test(arguments: TokenKind.all)
    func everyCutAndEveryChangedCharacterIsRefused(kind: TokenKind) {
        let token = kind.sign(keys)
        for count in 0..<token.utf8.count { #expect(kind.failure(String(token.prefix(count))) == .invalid) }
        let bytes = Array(token.utf8)
        for index in bytes.indices {
            var changed = bytes
            changed[index] = changed[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            #expect(kind.failure(String(decoding: changed, as: UTF8.self)) == .invalid)
        }
    }

    @Test(arguments: TokenKind.all)
    func anythingAroundTheTokenIsRefused(kind: TokenKind) {
        let token = kind.sign(keys)
        for text in [token + "\n", token + "=", token + ".", token + ".e30", " " + token, token + " ", "." + token] {
            #expect(kind.failure(text) == .invalid)
        }
    }

    @Test(arguments: [
        "", "x", "a.b.c", "tapub_EXAMPLEexampleEXAMPLE0", String(repeating: "x", count: 20_000),
        String(repeating: ".", count: 20_000), String(repeating: ".", count: 16_000),
    ])
    func whatIsNoTokenIsRefused(text: String) {
        #expect(throws: SignedTokenFailure.invalid) { try SignedToken(text) }
    }
}
