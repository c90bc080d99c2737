import LTI
import TestSupport
import Testing

/// The messages that must be refused although the platform signed them, and the logins (LTI rules V12–V18, D1, section 3).
@Suite(.timeLimit(.minutes(5)))
struct BadMessageTableTests {
    private static let lti = TokenDraft.lti

    private static let claims: [LaunchRow] = [
        LaunchRow("B03 wrong version", .badVersion) { $0.claims.set(lti + "version", "1.1") },
        LaunchRow("B03 no version", .badVersion) { $0.claims[lti + "version"] = nil },
        LaunchRow("B05 no LTI claims", .badVersion) { $0.claims.removeAll { $0.hasPrefix(lti) } },
        LaunchRow("B07 no message type", .unsupportedMessage) { $0.claims[lti + "message_type"] = nil },
        LaunchRow("B08 no roles", .badRoles) { $0.claims[lti + "roles"] = nil },
        LaunchRow("B10 no resource link", .badResourceLink) { $0.claims[lti + "resource_link"] = nil },
        LaunchRow("B12 G48 no sub", .anonymousLaunch) { $0.claims["sub"] = nil },
        LaunchRow("B13 resource link without id", .badResourceLink) {
            $0.claims[lti + "resource_link"] = #"{"title":"x"}"#
        },
        LaunchRow("B14 resource link with empty id", .badResourceLink) {
            $0.claims[lti + "resource_link"] = #"{"id":""}"#
        },
        LaunchRow("B15 unknown message type", .unsupportedMessage) { $0.claims.set(lti + "message_type", "Lti") },
        LaunchRow("B49 sub of 300", .badSubject) { $0.claims.set("sub", String(repeating: "s", count: 300)) },
        LaunchRow("B50 empty sub", .badSubject) { $0.claims.set("sub", "") },
        LaunchRow("B51 sub a number", .badSubject) { $0.claims["sub"] = "7" },
        LaunchRow("B52 no target", .badTarget) { $0.claims[lti + "target_link_uri"] = nil },
        LaunchRow("B54 target on a foreign host", .badTarget) {
            $0.claims.set(lti + "target_link_uri", "https://evil.example/lti/launch")
        },
        LaunchRow("B54 target that looks like ours", .badTarget) {
            $0.claims.set(lti + "target_link_uri", "https://lectern.test@evil.example/")
        },
        LaunchRow("B54 return URL elsewhere is not visited", .badTarget) {
            $0.claims.set(lti + "target_link_uri", "https://evil.example/")
            $0.claims[lti + "launch_presentation"] = #"{"return_url":"https://evil.example/return"}"#
        },
        LaunchRow("B74 roles a string", .badRoles) { $0.claims.set(lti + "roles", LaunchMessage.learner) },
        LaunchRow("B75 version a number", .badVersion) { $0.claims[lti + "version"] = "1.3" },
        LaunchRow("B89 proctoring", .unsupportedMessage) {
            $0.claims.set(lti + "message_type", "LtiStartProctoring")
        },
    ]

    /// The login names no deployment, so that the claim alone is wrong.
    private static func deployment(_ name: String, _ refusal: LaunchRefusal, _ text: String?) -> LaunchRow {
        LaunchRow(name, .refused(refusal)) { plan in
            plan.login = LaunchPlan.without("lti_deployment_id")
            plan.token = { $0.claims[lti + "deployment_id"] = text }
        }
    }

    private static let deployments: [LaunchRow] = [
        deployment("B09 no deployment", .badDeployment, nil),
        deployment("B45 unknown deployment", .unknownDeployment, #""9""#),
        deployment("B46 empty deployment", .badDeployment, #""""#),
        deployment("B47 deployment of somebody else", .unknownDeployment, #""1 ""#),
        deployment("B48 numeric deployment", .badDeployment, "1"),
        LaunchRow("not the deployment of the login", .wrongDeployment) {
            $0.claims.set(lti + "deployment_id", "2")
        },
    ]

    private static let choices: [LaunchRow] = [
        .choice("B83 no settings", .badDeepLinking) { $0.claims[TokenDraft.deepLinkingSettings] = nil },
        .choice("B84 no return URL", .badDeepLinking) {
            $0.claims[TokenDraft.deepLinkingSettings] =
                #"{"accept_types":["ltiResourceLink"],"accept_presentation_document_targets":["iframe"]}"#
        },
        .choice("B85 no types", .badDeepLinking) {
            $0.claims[TokenDraft.deepLinkingSettings] = #"{"deep_link_return_url":"https://lms.example/return"}"#
        },
        .choice("B86 return URL is a script", .badDeepLinking) {
            $0.claims[TokenDraft.deepLinkingSettings] = """
                {"deep_link_return_url":"javascript:alert(1)","accept_types":["ltiResourceLink"],\
                "accept_presentation_document_targets":["iframe"]}
                """
        },
        .choice("a learner may not choose", .choosingNotAllowed) {
            $0.claims[lti + "roles"] = JSONObject.list([LaunchMessage.learner])
        },
    ]

    private static func login(
        _ name: String,
        _ refusal: LaunchRefusal,
        _ change: @escaping @Sendable (LaunchPlan.Fields) -> LaunchPlan.Fields
    ) -> LaunchRow {
        LaunchRow(name, .refused(refusal)) { $0.login = change }
    }

    private static let logins: [LaunchRow] = [
        login("B55 target on a foreign host", .badTarget, LaunchPlan.with("target_link_uri", "https://evil.example/")),
        login("B59 no iss", .missingParameter, LaunchPlan.without("iss")),
        login("B60 no login_hint", .missingParameter, LaunchPlan.without("login_hint")),
        login("B61 no target", .missingParameter, LaunchPlan.without("target_link_uri")),
        login("B62 unknown issuer", .unknownPlatform, LaunchPlan.with("iss", "https://nobody.example")),
        login("B63 unknown client", .unknownPlatform, LaunchPlan.with("client_id", "client-9")),
        login("B65 unknown deployment", .unknownDeployment, LaunchPlan.with("lti_deployment_id", "9")),
        login("issuer with a slash", .unknownPlatform) { fields in
            fields.map { $0.name == "iss" ? ($0.name, $0.value + "/") : $0 }
        },
        login("a field twice", .duplicateField) { $0 + [("iss", "x")] },
        LaunchRow("a field twice in a form", .refused(.duplicateField)) { plan in
            plan.isLoginPosted = true
            plan.login = { $0 + [("login_hint", "x")] }
        },
    ]

    @Test(arguments: claims + deployments + choices + logins)
    func isRefused(row: LaunchRow) async throws {
        try await row.check()
    }
}
