import Model
import Testing

@testable import Credentials

@Suite struct EmbedTokenTests {
    private static let second: Int64 = 1_750_000_000
    private static let header = #"{"alg":"HS256","typ":"JWT","kid":"e1"}"#
    private static let organizationText = "6ec0bd7f-11c0-43da-975e-2a8ad9ebae0b"
    private static let organization = OrganizationID(high: 0x6EC0_BD7F_11C0_43DA, low: 0x975E_2A8A_D9EB_AE0B)
    /// The payload that ``claims()`` makes, piece by piece, so that tests can change one.
    private static let members = [
        ("iss", #""lectern""#),
        ("aud", #""lectern-embed""#),
        ("iat", "1750000000"),
        ("exp", "1750007200"),
        ("jti", #""tok-1""#),
        ("tkn", #""tapub_EXAMPLEexampleEXAMPLE0""#),
        ("organizationId", #""6ec0bd7f-11c0-43da-975e-2a8ad9ebae0b""#),
        ("lessonId", #""a1b2c3d4-e5f6-4789-8abc-def012345678""#),
        ("versionId", #""00112233-4455-4677-8899-aabbccddeeff""#),
        ("learnerId", #""learner \"1\"""#),
        ("userAttributes", #"{"grade": 1e2 , "name":"\u00e9"}"#),
    ]

    private let keys = LiveKeyRing(fixed: TestKeys.ring)
    private let now = Timestamp(seconds: second)

    private func claims(isPinned: Bool = true, hasAttributes: Bool = true) throws -> EmbedClaims {
        EmbedClaims(
            lesson: try #require(LessonID("a1b2c3d4-e5f6-4789-8abc-def012345678")),
            learner: #"learner "1""#,
            organization: Self.organization,
            version: isPinned ? LessonVersionID("00112233-4455-4677-8899-aabbccddeeff") : nil,
            userAttributes: hasAttributes ? JSONText(trusted: #"{"grade": 1e2 , "name":"\u00e9"}"#) : nil,
            issuedAt: now,
            expiresAt: Timestamp(seconds: Self.second + 7_200),
            tokenID: "tok-1",
            signedBy: try #require(APITokenPublicKey("tapub_EXAMPLEexampleEXAMPLE0"))
        )
    }

    /// A token signed with the right key whose payload has one member changed, or left out for nil.
    private func forge(_ name: String = "", _ value: String? = nil, header: String = header) -> String {
        let members = Self.members.compactMap { member -> String? in
            guard member.0 == name else { return "\"\(member.0)\":\(member.1)" }
            return value.map { "\"\(name)\":\($0)" }
        }
        let key = keys.current.currentEmbedKey(organization: Self.organization)
        return CompactJWSTests.forge(header: header, payload: "{\(members.joined(separator: ","))}", key: key)
    }

    private func failure(_ token: String, at instant: Timestamp? = nil) -> SignedTokenFailure? {
        do {
            _ = try EmbedToken.verify(token, with: keys, now: instant ?? now)
            return nil
        } catch {
            return error
        }
    }

    // MARK: - Good tokens

    /// The signature was computed apart from this code.
    @Test func givesTheTokenOfTheVector() throws {
        let token = try EmbedToken.sign(claims(), with: keys)
        #expect(token == forge())
        #expect(token.hasSuffix(".l635ZFddjc64os-m3AusemXCBjFMNqUnGdxahSVK8MM"))
    }

    @Test(arguments: [true, false], [true, false])
    func claimsComeBackAsTheyWent(isPinned: Bool, hasAttributes: Bool) throws {
        let claims = try claims(isPinned: isPinned, hasAttributes: hasAttributes)
        let token = EmbedToken.sign(claims, with: keys)
        #expect(try EmbedToken.verify(token, with: keys, now: now) == claims)
    }

    @Test func unsetClaimsAreLeftOut() throws {
        let token = try EmbedToken.sign(claims(isPinned: false, hasAttributes: false), with: keys)
        let jws = try #require(CompactJWS(token))
        #expect(jws.payload["versionId"] == nil)
        #expect(jws.payload["userAttributes"] == nil)
        #expect(jws.payload.members?.count == 9)
    }

    @Test func tokensOfAnOlderKeyStayGoodUntilItIsRetired() throws {
        let token = try EmbedToken.sign(claims(), with: keys)
        func ring(_ embed: [Int: SecretBytes]) -> LiveKeyRing {
            LiveKeyRing(fixed: KeyRing(peppers: [1: TestKeys.pepper], embed: embed, internal: [1: TestKeys.internal]))
        }
        let rotated = ring([1: TestKeys.embed, 2: TestKeys.pepper])
        #expect(try EmbedToken.verify(token, with: rotated, now: now) == claims())
        #expect(try EmbedToken.verify(EmbedToken.sign(claims(), with: rotated), with: rotated, now: now) == claims())
        #expect(throws: SignedTokenFailure.invalid) {
            try EmbedToken.verify(token, with: ring([2: TestKeys.pepper]), now: now)
        }
    }

    @Test func aTokenOfAKeyThatAnotherProcessMadeIsGood() throws {
        let temporary = try TemporaryFolder()
        _ = try temporary.keys.initialize()
        let clock = WallClock { [now] in now }
        let reader = try LiveKeyRing(folder: temporary.keys, clock: clock)
        _ = try temporary.keys.rotate(.embed)
        let token = try EmbedToken.sign(claims(), with: LiveKeyRing(folder: temporary.keys, clock: clock))
        #expect(CompactJWS(token)?.keyID == "e2")
        #expect(try EmbedToken.verify(token, with: reader, now: now) == claims())
    }

    // MARK: - Time

    @Test(
        arguments: [
            (7_199, nil), (7_200, nil), (7_204, nil), (7_204.999_999, nil), (7_205, .expired), (7_206, .expired),
            (100_000, .expired), (0, nil), (-5, nil), (-5.5, .invalid), (-6, .invalid),
        ] as [(Double, SignedTokenFailure?)]
    )
    func clocksMayBeFiveSecondsApart(offset: Double, expected: SignedTokenFailure?) throws {
        let token = try EmbedToken.sign(claims(), with: keys)
        #expect(failure(token, at: now.adding(seconds: offset)) == expected)
    }

    @Test func expiryIsToldOnlyWhenAllElseIsRight() throws {
        let later = now.adding(seconds: 10_000)
        #expect(failure(forge(), at: later) == .expired)
        #expect(failure(forge("aud", #""other""#), at: later) == .invalid)
        let token = try EmbedToken.sign(claims(), with: keys)
        #expect(failure(String(token.dropLast(2)) + "AA", at: later) == .invalid)
    }

    // MARK: - Tampering

    @Test(arguments: [
        #"{"alg":"none","typ":"JWT","kid":"e1"}"#,
        #"{"alg":"HS512","typ":"JWT","kid":"e1"}"#,
        #"{"alg":"RS256","typ":"JWT","kid":"e1"}"#,
        #"{"alg":"HS256","typ":"JWT"}"#,
        #"{"alg":"HS256","typ":"JWT","kid":"e2"}"#,
        #"{"alg":"HS256","typ":"JWT","kid":"e01"}"#,
        #"{"alg":"HS256","typ":"JWT","kid":"../e1"}"#,
        #"{"alg":"HS256","typ":"JWT","kid":"e1","crit":["exp"]}"#,
    ])
    func otherHeadersAreRefused(header: String) {
        #expect(failure(forge(header: header)) == .invalid)
    }

    @Test func anUnsignedTokenIsRefused() throws {
        let payload = try EmbedToken.sign(claims(), with: keys).split(separator: ".")[1]
        for header in [#"{"alg":"none"}"#, #"{"alg":"none","kid":"e1"}"#, Self.header] {
            #expect(failure("\(Base64URL.encode(header.utf8)).\(payload).") == .invalid)
        }
    }

    @Test func aSwappedKeyIDIsRefused() throws {
        let ring = KeyRing(
            peppers: [1: TestKeys.pepper],
            embed: [1: TestKeys.embed, 2: TestKeys.pepper],
            internal: [1: TestKeys.internal]
        )
        let token = forge(header: #"{"alg":"HS256","typ":"JWT","kid":"e2"}"#)
        #expect(throws: SignedTokenFailure.invalid) {
            try EmbedToken.verify(token, with: LiveKeyRing(fixed: ring), now: now)
        }
    }

    @Test(arguments: members.map(\.0))
    func aPayloadChangedAfterSigningIsRefused(name: String) throws {
        let signed = try EmbedToken.sign(claims(), with: keys).split(separator: ".")
        let forged = forge(name, #""6ec0bd7f-11c0-43da-975e-2a8ad9ebae0c""#).split(separator: ".")
        #expect(failure("\(signed[0]).\(forged[1]).\(signed[2])") == .invalid)
    }

    @Test func anotherOrganizationsKeyIsRefused() {
        #expect(failure(forge("organizationId", #""6ec0bd7f-11c0-43da-975e-2a8ad9ebae0c""#)) == .invalid)
    }

    @Test func anotherInstallationsTokenIsRefused() throws {
        let ring = KeyRing(
            peppers: [1: TestKeys.pepper],
            embed: [1: SecretBytes.random(count: 32)],
            internal: [1: TestKeys.internal]
        )
        #expect(failure(try EmbedToken.sign(claims(), with: LiveKeyRing(fixed: ring))) == .invalid)
    }

    @Test(
        arguments: [
            ("iss", nil), ("iss", #""Lectern""#), ("iss", "1"), ("aud", nil), ("aud", #""lectern-lti""#),
            ("aud", #""lectern-preview""#),
            ("aud", #"["lectern-embed"]"#), ("iat", nil), ("iat", #""1750000000""#), ("iat", "1750000000.5"),
            ("iat", "-1"),
            ("iat", "1e30"), ("iat", "null"), ("exp", nil), ("exp", #""1750007200""#), ("exp", "1e400"),
            ("exp", "9e15"),
            ("exp", "true"), ("jti", nil), ("jti", "7"), ("tkn", nil), ("tkn", #""tapub_short""#), ("tkn", "{}"),
            ("organizationId", nil), ("organizationId", "1"), ("organizationId", #""x""#), ("lessonId", nil),
            ("lessonId", #""lesson""#), ("lessonId", "null"), ("versionId", "null"), ("versionId", #""1""#),
            ("versionId", "3"), ("learnerId", nil), ("learnerId", "1"), ("learnerId", "null"),
            ("userAttributes", "null"),
            ("userAttributes", "[]"), ("userAttributes", #""{}""#),
        ] as [(String, String?)]
    )
    func wrongClaimsAreRefusedEvenWhenSigned(name: String, value: String?) {
        #expect(failure(forge(name, value)) == .invalid)
    }

    @Test func everyCutAndEveryChangedCharacterIsRefused() throws {
        let token = try EmbedToken.sign(claims(), with: keys)
        for count in 0..<token.utf8.count { #expect(failure(String(token.prefix(count))) == .invalid) }
        let bytes = Array(token.utf8)
        for index in bytes.indices {
            var changed = bytes
            changed[index] = changed[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            #expect(failure(String(decoding: changed, as: UTF8.self)) == .invalid)
        }
    }

    @Test func anythingAroundTheTokenIsRefused() throws {
        let token = try EmbedToken.sign(claims(), with: keys)
        for text in [token + "\n", token + "=", token + ".", token + ".e30", " " + token, token + " ", "." + token] {
            #expect(failure(text) == .invalid)
        }
    }

    @Test func tokensAreReadUpToSixteenKibibytes() throws {
        func token(_ count: Int) throws -> String {
            let attributes = JSONText(trusted: "{\"a\":\"\(String(repeating: "x", count: count))\"}")
            let plain = try claims()
            return EmbedToken.sign(
                EmbedClaims(
                    lesson: plain.lesson,
                    learner: plain.learner,
                    organization: plain.organization,
                    version: nil,
                    userAttributes: attributes,
                    issuedAt: plain.issuedAt,
                    expiresAt: plain.expiresAt,
                    tokenID: plain.tokenID,
                    signedBy: plain.signedBy
                ),
                with: keys
            )
        }
        let small = try token(11_000)
        #expect(small.utf8.count <= 16_384)
        #expect(failure(small) == nil)
        let large = try token(13_000)
        #expect(large.utf8.count > 16_384)
        #expect(failure(large) == .invalid)
        #expect(failure(String(repeating: ".", count: 16_000)) == .invalid)
    }
}
