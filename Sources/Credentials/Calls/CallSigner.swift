public import Model

/// Signs the calls between gateway and core with the internal key (design §2).
///
/// The header is `v<version>.<base64url of the principal's text>.<hex code>`. The code is HMAC-SHA-256 over five fields,
/// each led by its length in 8 bytes: version label, method, target, the header's middle part, and body. A signed
/// principal is therefore good for one method, target and body only, until its expiry.
public struct CallSigner: CallSigning {
    private let keys: LiveKeyRing

    /// Makes a signer over the installation's keys.
    public init(keys: LiveKeyRing) {
        self.keys = keys
    }

    /// The value of the principal header for a call, under the current internal key.
    public func sign(_ request: CoreRequest, expires: Timestamp) -> String {
        let ring = keys.current
        let label = "v\(ring.currentInternalVersion)"
        let payload = Base64URL.encode(request.principal.wireText(expires: expires).utf8)
        let message = CallSigner.message(
            label.utf8,
            request.method.rawValue,
            request.target,
            payload.utf8,
            request.body
        )
        return "\(label).\(payload).\(ring.currentInternalKey.code(for: message).hex)"
    }

    /// The principal of a call whose header proves that a gateway made exactly this call; nil otherwise.
    ///
    /// Refused: other forms, unknown versions, a wrong code, and a principal whose time is over.
    public func verify(header: String, method: String, target: String, body: [UInt8], at now: Timestamp) -> Principal? {
        let parts = header.utf8.split(separator: UInt8(ascii: "."), maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 3,
            let version = CallSigner.version(ofLabel: Substring(parts[0])),
            let presented = Digest(hex: Substring(parts[2])),
            let key = keys.internalKey(version),
            key.code(for: CallSigner.message(parts[0], method, target, parts[1], body)) == presented,
            let bytes = Base64URL.decode(parts[1]),
            let text = String(validating: bytes, as: UTF8.self),
            let (principal, expires) = Principal.parse(wireText: text),
            now < expires
        else { return nil }
        return principal
    }

    private static func version(ofLabel label: Substring) -> Int? {
        guard label.utf8.count <= 10, let version = Int(label.dropFirst()), version > 0 else { return nil }
        return label == "v\(version)" ? version : nil
    }

    /// What the code is computed over; the lengths keep a byte of one field from counting as a byte of the next.
    private static func message(
        _ label: some Collection<UInt8>,
        _ method: String,
        _ target: String,
        _ payload: some Collection<UInt8>,
        _ body: [UInt8]
    ) -> [UInt8] {
        var message: [UInt8] = []
        message.reserveCapacity(128 + target.utf8.count + payload.count + body.count)
        append(label, to: &message)
        append(method.utf8, to: &message)
        append(target.utf8, to: &message)
        append(payload, to: &message)
        append(body, to: &message)
        return message
    }

    private static func append(_ field: some Collection<UInt8>, to message: inout [UInt8]) {
        withUnsafeBytes(of: UInt64(field.count).bigEndian) { message.append(contentsOf: $0) }
        message.append(contentsOf: field)
    }
}
