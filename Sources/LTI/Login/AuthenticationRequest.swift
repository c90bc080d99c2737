/// The answer to a login: the request that the browser takes to the platform (LTI rule L1).
public struct AuthenticationRequest: Sendable {
    /// How the browser takes it there.
    public enum Delivery: Sendable {
        /// By a redirect to this URL.
        case redirect(String)
        /// By a form that submits itself to this URL, since the redirect would be too long.
        case form(action: String, fields: [(name: String, value: String)])
    }

    /// The longest URL that is sent as a redirect, in bytes.
    public static let longestURL = 8_192

    /// The platform's auth endpoint.
    public let endpoint: WebURL
    /// The parameters in order.
    public let fields: [(name: String, value: String)]

    /// Makes the request for a login that was recorded; nil when the registration's auth endpoint may not be used.
    ///
    /// - Parameters:
    ///   - login: what the platform asked.
    ///   - record: what was recorded of it.
    ///   - registration: whose auth endpoint it goes to.
    ///   - redirectURI: where the launch is to arrive, exactly as the platform knows it.
    public init?(_ login: LoginRequest, _ record: LoginRecord, _ registration: Registration, redirectURI: String) {
        do {
            endpoint = try registration.outgoing.check(registration.authEndpoint)
        } catch {
            return nil
        }
        var fields: [(name: String, value: String)] = [
            ("scope", "openid"), ("response_type", "id_token"), ("response_mode", "form_post"), ("prompt", "none"),
            ("client_id", registration.clientID), ("redirect_uri", redirectURI), ("login_hint", login.loginHint),
            ("state", record.state), ("nonce", record.nonce),
        ]
        if let messageHint = login.messageHint { fields.append(("lti_message_hint", messageHint)) }
        self.fields = fields
    }

    /// How to send it: by a redirect unless the URL is too long.
    ///
    /// An endpoint with a query keeps it in either case.
    public var delivery: Delivery {
        let url = endpoint.adding(query: fields)
        return url.utf8.count <= Self.longestURL ? .redirect(url) : .form(action: endpoint.text, fields: fields)
    }
}
