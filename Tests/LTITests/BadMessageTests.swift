import Testing

@testable import LTI

/// The messages that must be refused although the platform signed them (LTI rules V12–V18, D1, section 14).
@Suite struct BadMessageTests {
    private static let lti = LaunchDraft.lti

    private static let claims: [LaunchCase] = [
        LaunchCase("B03 wrong version", .badVersion) { $0.claims.set(lti + "version", "1.1") },
        LaunchCase("no version", .badVersion) { $0.claims[lti + "version"] = nil },
        LaunchCase("B75 version a number", .badVersion) { $0.claims[lti + "version"] = "1.3" },
        LaunchCase("B05 no LTI claims", .badVersion) { $0.claims.removeAll { $0.hasPrefix(lti) } },
        LaunchCase("B07 no message type", .unsupportedMessage) { $0.claims[lti + "message_type"] = nil },
        LaunchCase("B15 unknown message type", .unsupportedMessage) { $0.claims.set(lti + "message_type", "Lti") },
        LaunchCase("B89 proctoring", .unsupportedMessage) {
            $0.claims.set(lti + "message_type", "LtiStartProctoring")
        },
        LaunchCase("B08 no roles", .badRoles) { $0.claims[lti + "roles"] = nil },
        LaunchCase("B74 roles a string", .badRoles) { $0.claims.set(lti + "roles", LaunchDraft.learner) },
        LaunchCase("roles null", .badRoles) { $0.claims[lti + "roles"] = "null" },
        LaunchCase("roles with a number", .badRoles) { $0.claims[lti + "roles"] = #"["Learner",1]"# },
        LaunchCase("B10 no resource link", .badResourceLink) { $0.claims[lti + "resource_link"] = nil },
        LaunchCase("B13 resource link without id", .badResourceLink) {
            $0.claims[lti + "resource_link"] = #"{"title":"x"}"#
        },
        LaunchCase("B14 resource link with empty id", .badResourceLink) {
            $0.claims[lti + "resource_link"] = #"{"id":""}"#
        },
        LaunchCase("resource link a string", .badResourceLink) { $0.claims.set(lti + "resource_link", "link-1") },
        LaunchCase("resource link id a number", .badResourceLink) {
            $0.claims[lti + "resource_link"] = #"{"id":1}"#
        },
        LaunchCase("B12 G48 no sub", .anonymousLaunch) { $0.claims["sub"] = nil },
        LaunchCase("B50 empty sub", .badSubject) { $0.claims.set("sub", "") },
        LaunchCase("B51 sub a number", .badSubject) { $0.claims["sub"] = "7" },
        LaunchCase("B49 sub of 300", .badSubject) { $0.claims.set("sub", String(repeating: "s", count: 300)) },
        LaunchCase("sub with a null character", .badSubject) { $0.claims["sub"] = #""a\u0000b""# },
        LaunchCase("sub with half a character", .badSubject) { $0.claims["sub"] = #""a\ud800b""# },
        LaunchCase("empty sub where anonymous is allowed", .badSubject) {
            $0.allowsAnonymous = true
            $0.claims.set("sub", "")
        },
    ]

    private static let deployments: [LaunchCase] = [
        LaunchCase("B09 no deployment", .badDeployment) { $0.claims[lti + "deployment_id"] = nil },
        LaunchCase("B45 unknown deployment", .unknownDeployment) { $0.claims.set(lti + "deployment_id", "9") },
        LaunchCase("B46 empty deployment", .badDeployment) { $0.claims.set(lti + "deployment_id", "") },
        LaunchCase("B48 numeric deployment", .badDeployment) { $0.claims[lti + "deployment_id"] = "1" },
        LaunchCase("deployment of 256", .badDeployment) {
            $0.deployments = Deployments([], policy: .learn)
            $0.claims.set(lti + "deployment_id", String(repeating: "d", count: 256))
        },
        LaunchCase("not the deployment of the login", .wrongDeployment) { $0.loginDeployment = "2" },
        LaunchCase("not the deployment of the login, learnt", .wrongDeployment) {
            $0.deployments = Deployments([], policy: .learn)
            $0.loginDeployment = "2"
        },
        LaunchCase("deployment that only looks alike", .unknownDeployment) {
            $0.deployments = Deployments(["\u{E9}"])
            $0.claims.set(lti + "deployment_id", "e\u{301}")
        },
    ]

    private static let targets: [LaunchCase] = [
        nil, "", "https://evil.example/lti/launch", "http://lessons.example/lti/launch", "/lti/launch", "launch",
        "https://lessons.example:8443/lti/launch", "https://lessons.example@evil.example/",
        "https://evil.example#https://lessons.example/", "https://lessons.example.evil.example/", "javascript:alert(1)",
        "//lessons.example/", "https:/lessons.example/", "https://lessons.example\\@evil.example/",
        "https://lessons.example /x", " https://lessons.example/", "https://[lessons.example]/",
        "https://lessons.example:/x", "https://lessons.example:99999/",
    ].map { target in
        LaunchCase("B52 B54 target \(target ?? "absent")", .badTarget) { draft in
            draft.claims[lti + "target_link_uri"] = target.map { JSONObject.quoted($0) }
        }
    }

    private static let deepLinking: [LaunchCase] = [
        LaunchCase("B83 no settings", .badDeepLinking, from: .deepLinking) {
            $0.claims[Claim.deepLinkingSettings] = nil
        },
        LaunchCase("settings a list", .badDeepLinking, from: .deepLinking) {
            $0.claims[Claim.deepLinkingSettings] = "[]"
        },
        settings("B84 no return URL") { $0["deep_link_return_url"] = nil },
        settings("B86 javascript") { $0.set("deep_link_return_url", "javascript:alert(1)") },
        settings("http elsewhere") { $0.set("deep_link_return_url", "http://lms.example/return") },
        settings("data URL") { $0.set("deep_link_return_url", "data:text/html,x") },
        settings("relative") { $0.set("deep_link_return_url", "/return") },
        settings("B85 no types") { $0["accept_types"] = nil },
        settings("types a string") { $0.set("accept_types", "ltiResourceLink") },
    ]

    private static func settings(_ name: String, _ change: (inout JSONObject) -> Void) -> LaunchCase {
        LaunchCase(name, .badDeepLinking, from: .deepLinking) { draft in
            var settings = LaunchDraft.settings
            change(&settings)
            draft.claims[Claim.deepLinkingSettings] = settings.text
        }
    }

    @Test(arguments: claims + deployments + targets + deepLinking)
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
