public import Model

/// A JSON Web Signature in compact form (RFC 7515 §7.1) for RS256, as LTI platforms and tools exchange it.
///
/// A parsed value is well formed (LTI rule V1) and proves nothing yet: neither is the header looked at, nor the signature,
/// until ``isSigned(by:)`` has said yes under a key that somebody else chose.
public struct PlatformJWS: Sendable {
    private let parts: JWSParts

    /// The header, a JSON object.
    public var header: JSONNode { parts.header }
    /// The payload, a JSON object.
    public var payload: JSONNode { parts.payload }

    /// Parses three strict base64url parts, of which the first two are JSON objects without repeated names; nil
    /// otherwise.
    public init?(_ text: String) {
        guard let parts = JWSParts(text) else { return nil }
        self.parts = parts
    }

    /// Whether the signature is that of the key under RS256; what the header says of the algorithm plays no part.
    public func isSigned(by key: RSAPublicKey) -> Bool {
        parts.withSigningInput { key.isSignature(parts.signature, of: $0) }
    }

    /// Signs a payload; the header has the algorithm, the type `JWT` and the key id.
    public static func sign(payload: JSONWriter, keyID: String, key: RSAPrivateKey) -> String {
        sign(header: JWSParts.header(algorithm: "RS256", keyID: keyID), payload: payload.bytes, key: key)
    }

    /// Signs any header and payload.
    static func sign(header: [UInt8], payload: [UInt8], key: RSAPrivateKey) -> String {
        JWSParts.join(header: header, payload: payload) { key.signature(of: $0) }
    }
}
