import Credentials
import Model
import Testing

@testable import LTI

@Suite struct AuthenticationRequestTests {
    private func registration(_ endpoint: String, isLocal: Bool = false) -> Registration {
        Registration(
            platformID: "p",
            issuer: "https://lms.example",
            clientID: "c 1",
            name: "Hill",
            organization: OrganizationID(high: 1, low: 1),
            authEndpoint: endpoint,
            tokenEndpoint: "https://lms.example/token",
            keySource: .url("https://lms.example/keys"),
            deployments: Deployments([]),
            isLocal: isLocal
        )
    }

    private func make(
        _ endpoint: String,
        loginHint: String = "h",
        messageHint: String? = nil,
        isLocal: Bool = false
    ) throws -> (AuthenticationRequest?, LoginRecord) {
        var pairs = [
            ("iss", "https://lms.example"), ("login_hint", loginHint), ("target_link_uri", "https://lectern.test/"),
        ]
        if let messageHint { pairs.append(("lti_message_hint", messageHint)) }
        let site = try TestSite.make()
        let login = try LoginRequest(try FormFields(pairs.map { (name: $0.0, value: $0.1) }), site: site)
        let registration = registration(endpoint, isLocal: isLocal)
        let record = LoginRecord(login, for: registration, secret: .random(), now: TestTime.now)
        return (AuthenticationRequest(login, record, registration, redirectURI: site.launchURL), record)
    }

    private func redirect(_ request: AuthenticationRequest?) throws -> String {
        guard case .redirect(let url) = try #require(request).delivery else {
            Issue.record("a form")
            return ""
        }
        return url
    }

    @Test func theParametersAreTheSpecifieds() throws {
        let (request, record) = try make("https://lms.example/auth", loginHint: "a+/=&%~ ü", messageHint: "{\"x\": 1}")
        let url = try redirect(request)
        #expect(url.hasPrefix("https://lms.example/auth?scope=openid&"))
        let query = try #require(WebURL(url)?.query)
        let pairs = try #require(PercentCoding.query(query))
        #expect(
            pairs.map(\.name) == [
                "scope", "response_type", "response_mode", "prompt", "client_id", "redirect_uri", "login_hint", "state",
                "nonce", "lti_message_hint",
            ]
        )
        #expect(
            pairs.map(\.value) == [
                "openid", "id_token", "form_post", "none", "c 1", "https://lectern.test/lti/launch", "a+/=&%~ ü",
                record.state, record.nonce, "{\"x\": 1}",
            ]
        )
        #expect(!query.contains("+"), "a space is %20 for every reader")
    }

    @Test func noHintIsSentWhenNoneCame() throws {
        #expect(try !redirect(make("https://lms.example/auth").0).contains("lti_message_hint"))
        #expect(try redirect(make("https://lms.example/auth", messageHint: "").0).hasSuffix("&lti_message_hint="))
    }

    @Test(arguments: [
        ("https://lms.example/auth?a=1", "https://lms.example/auth?a=1&scope=openid&"),
        ("https://lms.example/auth?", "https://lms.example/auth?scope=openid&"),
        ("https://lms.example/auth?a=1&", "https://lms.example/auth?a=1&scope=openid&"),
        ("https://lms.example", "https://lms.example/?scope=openid&"),
        ("https://LMS.example:8443/x", "https://LMS.example:8443/x?scope=openid&"),
    ])
    func theEndpointKeepsItsQuery(endpoint: String, start: String) throws {
        #expect(try redirect(make(endpoint).0).hasPrefix(start))
    }

    @Test func threeKilobytesOfHintAreRedirected() throws {
        let hint = String(repeating: "x", count: 3_000)
        #expect(try redirect(make("https://lms.example/auth", messageHint: hint).0).hasSuffix(hint))
    }

    @Test func whatIsTooLongIsPosted() throws {
        let hint = String(repeating: "&", count: 3_000)
        let (request, record) = try make("https://lms.example/auth?a=1", messageHint: hint)
        guard case .form(let action, let fields) = try #require(request).delivery else {
            Issue.record("a redirect")
            return
        }
        #expect(action == "https://lms.example/auth?a=1")
        #expect(fields.last?.value == hint)
        #expect(fields.contains { $0.name == "state" && $0.value == record.state })
    }

    @Test(arguments: ["http://lms.example/auth", "javascript:alert(1)", "https://127.0.0.1/auth", "", "https://a/#x"])
    func otherEndpointsAreNone(endpoint: String) throws {
        #expect(try make(endpoint).0 == nil)
    }

    @Test func aLocalPlatformMayBeOnThisMachine() throws {
        #expect(try make("http://127.0.0.1:8080/auth", isLocal: true).0 != nil)
    }
}
