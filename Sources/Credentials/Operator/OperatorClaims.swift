public import Model

/// What an operator token says: that its bearer may read everything on the logger, until when, and as whom they write.
public struct OperatorClaims: Sendable, Equatable {
    /// A person of an organization, as whom an operator writes.
    public struct Writer: Sendable, Equatable {
        /// The organization.
        public let organization: OrganizationID
        /// The person as the organization names them, 1–255 characters.
        public let learner: String

        /// Names a person.
        public init(organization: OrganizationID, learner: String) {
            self.organization = organization
            self.learner = learner
        }
    }

    /// As whom the operator writes; nil for one who only reads.
    public let writer: Writer?
    /// When it was signed; goes out in whole seconds, rounded down.
    public let issuedAt: Timestamp
    /// When it ends, at most 60 minutes later; goes out in whole seconds, rounded down.
    public let expiresAt: Timestamp
    /// The token's own random id (`jti`), for the audit trail.
    public let tokenID: String

    /// Makes claims.
    public init(writer: Writer?, issuedAt: Timestamp, expiresAt: Timestamp, tokenID: String) {
        self.writer = writer
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
        self.tokenID = tokenID
    }
}
