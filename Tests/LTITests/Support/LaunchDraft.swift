import Credentials
import Model
import TestSupport

@testable import LTI

/// A login and a launch that fit together, for a test to change.
struct LaunchDraft: Sendable {
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
    /// What the platform signs.
    var token: TokenDraft
    /// The platform's key set.
    var keySet = LaunchDraft.keySet([LMSKey("key-1", LMSKey.first)])

    init(_ kind: LaunchMessage.Kind = .link) {
        self.init {
            $0.kind = kind
            if kind == .deepLinking { $0.roles = [LaunchMessage.instructor] }
        }
        if kind == .deepLinking { token.claims[TokenDraft.deepLinkingSettings] = Self.choice.text }
    }

    /// The launch of a row, before its own change.
    init(_ row: LaunchTable.Row) {
        self.init { row.prepare(&$0) }
        allowsAnonymous = row.allowsAnonymous
        loginDeployment = row.loginNamesDeployment ? "1" : nil
        keySet = Self.keySet(row.keys, others: row.otherKeys)
        row.change(&token)
    }

    private init(_ prepare: (inout LaunchMessage) -> Void) {
        let platform = LMS(issuer: issuer, clock: WallClock { TestTime.now })
        platform.settle(at: issuer)
        var message = LaunchMessage(client: clientID, target: "https://lectern.test/lti/launch")
        prepare(&message)
        token = platform.draft(message, nonce: nonce)
    }

    /// The settings of a launch that asks for content.
    static let choice = JSONObject([
        ("deep_link_return_url", #""https://lms.example/return""#), ("accept_types", #"["ltiResourceLink","link"]"#),
        ("accept_presentation_document_targets", #"["iframe","window"]"#), ("accept_multiple", "true"),
        ("data", #""opaque &\/ data""#),
    ])

    static func keySet(_ keys: [LMSKey], others: [String] = []) -> String {
        JSONObject([("keys", JSONObject.array(others + keys.map(\.jwk)))]).text
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
            targetLinkURI: "https://lectern.test/lti/launch",
            storageTarget: nil,
            binding: BindingSecret.random().digest,
            createdAt: TestTime.now
        )
    }

    /// Takes the launch through all checks in their order.
    func run(legacySecret: (String) -> SecretBytes? = { _ in nil }) throws -> Launch {
        let form = try LaunchForm(try FormFields([("state", "s"), ("id_token", token.token)]))
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
