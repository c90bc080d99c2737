public import Model

/// What lets one platform register itself with an organization (LTI rule Y1).
public struct RegistrationInvitation: Sendable, Equatable {
    /// Its identifier, 32 lower-case hex digits; no secret.
    public let id: String
    /// The organization that the platform will belong to.
    public let organization: OrganizationID
    /// Whether the platform's URLs may lie on this machine or in a private network.
    public let isLocal: Bool
    /// What the platform will be called; nil for the name that it gives itself.
    public let name: String?
    /// From when on it no longer works.
    public let expiresAt: Timestamp

    /// Describes an invitation.
    public init(
        id: String,
        organization: OrganizationID,
        isLocal: Bool,
        name: String?,
        expiresAt: Timestamp
    ) {
        self.id = id
        self.organization = organization
        self.isLocal = isLocal
        self.name = name
        self.expiresAt = expiresAt
    }
}
