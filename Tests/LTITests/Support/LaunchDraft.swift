import Model

@testable import Credentials
@testable import LTI

/// A login and a launch that fit together, for a test to change.
struct LaunchDraft: Sendable {
    static let lti = "https://purl.imsglobal.org/spec/lti/claim/"
    static let instructor = "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"
    static let learner = "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"

    var issuer = "https://lms.example"
    var clientID = "client-1"
    var deployments = Deployments(["1", "2"])
    var isActive = true
    var allowsAnonymous = false
    var settings = LaunchSettings()
    /// What the login said of the deployment.
    var loginDeployment: String?
    /// The nonce that the record holds.
    var nonce = "nonce-of-the-login"
    var header: JSONObject
    var claims: JSONObject
    var key = TestRSA.platform
    /// The platform's key set.
    var keySet: String
    /// Changes the signed text.
    var edit: @Sendable (String) -> String = { $0 }

    init() {
        header = JSONObject([("alg", #""RS256""#), ("typ", #""JWT""#), ("kid", #""key-1""#)])
        keySet = Self.keySet([("key-1", TestRSA.platform.publicKey)])
        let now = TestTime.second
        claims = JSONObject([
            ("iss", #""https://lms.example""#), ("aud", #""client-1""#), ("sub", #""user-1""#),
            ("iat", "\(now)"), ("exp", "\(now + 60)"), ("nonce", #""nonce-of-the-login""#),
            ("name", #""Ada Lovelace""#), ("given_name", #""Ada""#), ("family_name", #""Lovelace""#),
            ("email", #""ada@lms.example""#), ("locale", #""en-GB""#),
            (Self.lti + "message_type", #""LtiResourceLinkRequest""#), (Self.lti + "version", #""1.3.0""#),
            (Self.lti + "deployment_id", #""1""#),
            (Self.lti + "target_link_uri", #""https://lessons.example/lti/launch""#),
            (Self.lti + "resource_link", #"{"id":"link-1","title":"Fractions","description":"Halves"}"#),
            (Self.lti + "roles", #"["\#(Self.learner)"]"#),
            (Self.lti + "context", #"{"id":"course-1","label":"M1","title":"Maths","type":["CourseSection"]}"#),
        ])
    }

    /// A launch that asks for content.
    static var deepLinking: LaunchDraft {
        var draft = LaunchDraft()
        draft.claims.set(lti + "message_type", "LtiDeepLinkingRequest")
        draft.claims[lti + "resource_link"] = nil
        draft.claims[lti + "roles"] = #"["\#(instructor)"]"#
        draft.claims["https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"] = settings.text
        return draft
    }

    static let settings = JSONObject([
        ("deep_link_return_url", #""https://lms.example/return""#), ("accept_types", #"["ltiResourceLink","link"]"#),
        ("accept_presentation_document_targets", #"["iframe","window"]"#), ("accept_multiple", "true"),
        ("data", #""opaque &\/ data""#),
    ])

    static func keySet(_ keys: [(id: String, key: RSAPublicKey)]) -> String {
        var json = JSONWriter()
        json.object { json in
            json.name("keys")
            json.array { json in
                for (id, key) in keys { key.writeJWK(id: id, to: &json) }
            }
        }
        return json.text
    }

    /// The signed token.
    var token: String {
        edit(PlatformJWS.sign(header: Array(header.text.utf8), payload: Array(claims.text.utf8), key: key))
    }

    var registration: Registration {
        Registration(
            platformID: "platform-1",
            issuer: issuer,
            clientID: clientID,
            name: "Hill College",
            organization: OrganizationID(high: 1, low: 1),
            authEndpoint: "https://lms.example/auth",
            tokenEndpoint: "https://lms.example/token",
            keySource: .url("https://lms.example/keys"),
            deployments: deployments,
            isActive: isActive,
            allowsAnonymous: allowsAnonymous
        )
    }

    /// The record of the login.
    var record: LoginRecord {
        LoginRecord(
            state: "state",
            nonce: nonce,
            platformID: "platform-1",
            deploymentHint: loginDeployment,
            targetLinkURI: "https://lessons.example/lti/launch",
            storageTarget: nil,
            binding: BindingSecret.random().digest,
            createdAt: TestTime.now
        )
    }

    /// Takes the launch through all checks in their order.
    func run(legacySecret: (String) -> SecretBytes? = { _ in nil }) throws -> Launch {
        let form = try LaunchForm(try FormFields([("state", "s"), ("id_token", token)]))
        guard case .token(let token, _) = form else { throw LaunchRefusal.platformError }
        let validator = LaunchValidator(settings: settings)
        _ = try validator.checkClaims(token, for: registration)
        guard let keys = KeySet(Array(keySet.utf8)) else { throw LaunchRefusal.platformKeysUnavailable }
        let verified = try validator.checkToken(
            token,
            for: registration,
            record: record,
            keys: keys,
            now: TestTime.now
        )
        return try Launch(verified, site: TestSite.make(), legacySecret: legacySecret)
    }
}
