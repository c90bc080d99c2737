import Credentials
import LTI
import TestSupport
import Testing

/// The tokens that must be refused before anything in them is believed (LTI rules V1–V10, section 14).
@Suite(.timeLimit(.minutes(5)))
struct BadTokenTableTests {
    private static let headers: [LaunchRow] = [
        LaunchRow("B01 no kid", .missingKeyID) { $0.header["kid"] = nil },
        LaunchRow("B02 unknown kid", .unknownKey) { $0.header.set("kid", "key-9") },
        LaunchRow("B16 alg none", .badAlgorithm) { $0.removeSignature() },
        LaunchRow("B17 HS256 with the public key", .badAlgorithm) { $0.signByHMAC() },
        LaunchRow("B18 RS512", .badAlgorithm) { $0.header.set("alg", "RS512") },
        LaunchRow("B66 crit", .criticalHeader) { $0.header["crit"] = #"["exp"]"# },
    ]

    private static let signatures: [LaunchRow] = [
        LaunchRow("B19 another key under the right kid", .badSignature) { $0.key = LMSKey.foreign },
        LaunchRow("B20 payload changed", .badSignature) { $0.changePayload("user-1", to: "user-2") },
        LaunchRow("B21 signature cut off", .badSignature) { draft in
            draft.edit = { $0.split(separator: ".")[..<2].joined(separator: ".") + "." }
        },
        LaunchRow("B67 own jwk", .badSignature) {
            $0.key = LMSKey.foreign
            $0.header["jwk"] = LMSKey("key-1", LMSKey.foreign).jwk
        },
        LaunchRow("B68 own jku", .badSignature) {
            $0.key = LMSKey.foreign
            $0.header.set("jku", "https://evil.example/keys")
        },
        LaunchRow("B69 key published for encryption", .refused(.unknownKey)) { plan in
            plan.platform = { $0.publish([LMSKey("key-1", LMSKey.first, changes: ["use": #""enc""#])]) }
        },
        LaunchRow("key published for RS512", .refused(.unknownKey)) { plan in
            plan.platform = { $0.publish([LMSKey("key-1", LMSKey.first, changes: ["alg": #""RS512""#])]) }
        },
    ]

    private static let shapes: [LaunchRow] = [
        LaunchRow("B04 JSON in place of a token", .badToken) { draft in
            let claims = draft.claims.text
            draft.edit = { _ in claims }
        },
        LaunchRow("B70 payload is a list", .badToken) { draft in
            draft.edit = { "\($0.split(separator: ".")[0]).\(Base64URL.encode("[1]".utf8)).AAAA" }
        },
        LaunchRow("B71 two parts", .badToken) { draft in
            draft.edit = { $0.split(separator: ".")[..<2].joined(separator: ".") }
        },
        LaunchRow("B72 five parts", .badToken) { draft in draft.edit = { $0 + ".AAAA.AAAA" } },
        LaunchRow("B73 not base64url", .badToken) { draft in draft.edit = { "*" + $0.dropFirst() } },
        LaunchRow("300 kB", .tokenTooLarge) { $0.claims.set("long", String(repeating: "x", count: 300_000)) },
        LaunchRow("B81 3 MB", .status(413)) { plan in
            plan.token = { $0.claims.set("long", String(repeating: "x", count: 3_000_000)) }
        },
    ]

    private static let times: [LaunchRow] = [
        LaunchRow("B06 iat and exp long past", .expired) { draft in
            draft.claims["iat"] = "\(draft.second - 90_000)"
            draft.claims["exp"] = "\(draft.second - 86_400)"
        },
        LaunchRow("B22 expired", .expired) { $0.claims["exp"] = "\($0.second - 61)" },
        LaunchRow("B23 nbf ahead", .notYetValid) { $0.claims["nbf"] = "\($0.second + 120)" },
        LaunchRow("B24 iat ahead", .notYetValid) { $0.claims["iat"] = "\($0.second + 120)" },
        LaunchRow("B25 no exp", .badTimes) { $0.claims["exp"] = nil },
        LaunchRow("B26 no iat", .badTimes) { $0.claims["iat"] = nil },
        LaunchRow("B27 issued a day ago", .tooOld) { $0.claims["iat"] = "\($0.second - 86_400)" },
        LaunchRow("B76 exp as string", .badTimes) { $0.claims.set("exp", "\($0.second + 60)") },
    ]

    private static let parties: [LaunchRow] = [
        LaunchRow("B28 iss of another platform", .wrongIssuer) { $0.claims.set("iss", "https://other.example") },
        LaunchRow("B29 unknown iss", .wrongIssuer) { $0.claims.set("iss", "nobody") },
        LaunchRow("B30 iss with slash", .wrongIssuer) { draft in
            draft.claims["iss"] = draft.claims["iss"].map { $0.dropLast() + #"/""# }
        },
        LaunchRow("B31 aud of another client", .wrongAudience) { $0.claims.set("aud", "client-2") },
        LaunchRow("B32 no aud", .wrongAudience) { $0.claims["aud"] = nil },
        LaunchRow("B33 aud list without us", .wrongAudience) { $0.claims["aud"] = #"["a","b"]"# },
        LaunchRow("B34 aud with a stranger", .foreignAudience) {
            $0.claims["aud"] = #"["client-1","stranger"]"#
            $0.claims.set("azp", "client-1")
        },
        LaunchRow("B35 azp someone else", .wrongParty) { $0.claims.set("azp", "client-2") },
        LaunchRow("B36 no nonce", .badNonce) { $0.claims["nonce"] = nil },
        LaunchRow("B37 foreign nonce", .badNonce) { $0.claims.set("nonce", String(repeating: "A", count: 43)) },
    ]

    private static let forms: [LaunchRow] = [
        LaunchRow("B41 no state", .refused(.missingParameter)) { $0.form = LaunchPlan.without("state") },
        LaunchRow("B42 unknown state", .refused(.badState)) {
            $0.form = LaunchPlan.with("state", String(repeating: "A", count: 43))
        },
        LaunchRow("state that is none", .refused(.badState)) { $0.form = LaunchPlan.with("state", "x' OR 1=1 --") },
        LaunchRow("B56 no id_token", .refused(.missingParameter)) { $0.form = LaunchPlan.without("id_token") },
        LaunchRow("B58 the platform's error", .refused(.platformError)) { plan in
            plan.platform = { $0.behave { $0.denial = "login_required" } }
        },
        LaunchRow("B93 no cookies and no storage", .refused(.browserMismatch)) { $0.place = .frameWithoutCookies },
        LaunchRow("state twice", .refused(.duplicateField)) { $0.form = { $0 + [("state", "x")] } },
        LaunchRow("id_token twice", .refused(.duplicateField)) { $0.form = { $0 + [("id_token", "x")] } },
    ]

    @Test(arguments: headers + signatures + shapes + times + parties + forms)
    func isRefused(row: LaunchRow) async throws {
        try await row.check()
    }
}
