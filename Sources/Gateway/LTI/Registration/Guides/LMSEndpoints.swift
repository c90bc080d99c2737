/// Where a system's issuer and endpoints are, as far as they follow from its site and the client id.
public struct LMSEndpoints: Sendable, Equatable {
    /// The issuer; nil where a site is needed and was not given.
    public var issuer: String?
    /// Where logins are sent.
    public var authEndpoint: String?
    /// Where access tokens are asked for; nil where it is told by the system only.
    public var tokenEndpoint: String?
    /// The audience of requests for access tokens, where it is not the token endpoint.
    public var tokenAudience: String?
    /// Where the system's keys are.
    public var keySetURL: String?

    /// What is known of a system.
    ///
    /// - Parameters:
    ///   - lms: the system.
    ///   - site: the URL of the customer's site, for systems with endpoints of each customer's own, and for a Canvas that
    ///     is not Instructure's.
    ///   - clientID: the client id, which is part of Blackboard's key set URL.
    public init(_ lms: LMSProduct, site: String?, clientID: String) {
        let site = site.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
        switch lms {
        case .canvas: self.init(canvas: site)
        case .blackboard: self.init(blackboard: clientID)
        case .moodle: self.init(moodle: site)
        case .brightspace: self.init(brightspace: site)
        case .sakai: self.init(sakai: site)
        }
    }

    init(
        issuer: String? = nil,
        authEndpoint: String? = nil,
        tokenEndpoint: String? = nil,
        tokenAudience: String? = nil,
        keySetURL: String? = nil
    ) {
        self.issuer = issuer
        self.authEndpoint = authEndpoint
        self.tokenEndpoint = tokenEndpoint
        self.tokenAudience = tokenAudience
        self.keySetURL = keySetURL
    }
}
