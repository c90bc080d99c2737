public import Model

/// A JSON Web Signature in compact form (RFC 7515 §7.1) for RS256, as LTI platforms and tools exchange it.
///
/// A parsed value is well formed and proves nothing yet: neither is the header looked at, nor the signature, until
/// ``isSigned(by:)`` has said yes under a key that somebody else chose.
public struct PlatformJWS: Sendable {
    /// The header, a JSON object.
    public let header: JSONNode
    /// The payload, a JSON object.
    public let payload: JSONNode
    private let bytes: [UInt8]
    private let signedCount: Int
    private let signature: [UInt8]

    /// Parses three strict base64url parts, of which the first two are JSON objects without repeated names; nil
    /// otherwise.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        let parts = bytes.split(separator: UInt8(ascii: "."), maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 3,
            let header = PlatformJWS.object(parts[0]),
            let payload = PlatformJWS.object(parts[1]),
            let signature = Base64URL.decode(parts[2])
        else { return nil }
        self.header = header
        self.payload = payload
        self.bytes = bytes
        self.signature = signature
        signedCount = parts[1].endIndex
    }

    /// Whether the signature is that of the key under RS256; what the header says of the algorithm plays no part.
    public func isSigned(by key: RSAPublicKey) -> Bool {
        bytes.withUnsafeBytes { key.isSignature(signature, of: UnsafeRawBufferPointer(rebasing: $0[..<signedCount])) }
    }

    /// Signs a payload; the header has the algorithm, the type `JWT` and the key id.
    public static func sign(payload: JSONWriter, keyID: String, key: RSAPrivateKey) -> String {
        var header = JSONWriter(capacity: 96)
        header.object { json in
            json.name("alg")
            json.string("RS256")
            json.name("typ")
            json.string("JWT")
            json.name("kid")
            json.string(keyID)
        }
        return sign(header: header.bytes, payload: payload.bytes, key: key)
    }

    /// Signs any header and payload.
    static func sign(header: [UInt8], payload: [UInt8], key: RSAPrivateKey) -> String {
        var token: [UInt8] = []
        Base64URL.append(header, to: &token)
        token.append(UInt8(ascii: "."))
        Base64URL.append(payload, to: &token)
        let signature = token.withUnsafeBytes { key.signature(of: $0) }
        token.append(UInt8(ascii: "."))
        Base64URL.append(signature, to: &token)
        return String(decoding: token, as: UTF8.self)
    }

    /// The JSON object of a part, whose member names must differ (RFC 7515 §4, RFC 7519 §4).
    private static func object(_ part: ArraySlice<UInt8>) -> JSONNode? {
        guard let bytes = Base64URL.decode(part) else { return nil }
        do {
            let node = try JSONParser.parse(bytes)
            guard let members = node.members, Set(members.map(\.name)).count == members.count else { return nil }
            return node
        } catch {
            return nil
        }
    }
}
