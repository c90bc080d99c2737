import Directory
import LTI
import Model
import Synchronization

@testable import Gateway

/// A platform that answers a registration by a script, and remembers what it was asked.
final class RegistrationScript: PlatformCalling {
    static let address = "https://lms.test/.well-known/openid-configuration?tenant=1"

    private let configuration: Result<PlatformAnswer, PlatformFailure>
    private let answer: Result<PlatformAnswer, PlatformFailure>
    private let seen = Mutex<[(request: PlatformRequest, policy: OutgoingPolicy)]>([])

    init(
        configuration: Result<PlatformAnswer, PlatformFailure> = .success(RegistrationScript.json(config())),
        answer: Result<PlatformAnswer, PlatformFailure> = .success(RegistrationScript.json(registered(), status: 201))
    ) {
        self.configuration = configuration
        self.answer = answer
    }

    var requests: [PlatformRequest] { seen.withLock { $0.map(\.request) } }
    var policies: [OutgoingPolicy] { seen.withLock { $0.map(\.policy) } }

    func send(_ request: PlatformRequest, policy: OutgoingPolicy) async throws(PlatformFailure) -> PlatformAnswer {
        seen.withLock { $0.append((request, policy)) }
        return try (request.method == "GET" ? configuration : answer).get()
    }

    // MARK: Texts

    static func json(_ text: String, status: Int = 200) -> PlatformAnswer {
        PlatformAnswer(status: status, body: Array(text.utf8))
    }

    /// A platform's configuration, with some members changed or, for nil, taken away.
    static func config(product: String = "test", _ changes: [String: String?] = [:]) -> String {
        var members: [String: String?] = [
            "issuer": #""https://lms.test""#, "authorization_endpoint": #""https://lms.test/auth""#,
            "token_endpoint": #""https://lms.test/token""#, "jwks_uri": #""https://lms.test/keys""#,
            "registration_endpoint": #""https://lms.test/register""#,
            "scopes_supported": #"["openid","https://purl.imsglobal.org/spec/lti-ags/scope/score"]"#,
            "https://purl.imsglobal.org/spec/lti-platform-configuration":
                #"{"product_family_code":"\#(product)","messages_supported":[{"type":"LtiResourceLinkRequest"}]}"#,
        ]
        members.merge(changes) { $1 }
        let texts = members.compactMap { name, value in value.map { "\"\(name)\":\($0)" } }
        return "{\(texts.joined(separator: ","))}"
    }

    /// The answer to a registration.
    static func registered(_ client: String = #""client-1""#, deployment: String? = #""7""#) -> String {
        let name = "https://purl.imsglobal.org/spec/lti-tool-configuration"
        let tool = deployment.map { ",\"\(name)\":{\"deployment_id\":\($0)}" }
        return "{\"client_id\":\(client)\(tool ?? "")}"
    }

    static func invitation(name: String? = nil, isLocal: Bool = false) -> RegistrationInvitation {
        RegistrationInvitation(
            id: "0123456789abcdef0123456789abcdef",
            organization: .random(),
            isLocal: isLocal,
            name: name,
            expiresAt: Timestamp(seconds: 1)
        )
    }

    /// Registers with this platform.
    func register(
        _ invitation: RegistrationInvitation = RegistrationScript.invitation(),
        at address: String = RegistrationScript.address,
        token: String? = "secret-token"
    ) async throws(RegistrationFailure) -> PlatformDraft {
        guard let site = ToolSite(base: "https://lectern.test/base") else { throw .noKey }
        return try await DynamicRegistration(http: self, site: site).register(invitation, at: address, token: token)
    }
}
