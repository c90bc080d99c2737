import LTI
import TestSupport
import Testing

/// A row of the table of launches (LTI rules, section 14): its name, what it changes in a launch that is right, and what
/// becomes of it.
struct LaunchRow: Sendable, CustomTestStringConvertible {
    enum Outcome: Sendable {
        case shown
        /// Refused with this status and code.
        case refused(LaunchRefusal)
        /// Refused with this status.
        case status(Int)
    }

    let testDescription: String
    let outcome: Outcome
    let plan: LaunchPlan

    /// A row that changes whatever it wants.
    init(_ name: String, _ outcome: Outcome = .shown, plan change: (inout LaunchPlan) -> Void) {
        var plan = LaunchPlan()
        change(&plan)
        testDescription = name
        self.outcome = outcome
        self.plan = plan
    }

    /// Launches, and compares what becomes of it.
    func check() async throws {
        try await withScene(plan.registration) { scene in
            plan.platform(scene.platform)
            let browser = scene.browser(plan.place)
            var message = scene.message()
            plan.message(&message)
            message.change = plan.token
            let page = try await scene.launch(message, in: browser, plan)
            switch outcome {
            case .shown: try scene.expectShown(page, message)
            case .refused(let refusal):
                scene.expectRefused(page, status: refusal.status, code: refusal.rawValue, in: browser)
            case .status(let status): scene.expectRefused(page, status: status, code: nil, in: browser)
            }
            #expect(scene.platform.problems == [])
        }
    }
}
