public import Credentials
public import Model

/// The answer to a platform that let a user choose content: a form that the browser posts (LTI rules D3, D4).
public struct DeepLinkingResponse: Sendable {
    /// What goes along with the items.
    public struct Remarks: Sendable, Equatable {
        /// What the platform may show the user when something went wrong.
        public let errorMessage: String?
        /// What the platform may log when something went wrong.
        public let errorLog: String?

        /// Makes remarks.
        public init(errorMessage: String? = nil, errorLog: String? = nil) {
            self.errorMessage = errorMessage
            self.errorLog = errorLog
        }
    }

    /// How long the answer is good, in seconds.
    public static let lifetimeSeconds: Int64 = 300

    /// Where the form is posted to.
    public let returnURL: WebURL
    /// The form's one field, `JWT`.
    public let token: String

    /// Signs a choice.
    ///
    /// - Parameters:
    ///   - items: what was chosen; none when the user gave up.
    ///   - remarks: what goes along.
    ///   - settings: what the platform asked for.
    ///   - registration: whose platform asked.
    ///   - deploymentID: the deployment in which it asked.
    ///   - key: the tool's key.
    ///   - now: the present instant.
    /// - Throws: `LecternError` `invalid` when the platform does not take these items.
    public init(
        _ items: [ResourceLinkItem],
        remarks: Remarks = Remarks(),
        settings: DeepLinkingSettings,
        registration: Registration,
        deploymentID: String,
        signedWith key: ToolKey,
        now: Timestamp
    ) throws(LecternError) {
        guard items.count <= 1 || settings.acceptsMultiple else {
            throw .invalid("the platform takes one item at a time")
        }
        guard items.isEmpty || settings.acceptsResourceLinks else {
            throw .invalid("the platform does not take items of this kind")
        }
        returnURL = settings.returnURL
        let payload = Self.payload(items, remarks, settings, registration, deploymentID, now)
        token = PlatformJWS.sign(payload: payload, keyID: key.id, key: key.key)
    }

    private static func payload(
        _ items: [ResourceLinkItem],
        _ remarks: Remarks,
        _ settings: DeepLinkingSettings,
        _ registration: Registration,
        _ deploymentID: String,
        _ now: Timestamp
    ) -> JSONWriter {
        var json = JSONWriter(capacity: 2_048)
        json.object { json in
            json.member("iss", registration.clientID)
            json.member("aud", registration.issuer)
            json.member("iat", Double(now.seconds))
            json.member("exp", Double(now.seconds + lifetimeSeconds))
            json.member("nonce", RandomText.urlSafe())
            json.member(Claim.messageType, "LtiDeepLinkingResponse")
            json.member(Claim.version, Claim.supportedVersion)
            json.member(Claim.deploymentID, deploymentID)
            if let data = settings.data {
                json.name(Claim.data)
                json.json(data)
            }
            json.name(Claim.contentItems)
            json.array { json in
                for item in items { item.write(to: &json, withLineItem: settings.acceptsLineItem ?? true) }
            }
            json.member(Claim.errorMessage, remarks.errorMessage)
            json.member(Claim.errorLog, remarks.errorLog)
        }
        return json
    }
}
