public import Model

/// A login that waits for its launch (LTI rule L3).
public struct StoredLogin: Sendable, Equatable {
    /// The random value that names it.
    public let state: String
    /// The random value that the launch's token must repeat.
    public let nonce: String
    /// The platform that began it.
    public let platformID: String
    /// The deployment that it named, if any.
    public let deploymentHint: String?
    /// What it asked for.
    public let targetLinkURI: String
    /// Where the platform offers to keep the binding secret, if it does.
    public let storageTarget: String?
    /// SHA-256 of the secret that binds the login to its browser, 64 lower-case hex digits.
    public let binding: String
    /// What the platform wants back when the login begins again; opaque here.
    public let hints: JSONText?
    /// When it began.
    public let createdAt: Timestamp

    /// Describes a login.
    public init(
        state: String,
        nonce: String,
        platformID: String,
        deploymentHint: String? = nil,
        targetLinkURI: String,
        storageTarget: String? = nil,
        binding: String,
        hints: JSONText? = nil,
        createdAt: Timestamp
    ) {
        self.state = state
        self.nonce = nonce
        self.platformID = platformID
        self.deploymentHint = deploymentHint
        self.targetLinkURI = targetLinkURI
        self.storageTarget = storageTarget
        self.binding = binding
        self.hints = hints
        self.createdAt = createdAt
    }
}
