public import Model

/// One version of the key with which the tool signs what it sends to LTI platforms.
public struct ToolKey: Sendable {
    /// The version in the key folder, from 1.
    public let version: Int
    /// The key's name in the published key set: its thumbprint.
    public let id: String
    /// The key.
    public let key: RSAPrivateKey
    /// When it was made, and published.
    public let createdAt: Timestamp

    /// Names a key.
    public init(version: Int, key: RSAPrivateKey, createdAt: Timestamp) {
        self.version = version
        self.key = key
        self.createdAt = createdAt
        id = key.publicKey.thumbprint
    }
}
