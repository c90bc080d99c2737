public import Model

/// A platform's registration of the tool, as the protocol sees it: one pair of issuer and client id (LTI rules R1–R5).
public struct Registration: Sendable {
    /// Our own stable name for it.
    public let platformID: String
    /// The platform's issuer, compared byte for byte.
    public let issuer: String
    /// The platform's name for the tool, compared byte for byte.
    public let clientID: String
    /// What people call it.
    public let name: String
    /// The organization that it belongs to.
    public let organization: OrganizationID
    /// Where logins are sent.
    public let authEndpoint: String
    /// Where access tokens are asked for.
    public let tokenEndpoint: String
    /// The audience of requests for access tokens: the token endpoint unless the platform wants another.
    public let tokenAudience: String
    /// Where the platform's keys come from.
    public let keySource: KeySource
    /// The deployments inside it.
    public let deployments: Deployments
    /// Whether it may be used; an inactive one refuses everything (R5).
    public let isActive: Bool
    /// Whether its URLs may lie on this machine or in a private network (R6).
    public let isLocal: Bool
    /// Whether launches without a user are shown (V18).
    public let allowsAnonymous: Bool

    /// Makes a registration; nothing is checked yet.
    public init(
        platformID: String,
        issuer: String,
        clientID: String,
        name: String,
        organization: OrganizationID,
        authEndpoint: String,
        tokenEndpoint: String,
        tokenAudience: String? = nil,
        keySource: KeySource,
        deployments: Deployments,
        isActive: Bool = true,
        isLocal: Bool = false,
        allowsAnonymous: Bool = false
    ) {
        self.platformID = platformID
        self.issuer = issuer
        self.clientID = clientID
        self.name = name
        self.organization = organization
        self.authEndpoint = authEndpoint
        self.tokenEndpoint = tokenEndpoint
        self.tokenAudience = tokenAudience ?? tokenEndpoint
        self.keySource = keySource
        self.deployments = deployments
        self.isActive = isActive
        self.isLocal = isLocal
        self.allowsAnonymous = allowsAnonymous
    }

    /// Which URLs may be called for it.
    public var outgoing: OutgoingPolicy { OutgoingPolicy(isLocal: isLocal) }

    /// Checks what an administrator gave.
    ///
    /// - Throws: `LecternError` `invalid` with a sentence that names the value and says what is wrong with it.
    public func check() throws(LecternError) {
        try check(issuer, "issuer")
        try check(authEndpoint, "auth endpoint")
        try check(tokenEndpoint, "token endpoint")
        guard (1...255).contains(clientID.length) else { throw .invalid("client id: must have 1 to 255 characters") }
        guard !tokenAudience.isEmpty else { throw .invalid("token audience: must not be empty") }
        guard deployments.known.allSatisfy({ (1...255).contains($0.text.length) }) else {
            throw .invalid("deployment id: must have 1 to 255 characters")
        }
        switch keySource {
        case .url(let url): try check(url, "key set URL")
        case .jwk, .pem:
            guard keySource.fixedKeys != nil else {
                throw .invalid("key: must be an RSA key of 2048 bits or more that may sign with RS256")
            }
        }
    }

    private func check(_ url: String, _ what: String) throws(LecternError) {
        do {
            _ = try outgoing.check(url)
        } catch {
            throw .invalid("\(what): \(error.message)")
        }
    }
}
