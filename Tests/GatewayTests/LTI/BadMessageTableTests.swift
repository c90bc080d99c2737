import LTI
import TestSupport
import Testing

/// The messages that must be refused although the platform signed them, and the logins (LTI rules V12–V18, D1, section 3).
@Suite(.timeLimit(.minutes(5)))
struct BadMessageTableTests {
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

    /// The message is right, and what it asks for is not given.
    private static let learner = LaunchRow("a learner may not choose", .refused(.choosingNotAllowed)) { plan in
        plan.message = { $0.kind = .deepLinking }
    }

    @Test(arguments: LaunchTable.badMessages.map { LaunchRow($0) } + [learner] + logins)
    func isRefused(row: LaunchRow) async throws {
        try await row.check()
    }
}
