import Credentials
import LTI

extension LaunchTable {
    /// The tokens that must be refused before anything in them is believed (LTI rules V1–V10).
    package static let badTokens = headers + signatures + forms + times + parties

    private static let headers = [
        Row("B01 no kid", .missingKeyID) { $0.header["kid"] = nil },
        Row("B02 unknown kid", .unknownKey) { $0.header.set("kid", "key-9") },
        Row("B16 alg none", .badAlgorithm) { $0.removeSignature() },
        Row("B17 HS256 with the public key", .badAlgorithm) { $0.signByHMAC() },
        Row("B18 RS512", .badAlgorithm) { $0.header.set("alg", "RS512") },
        Row("B66 crit", .criticalHeader) { $0.header["crit"] = #"["exp"]"# },
    ]

    private static let signatures = [
        Row("B19 another key under the right kid", .badSignature) { $0.key = LMSKey.foreign },
        Row("B20 payload changed", .badSignature) { $0.changePayload("user-1", to: "user-2") },
        Row("B21 signature cut off", .badSignature) { draft in
            draft.edit = { $0.split(separator: ".")[..<2].joined(separator: ".") + "." }
        },
        Row("B67 own jwk", .badSignature) {
            $0.key = LMSKey.foreign
            $0.header["jwk"] = LMSKey("key-1", LMSKey.foreign).jwk
        },
        Row("B68 own jku", .badSignature) {
            $0.key = LMSKey.foreign
            $0.header.set("jku", "https://evil.example/keys")
        },
        Row("B69 key published for encryption", .unknownKey)
            .with { $0.keys = [LMSKey("key-1", LMSKey.first, changes: ["use": #""enc""#])] },
        Row("key published for RS512", .unknownKey)
            .with { $0.keys = [LMSKey("key-1", LMSKey.first, changes: ["alg": #""RS512""#])] },
    ]

    private static let forms = [
        Row("B04 JSON in place of a token", .badToken) { draft in
            let claims = draft.claims.text
            draft.edit = { _ in claims }
        },
        Row("B70 payload is a list", .badToken) { draft in
            draft.edit = { "\($0.split(separator: ".")[0]).\(Base64URL.encode("[1]".utf8)).AAAA" }
        },
        Row("B71 two parts", .badToken) { draft in
            draft.edit = { $0.split(separator: ".")[..<2].joined(separator: ".") }
        },
        Row("B72 five parts", .badToken) { draft in draft.edit = { $0 + ".AAAA.AAAA" } },
        Row("B73 not base64url", .badToken) { draft in draft.edit = { "*" + $0.dropFirst() } },
        Row("300 kB", .tokenTooLarge) { $0.claims.set("long", String(repeating: "x", count: 300_000)) },
    ]

    private static let times = [
        Row("B06 iat and exp long past", .expired) {
            $0.claims["iat"] = "\($0.second - 90_000)"
            $0.claims["exp"] = "\($0.second - 86_400)"
        },
        Row("B22 expired", .expired) { $0.claims["exp"] = "\($0.second - 61)" },
        Row("B23 nbf ahead", .notYetValid) { $0.claims["nbf"] = "\($0.second + 61)" },
        Row("B24 iat ahead", .notYetValid) { $0.claims["iat"] = "\($0.second + 61)" },
        Row("B25 no exp", .badTimes) { $0.claims["exp"] = nil },
        Row("B26 no iat", .badTimes) { $0.claims["iat"] = nil },
        Row("B27 issued a day ago", .tooOld) { $0.claims["iat"] = "\($0.second - 86_400)" },
        Row("B76 exp as string", .badTimes) { $0.claims.set("exp", "\($0.second + 60)") },
    ]

    private static let parties = [
        Row("B28 iss of another platform", .wrongIssuer) { $0.claims.set("iss", "https://other.example") },
        Row("B29 unknown iss", .wrongIssuer) { $0.claims.set("iss", "nobody") },
        Row("B30 iss with slash", .wrongIssuer) { draft in
            draft.claims["iss"] = draft.claims["iss"].map { $0.dropLast() + #"/""# }
        },
        Row("B31 aud of another client", .wrongAudience) { $0.claims.set("aud", "client-2") },
        Row("B32 no aud", .wrongAudience) { $0.claims["aud"] = nil },
        Row("B33 aud list without us", .wrongAudience) { $0.claims["aud"] = #"["a","b"]"# },
        Row("B34 aud with a stranger", .foreignAudience) {
            $0.claims["aud"] = #"["client-1","stranger"]"#
            $0.claims.set("azp", "client-1")
        },
        Row("B35 azp someone else", .wrongParty) { $0.claims.set("azp", "client-2") },
        Row("B36 no nonce", .badNonce) { $0.claims["nonce"] = nil },
        Row("B37 foreign nonce", .badNonce) { $0.claims.set("nonce", String(repeating: "A", count: 43)) },
    ]
}
