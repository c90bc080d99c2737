import Model
import Testing

@testable import LTI

@Suite struct LoginRequestTests {
    private static let good: [(name: String, value: String)] = [
        ("iss", "https://lms.example"), ("login_hint", "a+/=&%~ ü"),
        ("target_link_uri", "https://lectern.test/lti/launch"),
    ]

    private func login(_ more: [(name: String, value: String)] = [], without name: String? = nil) throws -> LoginRequest
    {
        let pairs = Self.good.filter { $0.name != name } + more
        return try LoginRequest(try FormFields(pairs), site: TestSite.make())
    }

    private static func registration(
        _ clientID: String,
        issuer: String = "https://lms.example",
        deployments: Deployments = Deployments([]),
        isActive: Bool = true
    ) -> Registration {
        var draft = LaunchDraft()
        draft.issuer = issuer
        draft.clientID = clientID
        draft.deployments = deployments
        draft.isActive = isActive
        return draft.registration
    }

    // MARK: Fields

    @Test func allFieldsAreRead() throws {
        let hint = "{\"a\":\"\(String(repeating: "x", count: 3_000))\"}"
        let login = try login([
            ("client_id", "c"), ("lti_deployment_id", "d"), ("lti_message_hint", hint),
            ("lti_storage_target", "_parent"),
            ("canvas_region", "eu"),
        ])
        #expect(login.issuer == "https://lms.example")
        #expect(login.loginHint == "a+/=&%~ ü")
        #expect(login.clientID == "c")
        #expect(login.deploymentID == "d")
        #expect(login.messageHint == hint)
        #expect(login.storageTarget == "_parent")
    }

    @Test func emptyOptionalFieldsAreAbsent() throws {
        let login = try login([("client_id", ""), ("lti_deployment_id", ""), ("lti_message_hint", "")])
        #expect(login.clientID == nil)
        #expect(login.deploymentID == nil)
        #expect(login.messageHint?.isEmpty == true, "but a hint goes back as it came")
    }

    @Test(arguments: ["iss", "login_hint", "target_link_uri"])
    func B59_B60_B61_requiredFieldsMustBeThere(name: String) {
        #expect(throws: LaunchRefusal.missingParameter) { try login(without: name) }
        #expect(throws: LaunchRefusal.missingParameter) { try login([(name, "")], without: name) }
    }

    @Test(arguments: ["iss", "login_hint", "canvas_region"])
    func aFieldThatRepeatsIsRefused(name: String) {
        #expect(throws: LaunchRefusal.duplicateField) { try login([(name, "x"), (name, "x")]) }
    }

    @Test func B55_aForeignTargetIsRefused() {
        #expect(throws: LaunchRefusal.badTarget) {
            try login([("target_link_uri", "https://evil.example/")], without: "target_link_uri")
        }
    }

    // MARK: Which registration

    private struct Choice: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var clientID: String?
        var deployment: String?
        let among: [Registration]
        /// The index of the one that is meant.
        var meant: Int?
        var refusal: LaunchRefusal?
    }

    private static let choices: [Choice] = [
        Choice(testDescription: "G20 the only one", among: [registration("a")], meant: 0),
        Choice(
            testDescription: "G21 by client",
            clientID: "b",
            among: [registration("a"), registration("b")],
            meant: 1
        ),
        Choice(
            testDescription: "G22 same client at another issuer",
            clientID: "a",
            among: [registration("a", issuer: "https://other.example"), registration("a")],
            meant: 1
        ),
        Choice(
            testDescription: "B91 the deployment decides",
            deployment: "2",
            among: [
                registration("a", deployments: Deployments(["1"])), registration("b", deployments: Deployments(["2"])),
            ],
            meant: 1
        ),
        Choice(
            testDescription: "an inactive one is no choice",
            among: [registration("a", isActive: false), registration("b")],
            meant: 1
        ),
        Choice(
            testDescription: "a deployment to learn",
            clientID: "a",
            deployment: "new",
            among: [registration("a", deployments: Deployments([], policy: .learn))],
            meant: 0
        ),
        Choice(testDescription: "B62 unknown issuer", among: [], refusal: .unknownPlatform),
        Choice(
            testDescription: "only another issuer",
            among: [registration("a", issuer: "https://lms.example/")],
            refusal: .unknownPlatform
        ),
        Choice(
            testDescription: "B63 unknown client",
            clientID: "z",
            among: [registration("a")],
            refusal: .unknownPlatform
        ),
        Choice(
            testDescription: "B64 client of another issuer",
            clientID: "a",
            among: [registration("a", issuer: "https://other.example"), registration("b")],
            refusal: .unknownPlatform
        ),
        Choice(
            testDescription: "B90 ambiguous",
            among: [registration("a"), registration("b")],
            refusal: .ambiguousPlatform
        ),
        Choice(
            testDescription: "ambiguous, the deployment does not decide",
            deployment: "1",
            among: [
                registration("a", deployments: Deployments(["1"])), registration("b", deployments: Deployments(["1"])),
            ],
            refusal: .ambiguousPlatform
        ),
        Choice(
            testDescription: "B65 unknown deployment",
            clientID: "a",
            deployment: "9",
            among: [registration("a", deployments: Deployments(["1"]))],
            refusal: .unknownDeployment
        ),
        Choice(
            testDescription: "R5 inactive",
            clientID: "a",
            among: [registration("a", isActive: false)],
            refusal: .platformInactive
        ),
    ]

    @Test(arguments: choices)
    private func theRegistrationIsFound(choice: Choice) throws {
        let more = [("client_id", choice.clientID), ("lti_deployment_id", choice.deployment)]
        let login = try login(more.compactMap { name, value in value.map { (name, $0) } })
        do {
            let found = try login.registration(among: choice.among)
            let meant = try #require(choice.meant)
            #expect(found.clientID == choice.among[meant].clientID && found.issuer == choice.among[meant].issuer)
        } catch let refusal as LaunchRefusal {
            #expect(refusal == choice.refusal)
        }
    }
}
