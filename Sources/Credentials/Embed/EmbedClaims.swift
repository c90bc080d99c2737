public import Model

/// What an embed token says: who takes which lesson, with what attributes, until when (contract §4).
public struct EmbedClaims: Sendable, Equatable {
    /// The lesson; the token is good for no other.
    public let lesson: LessonID
    /// The learner as the embedding site names it, 1–255 characters.
    public let learner: String
    /// The organization whose key signs the token.
    public let organization: OrganizationID
    /// The pinned version; nil for the newest published one.
    public let version: LessonVersionID?
    /// The attributes, a JSON object as it came in; nil for none.
    public let userAttributes: JSONText?
    /// When it was signed; goes out in whole seconds, rounded down.
    public let issuedAt: Timestamp
    /// When it ends; goes out in whole seconds, rounded down.
    public let expiresAt: Timestamp
    /// The token's own random id (`jti`).
    public let tokenID: String
    /// The public half of the API token that asked for the signature (`tkn`); revoking that ends this one.
    public let signedBy: APITokenPublicKey

    /// Makes claims.
    public init(
        lesson: LessonID,
        learner: String,
        organization: OrganizationID,
        version: LessonVersionID?,
        userAttributes: JSONText?,
        issuedAt: Timestamp,
        expiresAt: Timestamp,
        tokenID: String,
        signedBy: APITokenPublicKey
    ) {
        self.lesson = lesson
        self.learner = learner
        self.organization = organization
        self.version = version
        self.userAttributes = userAttributes
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
        self.tokenID = tokenID
        self.signedBy = signedBy
    }
}
