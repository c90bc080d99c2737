import Model

/// What an administrator or a dynamic registration says of a platform.
public struct PlatformDraft: Sendable, Equatable {
    /// What people call it, 1–200 characters.
    public var name: String
    /// The platform's issuer, compared byte for byte.
    public var issuer: String
    /// The platform's name for the tool, compared byte for byte.
    public var clientID: String
    /// The deployments that are known.
    public var deploymentIDs: [String]
    /// Whether a deployment that a validated launch names is stored (LTI rule R3).
    public var learnsDeployments: Bool
    /// Where logins are sent.
    public var authEndpoint: String
    /// Where access tokens are asked for.
    public var tokenEndpoint: String
    /// The audience of requests for access tokens; nil for the token endpoint.
    public var tokenAudience: String?
    /// Where the platform's keys come from.
    public var keySource: PlatformKeySource
    /// Whether its URLs may lie on this machine or in a private network.
    public var isLocal: Bool
    /// Whether launches without a user are shown.
    public var allowsAnonymous: Bool
    /// Whether names and addresses of people are kept.
    public var keepsNames: Bool
    /// The platform's product as it calls itself; nil leaves what was known.
    public var product: String?

    /// Makes a draft.
    public init(
        name: String,
        issuer: String,
        clientID: String,
        deploymentIDs: [String] = [],
        learnsDeployments: Bool = false,
        authEndpoint: String,
        tokenEndpoint: String,
        tokenAudience: String? = nil,
        keySource: PlatformKeySource,
        isLocal: Bool = false,
        allowsAnonymous: Bool = false,
        keepsNames: Bool = true,
        product: String? = nil
    ) {
        self.name = name
        self.issuer = issuer
        self.clientID = clientID
        self.deploymentIDs = deploymentIDs
        self.learnsDeployments = learnsDeployments
        self.authEndpoint = authEndpoint
        self.tokenEndpoint = tokenEndpoint
        self.tokenAudience = tokenAudience
        self.keySource = keySource
        self.isLocal = isLocal
        self.allowsAnonymous = allowsAnonymous
        self.keepsNames = keepsNames
        self.product = product
    }

    /// Checks what storing relies on; what the protocol asks of URLs and keys is checked before.
    ///
    /// - Throws: `LecternError` `invalid` naming the member that breaks its rule.
    func check() throws(LecternError) {
        guard name.isPlainText(1...200) else { throw .invalid("name must have 1 to 200 characters") }
        guard !issuer.isEmpty else { throw .invalid("issuer is required") }
        guard (1...255).contains(clientID.unicodeScalars.count) else {
            throw .invalid("client id must have 1 to 255 characters")
        }
        try Self.check(deploymentIDs)
    }

    static func check(_ deploymentIDs: [String]) throws(LecternError) {
        for id in deploymentIDs where !(1...255).contains(id.unicodeScalars.count) {
            throw .invalid("deployment id must have 1 to 255 characters")
        }
    }
}
