import LTI
import TestSupport
import Testing

/// The tokens that must be refused before anything in them is believed (LTI rules V1–V10, section 14).
@Suite(.timeLimit(.minutes(5)))
struct BadTokenTableTests {
    private static let forms: [LaunchRow] = [
        LaunchRow("B41 no state", .refused(.missingParameter)) { $0.form = LaunchPlan.without("state") },
        LaunchRow("B42 unknown state", .refused(.badState)) {
            $0.form = LaunchPlan.with("state", String(repeating: "A", count: 43))
        },
        LaunchRow("state that is none", .refused(.badState)) { $0.form = LaunchPlan.with("state", "x' OR 1=1 --") },
        LaunchRow("B56 no id_token", .refused(.missingParameter)) { $0.form = LaunchPlan.without("id_token") },
        LaunchRow("B58 the platform's error", .refused(.platformError)) { plan in
            plan.platform = { $0.behave { $0.denial = "login_required" } }
        },
        LaunchRow("B93 no cookies and no storage", .refused(.browserMismatch)) { $0.place = .frameWithoutCookies },
        LaunchRow("state twice", .refused(.duplicateField)) { $0.form = { $0 + [("state", "x")] } },
        LaunchRow("id_token twice", .refused(.duplicateField)) { $0.form = { $0 + [("id_token", "x")] } },
        LaunchRow("B81 3 MB", .status(413)) { plan in
            plan.token = { $0.claims.set("long", String(repeating: "x", count: 3_000_000)) }
        },
    ]

    @Test(arguments: LaunchTable.badTokens.map { LaunchRow($0) } + forms)
    func isRefused(row: LaunchRow) async throws {
        try await row.check()
    }
}
