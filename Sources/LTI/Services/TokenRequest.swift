public import Credentials
public import Model

/// A request for an access token (LTI rule T2): a form that is posted to the registration's token endpoint.
public struct TokenRequest: Sendable {
    /// How long the assertion is good, in seconds.
    public static let lifetimeSeconds: Int64 = 240

    /// The form's fields, in order.
    public let fields: [(name: String, value: String)]

    /// Makes a request with an assertion of its own: platforms refuse one that they saw before, so each attempt needs a
    /// new one.
    ///
    /// - Parameters:
    ///   - scopes: what is asked for, at least one.
    ///   - registration: whose platform is asked.
    ///   - deploymentID: for which deployment, where it is known.
    ///   - key: the tool's key.
    ///   - now: the present instant.
    public init(
        scopes: [String],
        registration: Registration,
        deploymentID: String?,
        signedWith key: ToolKey,
        now: Timestamp
    ) {
        var json = JSONWriter()
        json.object { json in
            json.member("iss", registration.clientID)
            json.member("sub", registration.clientID)
            json.member("aud", registration.tokenAudience)
            json.member("iat", Double(now.seconds))
            json.member("exp", Double(now.seconds + Self.lifetimeSeconds))
            json.member("jti", RandomText.urlSafe())
            json.member(Claim.deploymentID, deploymentID)
        }
        fields = [
            ("grant_type", "client_credentials"),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", PlatformJWS.sign(payload: json, keyID: key.id, key: key.key)),
            ("scope", scopes.joined(separator: " ")),
        ]
    }

    /// The text of the form.
    public var form: String { FormFields.encode(fields) }
}
