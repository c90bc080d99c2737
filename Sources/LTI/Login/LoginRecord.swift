public import Credentials
public import Model

/// What the tool remembers of a login until its launch arrives, under the state (LTI rules L2, L3).
///
/// How long that is, whoever keeps it judges.
public struct LoginRecord: Sendable {
    private static let stateByteCount = 32
    private static let stateTextCount = 43

    /// Names the record; random, URL-safe.
    public let state: String
    /// What the launch's token must repeat; random, independent of the state.
    public let nonce: String
    /// Which registration the login was for.
    public let platformID: String
    /// The deployment that the login named, if it did.
    public let deploymentHint: String?
    /// What the login wanted to open.
    public let targetLinkURI: String
    /// The frame that offers platform storage, if one does.
    public let storageTarget: String?
    /// The digest of the browser's secret.
    public let binding: Digest
    /// When the login began.
    public let createdAt: Timestamp

    /// Puts a stored record together again.
    public init(
        state: String,
        nonce: String,
        platformID: String,
        deploymentHint: String?,
        targetLinkURI: String,
        storageTarget: String?,
        binding: Digest,
        createdAt: Timestamp
    ) {
        self.state = state
        self.nonce = nonce
        self.platformID = platformID
        self.deploymentHint = deploymentHint
        self.targetLinkURI = targetLinkURI
        self.storageTarget = storageTarget
        self.binding = binding
        self.createdAt = createdAt
    }

    /// Begins a login with fresh random values.
    public init(_ login: LoginRequest, for registration: Registration, secret: BindingSecret, now: Timestamp) {
        self.init(
            state: RandomText.urlSafe(byteCount: Self.stateByteCount),
            nonce: RandomText.urlSafe(byteCount: Self.stateByteCount),
            platformID: registration.platformID,
            deploymentHint: login.deploymentID,
            targetLinkURI: login.targetLinkURI,
            storageTarget: login.storageTarget,
            binding: secret.digest,
            createdAt: now
        )
    }

    /// Whether a text has the form of a state; others need no looking up.
    public static func isState(_ text: String) -> Bool {
        text.utf8.count == stateTextCount && Base64URL.decode(text.utf8) != nil
    }

    /// Whether a secret is that of the browser which began the login (V3), found out in constant time.
    public func isBound(to secret: BindingSecret) -> Bool {
        secret.digest == binding
    }
}
