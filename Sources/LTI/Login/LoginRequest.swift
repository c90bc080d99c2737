import Model

/// A platform's request to log one of its users in: the start of every launch (LTI rules, section 3).
public struct LoginRequest: Sendable {
    /// Who asks.
    public let issuer: String
    /// What the platform wants back byte for byte; opaque.
    public let loginHint: String
    /// What is to be opened, which nobody has signed yet.
    public let targetLinkURI: String
    /// For which of the issuer's registrations, if it was said.
    public let clientID: String?
    /// In which deployment, if it was said.
    public let deploymentID: String?
    /// What else the platform wants back byte for byte; opaque, may be empty.
    public let messageHint: String?
    /// The frame that offers platform storage, if one does.
    public let storageTarget: String?

    /// Reads the fields of a query or form.
    ///
    /// - Parameters:
    ///   - fields: the decoded fields; others than the ones known are ignored.
    ///   - site: on whose origin the target must be.
    /// - Throws: ``LaunchRefusal`` `missing_parameter`, `bad_target`.
    public init(_ fields: FormFields, site: ToolSite) throws(LaunchRefusal) {
        guard let issuer = fields.filled("iss"), let loginHint = fields.filled("login_hint"),
            let targetLinkURI = fields.filled("target_link_uri")
        else { throw .missingParameter }
        guard site.target(targetLinkURI) != nil else { throw .badTarget }
        self.issuer = issuer
        self.loginHint = loginHint
        self.targetLinkURI = targetLinkURI
        clientID = fields.filled("client_id")
        deploymentID = fields.filled("lti_deployment_id")
        messageHint = fields["lti_message_hint"]
        storageTarget = fields.filled("lti_storage_target")
    }

    /// Finds the registration that is meant (R2, R3, R5).
    ///
    /// Without a client id it is the issuer's only one, or the only one that knows the deployment; inactive ones do not
    /// make a choice ambiguous. Never is it just the first.
    ///
    /// - Parameter candidates: at least all registrations of the issuer, or of issuer and client id when that was said;
    ///   others are passed over.
    /// - Throws: ``LaunchRefusal`` `unknown_platform`, `ambiguous_platform`, `platform_inactive`, `unknown_deployment`.
    /// - Returns: the one that is meant.
    public func registration(among candidates: [Registration]) throws(LaunchRefusal) -> Registration {
        let fitting = candidates.filter { candidate in
            candidate.issuer.isExactly(issuer) && (clientID.map { candidate.clientID.isExactly($0) } ?? true)
        }
        guard !fitting.isEmpty else { throw .unknownPlatform }
        let active = fitting.filter(\.isActive)
        guard !active.isEmpty else { throw .platformInactive }
        let meant = active.count == 1 ? active : active.filter { $0.deployments.contains(deploymentID ?? "") }
        guard meant.count == 1, let registration = meant.first else { throw .ambiguousPlatform }
        if let deploymentID, !registration.deployments.admits(deploymentID) { throw .unknownDeployment }
        return registration
    }
}
