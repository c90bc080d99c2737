import TestSupport
import Testing

@testable import LTI

/// The messages that must be refused although the platform signed them (LTI rules V12–V18, D1, section 14).
@Suite struct BadMessageTests {
    private typealias Row = LaunchTable.Row

    private static let lti = TokenDraft.lti

    private static let claims = [
        Row("roles null", .badRoles) { $0.claims[lti + "roles"] = "null" },
        Row("roles with a number", .badRoles) { $0.claims[lti + "roles"] = #"["Learner",1]"# },
        Row("resource link a string", .badResourceLink) { $0.claims.set(lti + "resource_link", "link-1") },
        Row("resource link id a number", .badResourceLink) { $0.claims[lti + "resource_link"] = #"{"id":1}"# },
        Row("sub with a null character", .badSubject) { $0.claims["sub"] = #""a\u0000b""# },
        Row("sub with half a character", .badSubject) { $0.claims["sub"] = #""a\ud800b""# },
    ]

    private static let targets = [
        "", "http://lectern.test/lti/launch", "/lti/launch", "launch", "https://lectern.test:8443/lti/launch",
        "https://evil.example#https://lectern.test/", "https://lectern.test.evil.example/", "javascript:alert(1)",
        "//lectern.test/", "https:/lectern.test/", "https://lectern.test\\@evil.example/", "https://lectern.test /x",
        " https://lectern.test/", "https://[lectern.test]/", "https://lectern.test:/x", "https://lectern.test:99999/",
    ].map { (target: String) in
        Row("target \(target)", .badTarget) { $0.claims.set(lti + "target_link_uri", target) }
    }

    private static let choices = [
        LaunchTable.choice("settings a list", .badDeepLinking) { $0.claims[TokenDraft.deepLinkingSettings] = "[]" },
        settings("http elsewhere") { $0.set("deep_link_return_url", "http://lms.example/return") },
        settings("data URL") { $0.set("deep_link_return_url", "data:text/html,x") },
        settings("relative") { $0.set("deep_link_return_url", "/return") },
        settings("types a string") { $0.set("accept_types", "ltiResourceLink") },
    ]

    private static func settings(_ name: String, _ change: (inout JSONObject) -> Void) -> Row {
        var settings = LaunchDraft.choice
        change(&settings)
        let text = settings.text
        return LaunchTable.choice(name, .badDeepLinking) { $0.claims[TokenDraft.deepLinkingSettings] = text }
    }

    private static let registrations = [
        LaunchCase("empty sub where anonymous is allowed", .badSubject) {
            $0.allowsAnonymous = true
            $0.token.claims.set("sub", "")
        },
        LaunchCase("deployment of 256", .badDeployment) {
            $0.deployments = Deployments([], policy: .learn)
            $0.token.claims.set(lti + "deployment_id", String(repeating: "d", count: 256))
        },
        LaunchCase("not the deployment of the login, learnt", .wrongDeployment) {
            $0.deployments = Deployments([], policy: .learn)
            $0.loginDeployment = "2"
        },
        LaunchCase("deployment that only looks alike", .unknownDeployment) {
            $0.deployments = Deployments(["\u{E9}"])
            $0.token.claims.set(lti + "deployment_id", "e\u{301}")
        },
    ]

    private static let rows = LaunchTable.badMessages + claims + targets + choices

    @Test(arguments: rows.map { LaunchCase($0) } + registrations)
    func isRefused(row: LaunchCase) throws {
        try row.check()
    }

    @Test(arguments: LaunchRefusal.allCases)
    func aRefusalHasAStatusAndSentences(refusal: LaunchRefusal) {
        #expect((400..<500).contains(refusal.status) || refusal == .platformKeysUnavailable)
        #expect(refusal.rawValue.wholeMatch(of: #/[a-z_]+/#) != nil)
        #expect(refusal.explanation.hasSuffix(".") && refusal.advice.hasSuffix("."))
    }
}
