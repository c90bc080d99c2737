import TestSupport
import Testing

@testable import LTI

@Suite struct LaunchFormTests {
    private func form(_ pairs: [(name: String, value: String)]) throws -> LaunchForm {
        try LaunchForm(try FormFields(pairs))
    }

    @Test func aTokenIsRead() throws {
        guard case .token(_, "s") = try form([("state", "s"), ("id_token", LaunchDraft().token.token), ("x", "")])
        else {
            Issue.record("no token")
            return
        }
    }

    @Test(
        arguments: [
            [], [("state", "s")], [("id_token", "x")], [("state", ""), ("id_token", "x")],
            [("state", "s"), ("id_token", "")],
        ] as [[(String, String)]]
    )
    func B41_B56_bothMustBeThere(pairs: [(String, String)]) {
        #expect(throws: LaunchRefusal.missingParameter) { try form(pairs.map { (name: $0.0, value: $0.1) }) }
    }

    @Test func B58_theErrorOfAPlatformIsTakenFirstAndIsFitToBeShown() throws {
        let code = "login_required\u{7}<é>" + String(repeating: "x", count: 200)
        guard case .failure(let shown, "s") = try form([("state", "s"), ("error", code), ("id_token", "x")]) else {
            Issue.record("no failure")
            return
        }
        #expect(shown.hasPrefix("login_required<>xx"))
        #expect(shown.count == 100)
    }

    @Test func aFieldThatRepeatsIsRefused() {
        #expect(throws: LaunchRefusal.duplicateField) { try form([("state", "a"), ("state", "b"), ("id_token", "x")]) }
    }
}
