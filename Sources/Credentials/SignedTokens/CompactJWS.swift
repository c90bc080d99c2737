import Model

/// A JSON Web Signature in compact form (RFC 7515 §7.1) with HS256 and a key id, and nothing else.
///
/// A parsed value is well formed and proves nothing yet: its ``keyID`` and ``payload`` may only be used to find the key
/// until ``isSigned(by:)`` has said yes.
struct CompactJWS {
    /// Which key signed it, says the header.
    let keyID: String
    /// The payload, a JSON object.
    let payload: JSONNode
    private let signingInput: [UInt8]
    private let signature: Digest

    /// Parses three strict base64url parts whose header asks for HS256 and nothing that we do not know; nil otherwise.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        let parts = bytes.split(separator: UInt8(ascii: "."), maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 3,
            let header = CompactJWS.object(parts[0]),
            header["alg"]?.string == "HS256",
            // RFC 7515 §4.1.11: what we do not understand must not be accepted, and we understand no extension.
            header["crit"] == nil,
            header["typ"] == nil || header["typ"]?.string == "JWT",
            let keyID = header["kid"]?.string,
            let payload = CompactJWS.object(parts[1]),
            let signature = Base64URL.decode(parts[2]).flatMap({ $0.withUnsafeBytes { Digest($0) } })
        else { return nil }
        self.keyID = keyID
        self.payload = payload
        self.signature = signature
        signingInput = Array(bytes[..<parts[1].endIndex])
    }

    /// Whether the signature is that of the key, found out in constant time.
    func isSigned(by key: HMACKey) -> Bool {
        key.code(for: signingInput) == signature
    }

    /// Signs a payload.
    static func sign(payload: JSONWriter, keyID: String, key: HMACKey) -> String {
        var header = JSONWriter(capacity: 64)
        header.object { json in
            json.name("alg")
            json.string("HS256")
            json.name("typ")
            json.string("JWT")
            json.name("kid")
            json.string(keyID)
        }
        var token: [UInt8] = []
        Base64URL.append(header.bytes, to: &token)
        token.append(UInt8(ascii: "."))
        Base64URL.append(payload.bytes, to: &token)
        let signature = key.code(for: token)
        token.append(UInt8(ascii: "."))
        signature.withBytes { Base64URL.append($0, to: &token) }
        return String(decoding: token, as: UTF8.self)
    }

    /// The JSON object of a part, whose member names must differ (RFC 7515 §4, RFC 7519 §4).
    private static func object(_ part: ArraySlice<UInt8>) -> JSONNode? {
        guard let bytes = Base64URL.decode(part) else { return nil }
        do {
            // One level more than elsewhere, since attributes as deep as a parse allows lie one level down here.
            let node = try JSONParser.parse(bytes, depth: JSONParser.defaultDepth + 1)
            guard let members = node.members, Set(members.map(\.name)).count == members.count else { return nil }
            return node
        } catch {
            return nil
        }
    }
}
