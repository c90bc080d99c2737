public import Credentials
import Model

/// A valid launch: what the platform says of user, place and purpose (LTI rules V12–V19).
public struct Launch: Sendable {
    /// What is to be done.
    public enum Message: Sendable {
        /// To open what a link in a course stands for.
        case resourceLink(ResourceLink)
        /// To let the user choose content.
        case deepLinking(DeepLinkingSettings)
    }

    /// The registration that it came through.
    public let registration: Registration
    /// The deployment inside the registration.
    public let deploymentID: String
    /// Whether the deployment was not known until now and is to be stored (R3).
    public let isNewDeployment: Bool
    /// What is to be done.
    public let message: Message
    /// What is to be opened, on the tool's own origin.
    public let target: WebURL
    /// What the user is, here and elsewhere.
    public let roles: Roles
    /// Who it is; nil for an anonymous launch, which the registration then allows.
    public let user: LaunchUser?
    /// The course; nil when the platform names none.
    public let context: LaunchContext?
    /// The link's and the tool's custom parameters.
    public let custom: CustomParameters
    /// Where grades go, if the platform takes any.
    public let grades: GradeService?
    /// Where the course's members are listed, if the platform tells.
    public let roster: RosterService?
    /// The language of the page around the tool, else the user's, as the platform writes it.
    public let locale: String?
    /// What software the platform is.
    public let platform: PlatformProduct?
    /// The names that user, course and link had under LTI 1.1, if the platform proved them.
    public let legacy: LegacyIdentity?

    /// Reads the message of a verified token.
    ///
    /// - Parameters:
    ///   - token: the token.
    ///   - site: on whose origin the target must be.
    ///   - legacySecret: the secret of a consumer key of LTI 1.1; nil for a key that is not known.
    /// - Throws: ``LaunchRefusal`` for the rules V12–V18 and D1.
    public init(
        _ token: VerifiedToken,
        site: ToolSite,
        legacySecret: (_ consumerKey: String) -> SecretBytes? = { _ in nil }
    ) throws(LaunchRefusal) {
        let payload = token.payload
        guard payload[Claim.version]?.cleanString == Claim.supportedVersion else { throw .badVersion }
        guard let type = payload[Claim.messageType]?.cleanString.flatMap({ MessageType(rawValue: $0) }) else {
            throw .unsupportedMessage
        }
        let deploymentID = try Self.deployment(token)
        guard let target = payload[Claim.targetLinkURI]?.cleanString.flatMap({ site.target($0) }) else {
            throw .badTarget
        }
        switch type {
        case .resourceLink: message = .resourceLink(try ResourceLink(payload[Claim.resourceLink]))
        case .deepLinking:
            message = .deepLinking(try DeepLinkingSettings(payload[Claim.deepLinkingSettings]))
        }
        roles = try Roles(payload[Claim.roles])
        user = try LaunchUser(payload, mayBeAnonymous: token.registration.allowsAnonymous)
        registration = token.registration
        self.deploymentID = deploymentID
        isNewDeployment = !token.registration.deployments.contains(deploymentID)
        self.target = target
        context = LaunchContext(payload[Claim.context])
        custom = CustomParameters(payload[Claim.custom])
        grades = GradeService(payload[Claim.grades])
        roster = RosterService(payload[Claim.roster])
        locale = payload[Claim.launchPresentation]?.text("locale") ?? payload.text("locale")
        platform = PlatformProduct(payload[Claim.toolPlatform])
        legacy = LegacyIdentity(token, deploymentID: deploymentID, secret: legacySecret)
    }

    /// Whether the user may choose content (D2); the caller refuses with `choosing_not_allowed` where not.
    public var mayChooseContent: Bool { roles.mayChooseContent }

    private static func deployment(_ token: VerifiedToken) throws(LaunchRefusal) -> String {
        guard let id = token.payload[Claim.deploymentID]?.cleanString, (1...255).contains(id.length) else {
            throw .badDeployment
        }
        if let hint = token.deploymentHint, !hint.isExactly(id) { throw .wrongDeployment }
        guard token.registration.deployments.admits(id) else { throw .unknownDeployment }
        return id
    }
}
