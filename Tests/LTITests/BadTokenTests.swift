import Credentials
import Model
import TestSupport
import Testing

@testable import LTI

/// The tokens that must be refused before the message is read (LTI rules V1–V10, section 14).
@Suite struct BadTokenTests {
    private typealias Row = LaunchTable.Row

    private static let headers = [
        Row("empty kid", .missingKeyID) { $0.header.set("kid", "") },
        Row("numeric kid", .missingKeyID) { $0.header["kid"] = "1" },
        Row("PS256", .badAlgorithm) { $0.header.set("alg", "PS256") },
        Row("ES256", .badAlgorithm) { $0.header.set("alg", "ES256") },
        Row("rs256", .badAlgorithm) { $0.header.set("alg", "rs256") },
        Row("no alg", .badAlgorithm) { $0.header["alg"] = nil },
        Row("alg as list", .badAlgorithm) { $0.header["alg"] = #"["RS256"]"# },
        Row("empty crit", .criticalHeader) { $0.header["crit"] = "[]" },
        Row("crit null", .criticalHeader) { $0.header["crit"] = "null" },
    ]

    private static let shapes = [
        Row("padding", .badToken) { draft in draft.edit = { $0 + "==" } },
        Row("repeated claim", .badToken) { draft in
            draft.edit = { text in
                let parts = text.split(separator: ".").map(String.init)
                return "\(parts[0]).\(Base64URL.encode(#"{"sub":"a","sub":"b"}"#.utf8)).\(parts[2])"
            }
        },
        Row("B81 3 MB", .tokenTooLarge) { draft in
            draft.edit = { $0 + String(repeating: "A", count: 3_000_000) }
        },
    ]

    private static let times = [
        Row("expired to the second", .expired) { $0.claims["exp"] = "\($0.second - 60)" },
        Row("nbf as string", .badTimes) { $0.claims.set("nbf", "\($0.second)") },
        Row("issued in milliseconds", .notYetValid) { $0.claims["iat"] = "\($0.second)000" },
        Row("iat as string", .badTimes) { $0.claims.set("iat", "\($0.second)") },
        Row("exp null", .badTimes) { $0.claims["exp"] = "null" },
        Row("endless exp", .badTimes) { $0.claims["exp"] = "1e999" },
        Row("endless iat", .badTimes) { $0.claims["iat"] = "-1e999" },
    ]

    private static let parties = [
        Row("iss in capitals", .wrongIssuer) { $0.claims.set("iss", "https://LMS.example") },
        Row("no iss", .wrongIssuer) { $0.claims["iss"] = nil },
        Row("iss as list", .wrongIssuer) { $0.claims["iss"] = #"["https://lms.example"]"# },
        Row("empty aud", .wrongAudience) { $0.claims["aud"] = "[]" },
        Row("aud list with a number", .wrongAudience) { $0.claims["aud"] = #"["client-1",1]"# },
        Row("azp a number", .wrongParty) { $0.claims["azp"] = "1" },
        Row("nonce a number", .badNonce) { $0.claims["nonce"] = "1" },
    ]

    private static let registrations = [
        LaunchCase("kid that only looks alike", .unknownKey) {
            $0.keySet = LaunchDraft.keySet([LMSKey("k\u{E9}", LMSKey.first)])
            $0.token.header.set("kid", "ke\u{301}")
        },
        LaunchCase("B96 key set is HTML", .platformKeysUnavailable) { $0.keySet = "<html>keys</html>" },
        LaunchCase("B97 key set is too long", .platformKeysUnavailable) {
            $0.keySet = #"{"keys":[],"x":"\#(String(repeating: "x", count: 262_144))"}"#
        },
        LaunchCase("empty key set", .unknownKey) { $0.keySet = #"{"keys":[]}"# },
        LaunchCase("no leeway", .expired) {
            $0.settings = LaunchSettings(leewaySeconds: 0)
            $0.token.claims["exp"] = "\($0.token.second)"
        },
        LaunchCase("short maximum age", .tooOld) {
            $0.settings = LaunchSettings(maximumAgeSeconds: 10)
            $0.token.claims["iat"] = "\($0.token.second - 11)"
        },
        LaunchCase("several audiences without azp", .wrongParty) {
            $0.settings = LaunchSettings(trustedAudiences: ["friend"])
            $0.token.claims["aud"] = #"["client-1","friend"]"#
        },
        LaunchCase("switched off", .platformInactive) { $0.isActive = false },
    ]

    private static let rows = LaunchTable.badTokens + headers + shapes + times + parties

    @Test(arguments: rows.map { LaunchCase($0) } + registrations)
    func isRefused(row: LaunchCase) throws {
        try row.check()
    }

    @Test func onlyWhatThePlatformSignedSpoilsALogin() {
        let spoiling = LaunchRefusal.allCases.filter(\.consumesLogin)
        #expect(
            spoiling == [.badTimes, .expired, .notYetValid, .tooOld, .foreignAudience, .wrongParty, .badNonce]
        )
    }

    @Test func theRecordOfAnotherPlatformDoesNotFit() throws {
        let draft = LaunchDraft()
        let token = try LaunchToken(draft.token.token)
        let foreign = LoginRecord(
            state: "state",
            nonce: draft.nonce,
            platformID: "platform-2",
            deploymentHint: nil,
            targetLinkURI: "https://lectern.test/",
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
        let text = Array(LaunchDraft().token.token.utf8)
        for index in stride(from: 0, to: text.count, by: 7) {
            var draft = LaunchDraft()
            let changed = text[..<index] + [text[index] == 0x41 ? 0x42 : 0x41] + text[(index + 1)...]
            draft.token.edit = { _ in String(decoding: changed, as: UTF8.self) }
            #expect(throws: LaunchRefusal.self, "byte \(index)") { try draft.run() }
        }
    }
}
