public import Model

/// A platform that is registered with an organization: one pair of issuer and client id (LTI rules R1–R5).
public struct PlatformRecord: Sendable, Equatable {
    /// Our own stable name for it, 32 lower-case hex digits.
    public let id: String
    /// The organization that it belongs to.
    public let organization: OrganizationID
    /// What people call it.
    public let name: String
    /// The platform's issuer, compared byte for byte.
    public let issuer: String
    /// The platform's name for the tool, compared byte for byte.
    public let clientID: String
    /// The known deployments, in the order in which they became known.
    ///
    /// A record that was found for a login or launch has the one that it names, if that is known: platforms may have
    /// thousands.
    public let deploymentIDs: [String]
    /// Whether a deployment that a validated launch names is stored.
    public let learnsDeployments: Bool
    /// Where logins are sent.
    public let authEndpoint: String
    /// Where access tokens are asked for.
    public let tokenEndpoint: String
    /// The audience of requests for access tokens; nil for the token endpoint.
    public let tokenAudience: String?
    /// Where the platform's keys come from.
    public let keySource: PlatformKeySource
    /// Whether its URLs may lie on this machine or in a private network.
    public let isLocal: Bool
    /// Whether launches without a user are shown.
    public let allowsAnonymous: Bool
    /// Whether names and addresses of people are kept.
    public let keepsNames: Bool
    /// The platform's product as it calls itself, where it is known.
    public let product: String?
    /// Whether it may be used; an inactive one refuses everything (R5).
    public let isActive: Bool
    /// When it was registered.
    public let createdAt: Timestamp
    /// When an administrator or the platform last changed it.
    public let updatedAt: Timestamp

    /// Makes a record of what a draft says.
    public init(
        _ draft: PlatformDraft,
        id: String,
        organization: OrganizationID,
        isActive: Bool = true,
        createdAt: Timestamp,
        updatedAt: Timestamp
    ) {
        self.id = id
        self.organization = organization
        name = draft.name
        issuer = draft.issuer
        clientID = draft.clientID
        deploymentIDs = draft.deploymentIDs
        learnsDeployments = draft.learnsDeployments
        authEndpoint = draft.authEndpoint
        tokenEndpoint = draft.tokenEndpoint
        tokenAudience = draft.tokenAudience
        keySource = draft.keySource
        isLocal = draft.isLocal
        allowsAnonymous = draft.allowsAnonymous
        keepsNames = draft.keepsNames
        product = draft.product
        self.isActive = isActive
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}
