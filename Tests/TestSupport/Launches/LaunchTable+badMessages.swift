import LTI

extension LaunchTable {
    /// The messages that must be refused although the platform signed them (LTI rules V12–V18, D1).
    package static let badMessages = claims + targets + deployments + settings

    private static let claims = [
        Row("B03 wrong version", .badVersion) { $0.claims.set(lti + "version", "1.1") },
        Row("B03 no version", .badVersion) { $0.claims[lti + "version"] = nil },
        Row("B05 no LTI claims", .badVersion) { $0.claims.removeAll { $0.hasPrefix(lti) } },
        Row("B07 no message type", .unsupportedMessage) { $0.claims[lti + "message_type"] = nil },
        Row("B08 no roles", .badRoles) { $0.claims[roles] = nil },
        Row("B10 no resource link", .badResourceLink) { $0.claims[lti + "resource_link"] = nil },
        Row("B12 G48 no sub", .anonymousLaunch) { $0.claims["sub"] = nil },
        Row("B13 resource link without id", .badResourceLink) { $0.claims[lti + "resource_link"] = #"{"title":"x"}"# },
        Row("B14 resource link with empty id", .badResourceLink) { $0.claims[lti + "resource_link"] = #"{"id":""}"# },
        Row("B15 unknown message type", .unsupportedMessage) { $0.claims.set(lti + "message_type", "Lti") },
        Row("B49 sub of 300", .badSubject) { $0.claims.set("sub", String(repeating: "s", count: 300)) },
        Row("B50 empty sub", .badSubject) { $0.claims.set("sub", "") },
        Row("B51 sub a number", .badSubject) { $0.claims["sub"] = "7" },
        Row("B74 roles a string", .badRoles) { $0.claims.set(roles, LaunchMessage.learner) },
        Row("B75 version a number", .badVersion) { $0.claims[lti + "version"] = "1.3" },
        Row("B89 proctoring", .unsupportedMessage) { $0.claims.set(lti + "message_type", "LtiStartProctoring") },
    ]

    private static let targets = [
        Row("B52 no target", .badTarget) { $0.claims[lti + "target_link_uri"] = nil },
        Row("B54 target on a foreign host", .badTarget) {
            $0.claims.set(lti + "target_link_uri", "https://evil.example/lti/launch")
        },
        Row("B54 target that looks like ours", .badTarget) {
            $0.claims.set(lti + "target_link_uri", "https://lectern.test@evil.example/")
        },
        Row("B54 return URL elsewhere is not visited", .badTarget) {
            $0.claims.set(lti + "target_link_uri", "https://evil.example/")
            $0.claims[lti + "launch_presentation"] = #"{"return_url":"https://evil.example/return"}"#
        },
    ]

    /// The login names no deployment, so that the claim alone is wrong.
    private static func deployment(_ name: String, _ refusal: LaunchRefusal, _ text: String?) -> Row {
        Row(name, refusal) { $0.claims[lti + "deployment_id"] = text }.with { $0.loginNamesDeployment = false }
    }

    private static let deployments = [
        deployment("B09 no deployment", .badDeployment, nil),
        deployment("B45 unknown deployment", .unknownDeployment, #""9""#),
        deployment("B46 empty deployment", .badDeployment, #""""#),
        deployment("B47 deployment of somebody else", .unknownDeployment, #""1 ""#),
        deployment("B48 numeric deployment", .badDeployment, "1"),
        Row("not the deployment of the login", .wrongDeployment) { $0.claims.set(lti + "deployment_id", "2") },
    ]

    private static let settings = [
        choice("B83 no settings", .badDeepLinking) { $0.claims[TokenDraft.deepLinkingSettings] = nil },
        choice("B84 no return URL", .badDeepLinking) {
            $0.claims[TokenDraft.deepLinkingSettings] =
                #"{"accept_types":["ltiResourceLink"],"accept_presentation_document_targets":["iframe"]}"#
        },
        choice("B85 no types", .badDeepLinking) {
            $0.claims[TokenDraft.deepLinkingSettings] = #"{"deep_link_return_url":"https://lms.example/return"}"#
        },
        choice("B86 return URL is a script", .badDeepLinking) {
            $0.claims[TokenDraft.deepLinkingSettings] = """
                {"deep_link_return_url":"javascript:alert(1)","accept_types":["ltiResourceLink"],\
                "accept_presentation_document_targets":["iframe"]}
                """
        },
    ]
}
