public import Model

/// What a platform says of itself when the tool is to register there (LTI rule Y2).
public struct PlatformConfiguration: Sendable {
    /// The longest answer that is looked at, in bytes.
    public static let longest = 262_144
    private static let claim = "https://purl.imsglobal.org/spec/lti-platform-configuration"

    /// A message that the platform sends.
    public struct Message: Sendable, Equatable {
        /// Its type.
        public let type: String
        /// Where in the platform it can start.
        public let placements: [String]
    }

    /// The issuer, as its tokens will name it.
    public let issuer: String
    /// Where logins are sent.
    public let authEndpoint: String
    /// Where access tokens are asked for.
    public let tokenEndpoint: String
    /// The audience of requests for access tokens, where it is not the token endpoint.
    public let tokenAudience: String?
    /// Where the platform's keys are.
    public let keySetURL: String
    /// Where the tool registers.
    public let registrationEndpoint: String
    /// What may be asked for.
    public let scopes: [String]
    /// Which claims launches may carry.
    public let claims: [String]
    /// The product, such as `moodle`.
    public let productFamilyCode: String?
    /// The messages that the platform sends.
    public let messages: [Message]

    /// Reads the answer of a configuration URL.
    ///
    /// - Parameters:
    ///   - body: the answer.
    ///   - source: the configuration's URL, whose host must be the issuer's.
    ///   - policy: which URLs may be called for the platform.
    ///   - sharedIssuers: issuers that many hosts share, and whose configuration any host may have.
    /// - Throws: `LecternError` `invalid` with a sentence that says what is wrong.
    public init(
        _ body: [UInt8],
        from source: WebURL,
        policy: OutgoingPolicy,
        sharedIssuers: [String] = []
    ) throws(LecternError) {
        guard let node = JSONNode.answer(body, longest: Self.longest), node.isObject else {
            throw .invalid("the platform's configuration is no JSON object")
        }
        let issuer = try Self.endpoint("issuer", node, policy)
        guard WebURL(issuer)?.host == source.host || sharedIssuers.contains(where: { $0.isExactly(issuer) }) else {
            throw .invalid("the platform's configuration is on another host than its issuer")
        }
        self.issuer = issuer
        authEndpoint = try Self.endpoint("authorization_endpoint", node, policy)
        tokenEndpoint = try Self.endpoint("token_endpoint", node, policy)
        keySetURL = try Self.endpoint("jwks_uri", node, policy)
        registrationEndpoint = try Self.endpoint("registration_endpoint", node, policy)
        scopes = node.texts("scopes_supported") ?? []
        claims = node.texts("claims_supported") ?? []
        let details = node[Self.claim]
        tokenAudience = node.text("authorization_server") ?? details?.text("authorization_server")
        productFamilyCode = details?.text("product_family_code")
        messages = (details?["messages_supported"]?.elements ?? []).compactMap { message in
            message.text("type").map { Message(type: $0, placements: message.texts("placements") ?? []) }
        }
    }

    private static func endpoint(
        _ name: String,
        _ node: JSONNode,
        _ policy: OutgoingPolicy
    ) throws(LecternError) -> String {
        guard let text = node.text(name) else { throw .invalid("the platform's configuration has no \(name)") }
        do {
            return try policy.check(text).text
        } catch {
            throw .invalid("the platform's configuration, \(name): \(error.message)")
        }
    }
}
