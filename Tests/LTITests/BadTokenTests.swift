import Model
import Testing

@testable import Credentials
@testable import LTI

/// The tokens that must be refused before the message is read (LTI rules V1–V10, section 14).
@Suite struct BadTokenTests {
    private static let second = TestTime.second

    private static let headers: [LaunchCase] = [
        LaunchCase("B01 no kid", .missingKeyID) { $0.header["kid"] = nil },
        LaunchCase("empty kid", .missingKeyID) { $0.header.set("kid", "") },
        LaunchCase("numeric kid", .missingKeyID) { $0.header["kid"] = "1" },
        LaunchCase("B02 unknown kid", .unknownKey) { $0.header.set("kid", "key-9") },
        LaunchCase("kid that only looks alike", .unknownKey) {
            $0.keySet = LaunchDraft.keySet([("k\u{E9}", TestRSA.platform.publicKey)])
            $0.header.set("kid", "ke\u{301}")
        },
        LaunchCase("B16 alg none", .badAlgorithm) { $0.header.set("alg", "none") },
        LaunchCase("B17 HS256", .badAlgorithm) { $0.header.set("alg", "HS256") },
        LaunchCase("B18 RS512", .badAlgorithm) { $0.header.set("alg", "RS512") },
        LaunchCase("PS256", .badAlgorithm) { $0.header.set("alg", "PS256") },
        LaunchCase("ES256", .badAlgorithm) { $0.header.set("alg", "ES256") },
        LaunchCase("rs256", .badAlgorithm) { $0.header.set("alg", "rs256") },
        LaunchCase("no alg", .badAlgorithm) { $0.header["alg"] = nil },
        LaunchCase("alg as list", .badAlgorithm) { $0.header["alg"] = #"["RS256"]"# },
        LaunchCase("B66 crit", .criticalHeader) { $0.header["crit"] = #"["exp"]"# },
        LaunchCase("empty crit", .criticalHeader) { $0.header["crit"] = "[]" },
        LaunchCase("crit null", .criticalHeader) { $0.header["crit"] = "null" },
    ]

    private static let signatures: [LaunchCase] = [
        LaunchCase("B19 another key under the right kid", .badSignature) { $0.key = TestRSA.other },
        LaunchCase("B67 own jwk", .badSignature) {
            $0.key = TestRSA.other
            var json = JSONWriter()
            TestRSA.other.publicKey.writeJWK(id: "key-1", to: &json)
            $0.header["jwk"] = json.text
        },
        LaunchCase("B68 own jku", .badSignature) {
            $0.key = TestRSA.other
            $0.header.set("jku", "https://lms.example/keys")
        },
        LaunchCase("B20 payload changed", .badSignature) { draft in
            draft.edit = { text in
                let parts = text.split(separator: ".").map(String.init)
                let payload = String(decoding: Base64URL.decode(parts[1].utf8) ?? [], as: UTF8.self)
                let changed = payload.replacing("user-1", with: "user-2")
                return "\(parts[0]).\(Base64URL.encode(changed.utf8)).\(parts[2])"
            }
        },
        LaunchCase("B21 signature cut off", .badSignature) { draft in
            draft.edit = { $0.split(separator: ".")[..<2].joined(separator: ".") + "." }
        },
        LaunchCase("B69 key for encryption", .unknownKey) {
            $0.keySet = $0.keySet.replacing(#""use":"sig""#, with: #""use":"enc""#)
        },
        LaunchCase("key for RS512", .unknownKey) {
            $0.keySet = $0.keySet.replacing(#""alg":"RS256""#, with: #""alg":"RS512""#)
        },
        LaunchCase("B96 key set is HTML", .platformKeysUnavailable) { $0.keySet = "<html>keys</html>" },
        LaunchCase("B97 key set is too long", .platformKeysUnavailable) {
            $0.keySet = #"{"keys":[],"x":"\#(String(repeating: "x", count: 262_144))"}"#
        },
        LaunchCase("empty key set", .unknownKey) { $0.keySet = #"{"keys":[]}"# },
    ]

    private static let shapes: [LaunchCase] = [
        LaunchCase("B04 JSON in place of a token", .badToken) { draft in
            let claims = draft.claims.text
            draft.edit = { _ in claims }
        },
        LaunchCase("B70 payload is a list", .badToken) { draft in
            draft.edit = { "\($0.split(separator: ".")[0]).\(Base64URL.encode("[1]".utf8)).AAAA" }
        },
        LaunchCase("B71 two parts", .badToken) { draft in
            draft.edit = { $0.split(separator: ".")[..<2].joined(separator: ".") }
        },
        LaunchCase("B72 five parts", .badToken) { draft in draft.edit = { $0 + ".AAAA.AAAA" } },
        LaunchCase("B73 not base64url", .badToken) { draft in draft.edit = { "*" + $0.dropFirst() } },
        LaunchCase("padding", .badToken) { draft in draft.edit = { $0 + "==" } },
        LaunchCase("repeated claim", .badToken) { draft in
            draft.edit = { text in
                let parts = text.split(separator: ".").map(String.init)
                return "\(parts[0]).\(Base64URL.encode(#"{"sub":"a","sub":"b"}"#.utf8)).\(parts[2])"
            }
        },
        LaunchCase("B81 3 MB", .tokenTooLarge) { draft in
            draft.edit = { $0 + String(repeating: "A", count: 3_000_000) }
        },
    ]

    private static let times: [LaunchCase] = [
        LaunchCase("B06 B22 expired", .expired) { $0.claims["exp"] = "\(second - 61)" },
        LaunchCase("expired to the second", .expired) { $0.claims["exp"] = "\(second - 60)" },
        LaunchCase("B23 nbf ahead", .notYetValid) { $0.claims["nbf"] = "\(second + 61)" },
        LaunchCase("nbf as string", .badTimes) { $0.claims["nbf"] = "\"\(second)\"" },
        LaunchCase("B24 iat ahead", .notYetValid) { $0.claims["iat"] = "\(second + 61)" },
        LaunchCase("B25 no exp", .badTimes) { $0.claims["exp"] = nil },
        LaunchCase("B26 no iat", .badTimes) { $0.claims["iat"] = nil },
        LaunchCase("B27 issued a day ago", .tooOld) { $0.claims["iat"] = "\(second - 86_400)" },
        LaunchCase("issued in milliseconds", .notYetValid) { $0.claims["iat"] = "\(second)000" },
        LaunchCase("B76 exp as string", .badTimes) { $0.claims["exp"] = "\"\(second + 60)\"" },
        LaunchCase("iat as string", .badTimes) { $0.claims["iat"] = "\"\(second)\"" },
        LaunchCase("exp null", .badTimes) { $0.claims["exp"] = "null" },
        LaunchCase("endless exp", .badTimes) { $0.claims["exp"] = "1e999" },
        LaunchCase("endless iat", .badTimes) { $0.claims["iat"] = "-1e999" },
        LaunchCase("no leeway", .expired) {
            $0.settings = LaunchSettings(leewaySeconds: 0)
            $0.claims["exp"] = "\(second)"
        },
        LaunchCase("short maximum age", .tooOld) {
            $0.settings = LaunchSettings(maximumAgeSeconds: 10)
            $0.claims["iat"] = "\(second - 11)"
        },
    ]

    private static let parties: [LaunchCase] = [
        LaunchCase("B28 B29 other iss", .wrongIssuer) { $0.claims.set("iss", "https://other.example") },
        LaunchCase("B30 iss with slash", .wrongIssuer) { $0.claims.set("iss", "https://lms.example/") },
        LaunchCase("iss in capitals", .wrongIssuer) { $0.claims.set("iss", "https://LMS.example") },
        LaunchCase("no iss", .wrongIssuer) { $0.claims["iss"] = nil },
        LaunchCase("iss as list", .wrongIssuer) { $0.claims["iss"] = #"["https://lms.example"]"# },
        LaunchCase("B31 B93 aud of another client", .wrongAudience) { $0.claims.set("aud", "client-2") },
        LaunchCase("B32 no aud", .wrongAudience) { $0.claims["aud"] = nil },
        LaunchCase("empty aud", .wrongAudience) { $0.claims["aud"] = "[]" },
        LaunchCase("B33 aud list without us", .wrongAudience) { $0.claims["aud"] = #"["a","b"]"# },
        LaunchCase("aud list with a number", .wrongAudience) { $0.claims["aud"] = #"["client-1",1]"# },
        LaunchCase("B34 aud with a stranger", .foreignAudience) {
            $0.claims["aud"] = #"["client-1","stranger"]"#
            $0.claims.set("azp", "client-1")
        },
        LaunchCase("several audiences without azp", .wrongParty) {
            $0.settings = LaunchSettings(trustedAudiences: ["friend"])
            $0.claims["aud"] = #"["client-1","friend"]"#
        },
        LaunchCase("B35 azp someone else", .wrongParty) { $0.claims.set("azp", "client-2") },
        LaunchCase("azp a number", .wrongParty) { $0.claims["azp"] = "1" },
        LaunchCase("B36 no nonce", .badNonce) { $0.claims["nonce"] = nil },
        LaunchCase("B37 B38 B44 another nonce", .badNonce) { $0.claims.set("nonce", "nonce-of-another-login") },
        LaunchCase("nonce a number", .badNonce) { $0.claims["nonce"] = "1" },
        LaunchCase("B88 platform A's key and kid", .badSignature) {
            $0.key = TestRSA.other
            $0.keySet = LaunchDraft.keySet([("key-1", TestRSA.platform.publicKey)])
        },
        LaunchCase("switched off", .platformInactive) { $0.isActive = false },
    ]

    @Test(arguments: headers + signatures + shapes + times + parties)
    func isRefused(row: LaunchCase) throws {
        try row.check()
    }

    @Test func onlyWhatThePlatformSignedSpoilsALogin() {
        let spoiling = LaunchRefusal.allCases.filter(\.consumesLogin)
        #expect(
            spoiling == [
                .platformError, .badTimes, .expired, .notYetValid, .tooOld, .foreignAudience, .wrongParty, .badNonce,
            ]
        )
    }

    @Test func theRecordOfAnotherPlatformDoesNotFit() throws {
        let draft = LaunchDraft()
        let token = try LaunchToken(draft.token)
        let foreign = LoginRecord(
            state: "state",
            nonce: draft.nonce,
            platformID: "platform-2",
            deploymentHint: nil,
            targetLinkURI: "https://lessons.example/",
            storageTarget: nil,
            binding: draft.record.binding,
            createdAt: TestTime.now
        )
        let keys = try #require(KeySet(Array(draft.keySet.utf8)))
        #expect(throws: LaunchRefusal.badState) {
            try LaunchValidator().checkToken(
                token,
                for: draft.registration,
                record: foreign,
                keys: keys,
                now: TestTime.now
            )
        }
    }

    /// Whatever is changed in a token, it is refused and nothing ends the process.
    @Test func aChangedByteIsAlwaysRefused() throws {
        let text = Array(LaunchDraft().token.utf8)
        for index in stride(from: 0, to: text.count, by: 7) {
            var draft = LaunchDraft()
            let changed = text[..<index] + [text[index] == 0x41 ? 0x42 : 0x41] + text[(index + 1)...]
            draft.edit = { _ in String(decoding: changed, as: UTF8.self) }
            #expect(throws: LaunchRefusal.self, "byte \(index)") { try draft.run() }
        }
    }
}
