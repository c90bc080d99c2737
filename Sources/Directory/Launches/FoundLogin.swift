/// A login as it stands when its launch arrives.
public struct FoundLogin: Sendable, Equatable {
    /// The login.
    public let login: StoredLogin
    /// Whether a launch used it up.
    public let isConsumed: Bool
    /// The token that waits for the check of the browser's storage, if one does.
    public let heldToken: String?
}
