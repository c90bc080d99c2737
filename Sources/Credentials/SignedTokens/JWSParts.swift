import Model

/// The parts of a JSON Web Signature in compact form (RFC 7515 §7.1), whatever its algorithm.
///
/// Parsed parts are well formed and prove nothing: which headers are good, and which key must have signed, is for those to
/// say who use them.
struct JWSParts: Sendable {
    /// The header, a JSON object.
    let header: JSONNode
    /// The payload, a JSON object.
    let payload: JSONNode
    /// The signature's bytes, of any number.
    let signature: [UInt8]
    private let bytes: [UInt8]
    private let signedCount: Int

    /// Parses three strict base64url parts, of which the first two are JSON objects without repeated names; nil otherwise.
    ///
    /// - Parameters:
    ///   - text: the compact form; nothing around it is forgiven.
    ///   - depth: how deep arrays and objects may nest in header and payload.
    init?(_ text: String, depth: Int = JSONParser.defaultDepth) {
        let bytes = Array(text.utf8)
        let parts = bytes.split(separator: UInt8(ascii: "."), maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 3,
            let header = JWSParts.object(parts[0], depth),
            let payload = JWSParts.object(parts[1], depth),
            let signature = Base64URL.decode(parts[2])
        else { return nil }
        self.header = header
        self.payload = payload
        self.signature = signature
        self.bytes = bytes
        signedCount = parts[1].endIndex
    }

    /// The JSON object of a part, whose member names must differ (RFC 7515 §4, RFC 7519 §4).
    private static func object(_ part: ArraySlice<UInt8>, _ depth: Int) -> JSONNode? {
        guard let bytes = Base64URL.decode(part) else { return nil }
        do {
            let node = try JSONParser.parse(bytes, depth: depth)
            guard let members = node.members, Set(members.map(\.name)).count == members.count else { return nil }
            return node
        } catch {
            return nil
        }
    }

    /// Calls `body` with what the signature must be of: the first two parts as they came, with the dot between them.
    func withSigningInput<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[..<signedCount])) }
    }

    // MARK: - Signing

    /// A header that says the algorithm, the type `JWT` and the key id.
    static func header(algorithm: String, keyID: String) -> [UInt8] {
        var header = JSONWriter(capacity: 96)
        header.object { json in
            json.name("alg")
            json.string(algorithm)
            json.name("typ")
            json.string("JWT")
            json.name("kid")
            json.string(keyID)
        }
        return header.bytes
    }

    /// The compact form of any header and payload, with the signature that `sign` gives for the two.
    static func join(header: [UInt8], payload: [UInt8], sign: (UnsafeRawBufferPointer) -> [UInt8]) -> String {
        var token: [UInt8] = []
        // Room for all, with a signature of HS256, so that it is made in one place.
        token.reserveCapacity((header.count + payload.count) * 4 / 3 + 64)
        Base64URL.append(header, to: &token)
        token.append(UInt8(ascii: "."))
        Base64URL.append(payload, to: &token)
        let signature = token.withUnsafeBytes { sign($0) }
        token.append(UInt8(ascii: "."))
        Base64URL.append(signature, to: &token)
        return String(decoding: token, as: UTF8.self)
    }
}
