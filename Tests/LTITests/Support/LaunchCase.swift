import LTI
import TestSupport
import Testing

/// A launch of a table: its name, what it changes in a launch that is right, and the outcome.
struct LaunchCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let outcome: LaunchRefusal?
    let draft: LaunchDraft

    /// One that is shown, or refused with a code.
    init(_ name: String, _ outcome: LaunchRefusal? = nil, _ change: (inout LaunchDraft) -> Void) {
        var draft = LaunchDraft()
        change(&draft)
        testDescription = name
        self.outcome = outcome
        self.draft = draft
    }

    /// One whose outcome the token decides.
    init(_ row: LaunchTable.Row) {
        testDescription = row.description
        outcome = row.refusal
        draft = LaunchDraft(row)
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
