import Credentials
import Model
import Testing

@testable import LTI

@Suite struct LoginRecordTests {
    private func record(_ secret: BindingSecret = .random()) throws -> LoginRecord {
        let fields = try FormFields([
            ("iss", "https://lms.example"), ("login_hint", "h"), ("target_link_uri", "https://lectern.test/x"),
            ("lti_deployment_id", "1"), ("lti_storage_target", "frame"),
        ])
        let login = try LoginRequest(fields, site: TestSite.make())
        return LoginRecord(login, for: LaunchDraft().registration, secret: secret, now: TestTime.now)
    }

    @Test func itKeepsWhatTheLaunchNeeds() throws {
        let record = try record()
        #expect(record.platformID == "platform-1")
        #expect(record.deploymentHint == "1")
        #expect(record.targetLinkURI == "https://lectern.test/x")
        #expect(record.storageTarget == "frame")
        #expect(record.createdAt == TestTime.now)
    }

    @Test func stateAndNonceAreRandomAndURLSafe() throws {
        let records = try (0..<100).map { _ in try record() }
        let values = records.flatMap { [$0.state, $0.nonce] }
        #expect(Set(values).count == 200)
        #expect(values.allSatisfy { $0.wholeMatch(of: #/[A-Za-z0-9_-]{43}/#) != nil })
        #expect(records.allSatisfy { LoginRecord.isState($0.state) })
    }

    @Test(arguments: ["", "x", String(repeating: "x", count: 43) + "=", String(repeating: "=", count: 43), "é"])
    func otherTextsAreNoStates(text: String) {
        #expect(!LoginRecord.isState(text))
        #expect(BindingSecret(text) == nil)
    }

    @Test func onlyTheBrowserThatBeganItFits() throws {
        let secret = BindingSecret.random()
        let record = try record(secret)
        #expect(record.isBound(to: secret))
        #expect(record.isBound(to: try #require(BindingSecret(secret.text))), "as the cookie brings it back")
        #expect(!record.isBound(to: .random()))
        #expect(!"\(record)".contains(secret.text))
        #expect("\(secret)" == "BindingSecret(redacted)")
    }
}
