public import Model

/// What a launch token says: for which session of which organization it stands, and until when (design §4).
///
/// The session itself is kept by the gateway and can be revoked; what the token says beside it is for the player, which
/// keeps the work of different people apart by it.
public struct LaunchSessionClaims: Sendable, Equatable {
    /// The session's id, which is no secret.
    public let session: String
    /// The organization whose key signs the token.
    public let organization: OrganizationID
    /// The lesson; nil for a session that chooses content.
    public let lesson: LessonID?
    /// Our id of the platform.
    public let platform: String
    /// The `sub` of the launch.
    public let user: String
    /// The course, in the platform's words.
    public let context: String?
    /// When it was signed; goes out in whole seconds, rounded down.
    public let issuedAt: Timestamp
    /// When it ends; goes out in whole seconds, rounded down.
    public let expiresAt: Timestamp

    /// Makes claims.
    public init(
        session: String,
        organization: OrganizationID,
        lesson: LessonID?,
        platform: String,
        user: String,
        context: String?,
        issuedAt: Timestamp,
        expiresAt: Timestamp
    ) {
        self.session = session
        self.organization = organization
        self.lesson = lesson
        self.platform = platform
        self.user = user
        self.context = context
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
    }
}
