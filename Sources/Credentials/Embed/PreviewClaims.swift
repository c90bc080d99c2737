public import Model

/// What a preview token says: which version of a lesson its bearer may look at, and until when.
public struct PreviewClaims: Sendable, Equatable {
    /// The lesson; the token is good for no other.
    public let lesson: LessonID
    /// The version, published or not.
    public let version: LessonVersionID
    /// The organization whose key signs the token.
    public let organization: OrganizationID
    /// When it was signed; goes out in whole seconds, rounded down.
    public let issuedAt: Timestamp
    /// When it ends, at most an hour later; goes out in whole seconds, rounded down.
    public let expiresAt: Timestamp
    /// The token's own random id (`jti`), for the audit trail.
    public let tokenID: String

    /// Makes claims.
    public init(
        lesson: LessonID,
        version: LessonVersionID,
        organization: OrganizationID,
        issuedAt: Timestamp,
        expiresAt: Timestamp,
        tokenID: String
    ) {
        self.lesson = lesson
        self.version = version
        self.organization = organization
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
        self.tokenID = tokenID
    }
}
