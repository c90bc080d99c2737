import LTI
import Testing

/// A row of a table of launches: its name, what it changes in a launch that is right, and the outcome.
struct LaunchCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let outcome: LaunchRefusal?
    let draft: LaunchDraft

    /// A row that is shown, or refused with a code.
    init(
        _ name: String,
        _ outcome: LaunchRefusal? = nil,
        from draft: LaunchDraft = LaunchDraft(),
        _ change: (inout LaunchDraft) -> Void = { _ in }
    ) {
        var draft = draft
        change(&draft)
        testDescription = name
        self.outcome = outcome
        self.draft = draft
    }

    /// Runs the launch and compares the outcome.
    func check() throws {
        do {
            _ = try draft.run()
            #expect(outcome == nil, "shown")
        } catch let refusal as LaunchRefusal {
            #expect(refusal == outcome)
        }
    }
}
