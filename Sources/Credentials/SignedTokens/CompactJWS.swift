import Model

/// A JSON Web Signature in compact form (RFC 7515 §7.1) with HS256 and a key id, and nothing else.
///
/// A parsed value is well formed and proves nothing yet: its ``keyID`` and ``payload`` may only be used to find the key
/// until ``isSigned(by:)`` has said yes.
struct CompactJWS: Sendable {
    private static let algorithm = "HS256"

    /// Which key signed it, says the header.
    let keyID: String
    private let parts: JWSParts
    private let signature: Digest

    /// The payload, a JSON object.
    var payload: JSONNode { parts.payload }

    /// Parses three strict base64url parts whose header asks for HS256 and nothing that we do not know; nil otherwise.
    init?(_ text: String) {
        // One level more than elsewhere, since attributes as deep as a parse allows lie one level down here.
        guard let parts = JWSParts(text, depth: JSONParser.defaultDepth + 1),
            parts.header["alg"]?.string == CompactJWS.algorithm,
            // RFC 7515 §4.1.11: what we do not understand must not be accepted, and we understand no extension.
            parts.header["crit"] == nil,
            parts.header["typ"] == nil || parts.header["typ"]?.string == "JWT",
            let keyID = parts.header["kid"]?.string,
            let signature = parts.signature.withUnsafeBytes({ Digest($0) })
        else { return nil }
        self.keyID = keyID
        self.parts = parts
        self.signature = signature
    }

    /// Whether the signature is that of the key, found out in constant time.
    func isSigned(by key: HMACKey) -> Bool {
        parts.withSigningInput { key.code(for: $0) } == signature
    }

    /// Signs a payload.
    static func sign(payload: JSONWriter, keyID: String, key: HMACKey) -> String {
        JWSParts.join(header: JWSParts.header(algorithm: algorithm, keyID: keyID), payload: payload.bytes) { input in
            key.code(for: input).withBytes { Array($0) }
        }
    }
}
