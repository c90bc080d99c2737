/// The consumer keys and secrets that platforms had under LTI 1.1, with which they prove what users and courses were
/// called then (LTI rule M1).
///
/// They are written by hand into the file `lti11-consumers` of the key folder, at most 1 MiB: a line for each, the consumer
/// key, one space, the secret. A line may end with CR LF as on Windows: the CR is no part of the secret.
public struct LegacyConsumers: Sendable {
    /// The file's name.
    public static let fileName = "lti11-consumers"

    private let secrets: [[UInt8]: SecretBytes]

    /// Knows none.
    public static let none = LegacyConsumers(secrets: [:])

    /// Takes keys and secrets.
    public init(_ secrets: [String: SecretBytes]) {
        var bytes: [[UInt8]: SecretBytes] = [:]
        for (key, secret) in secrets { bytes[Array(key.utf8)] = secret }
        self.init(secrets: bytes)
    }

    private init(secrets: [[UInt8]: SecretBytes]) {
        self.secrets = secrets
    }

    /// Reads a file's content; nil when a line has another form.
    init?(file content: SecretBytes) {
        let secrets: [[UInt8]: SecretBytes]? = content.withBytes { bytes in
            var secrets: [[UInt8]: SecretBytes] = [:]
            for line in bytes.split(separator: UInt8(ascii: "\n")) {
                let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
                if line.isEmpty { continue }
                let parts = line.split(separator: UInt8(ascii: " "), maxSplits: 1)
                guard parts.count == 2 else { return nil }
                secrets[Array(parts[0])] = SecretBytes(parts[1])
            }
            return secrets
        }
        guard let secrets else { return nil }
        self.init(secrets: secrets)
    }

    /// The secret of a consumer key; nil for one that is not known.
    public subscript(consumerKey: String) -> SecretBytes? { secrets[Array(consumerKey.utf8)] }
}
