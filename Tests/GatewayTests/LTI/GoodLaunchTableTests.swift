import Directory
import TestSupport
import Testing

/// The launches that must be shown (LTI rules, section 14).
@Suite(.timeLimit(.minutes(5)))
struct GoodLaunchTableTests {
    private static let logins: [LaunchRow] = [
        LaunchRow("G19 login by POST") { $0.isLoginPosted = true },
        LaunchRow("G20 without client_id where there is one client") { $0.login = LaunchPlan.without("client_id") },
        LaunchRow("G24 second deployment") { $0.message = { $0.deployment = "2" } },
        LaunchRow("G27 target with query") { $0.message = { $0.target += "?a=1&b=%20&launch=x" } },
        LaunchRow("G29 message hint of 3 kB") { $0.message = { $0.hintPadding = 3_000 } },
        LaunchRow("message hint of 12 kB") { plan in
            plan.isLoginPosted = true
            plan.message = { $0.hintPadding = 12_000 }
        },
        LaunchRow("G40 no hints but the user's") { plan in
            plan.message = { $0.hintPadding = nil }
            plan.login = { fields in
                fields.filter { ["iss", "login_hint", "target_link_uri", "client_id"].contains($0.name) }
            }
        },
        LaunchRow("login with fields that nobody knows") { plan in
            plan.login = { $0 + [("canvas_region", "eu"), ("canvas_environment", "prod"), ("x", "")] }
        },
        LaunchRow("B53 the token's target wins") { plan in
            plan.login = LaunchPlan.with("target_link_uri", "https://lectern.test/lti/launch")
        },
        LaunchRow("lesson in a custom parameter") { plan in
            plan.message = { message in
                message.custom["lesson_id"] = message.target.split(separator: "/").last.map(String.init)
                message.target = "https://lectern.test/lti/launch"
            }
        },
        LaunchRow("a deployment that is learnt") { plan in
            plan.registration = {
                $0.deploymentIDs = []
                $0.learnsDeployments = true
            }
            plan.message = { $0.deployment = "2:fresh" }
        },
        LaunchRow("G44 frame of another site") { $0.place = .frame },
        LaunchRow("G45 third-party cookies blocked, partitions kept") { $0.place = .frameWithPartitions },
    ]

    @Test(arguments: LaunchTable.good.map { LaunchRow($0) } + logins)
    func isShown(row: LaunchRow) async throws {
        try await row.check()
    }
}
