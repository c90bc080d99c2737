import Credentials
import Model
import TestSupport
import Testing

@testable import LTI

@Suite struct DeepLinkingResponseTests {
    private func launch(_ change: (inout JSONObject) -> Void = { _ in }) throws -> Launch {
        var draft = LaunchDraft(.deepLinking)
        var settings = LaunchDraft.choice
        change(&settings)
        draft.token.claims[Claim.deepLinkingSettings] = settings.text
        return try draft.run()
    }

    private func answer(
        _ items: [ResourceLinkItem],
        to launch: Launch,
        remarks: DeepLinkingResponse.Remarks = .init()
    ) throws -> JSONNode {
        guard case .deepLinking(let settings) = launch.message else { throw NoSettings() }
        let response = try DeepLinkingResponse(
            items,
            remarks: remarks,
            settings: settings,
            registration: launch.registration,
            deploymentID: launch.deploymentID,
            signedWith: TestKeys.tool,
            now: TestTime.now
        )
        #expect(response.returnURL.text == "https://lms.example/return")
        return try Signed.payload(response.token)
    }

    private struct NoSettings: Error {}

    private func item(lineItem: LineItem? = nil) -> ResourceLinkItem {
        ResourceLinkItem(url: "https://lectern.test/lti/lessons/x", title: "X", lineItem: lineItem)
    }

    // MARK: Settings

    @Test func settingsAreRead() throws {
        let launch = try launch { settings in
            settings.set("accept_lineitem", "FALSE")
            settings.set("title", "T")
            settings["text"] = "null"
        }
        guard case .deepLinking(let settings) = launch.message else {
            Issue.record("another message")
            return
        }
        #expect(settings.acceptedTypes == ["ltiResourceLink", "link"])
        #expect(settings.acceptsResourceLinks)
        #expect(settings.acceptsMultiple)
        #expect(settings.acceptsLineItem == false)
        #expect(launch.mayChooseContent)
    }

    @Test(
        arguments: [
            ("true", true), ("false", false), (#""true""#, true), (#""false""#, false), ("null", false), ("1", false),
            (#""yes""#, false), (nil, false),
        ] as [(String?, Bool)]
    )
    func severalItemsAreTakenOnlyWhenSaid(value: String?, isTaken: Bool) throws {
        let launch = try launch { $0["accept_multiple"] = value }
        #expect((try? answer([item(), item()], to: launch)) != nil ? isTaken : !isTaken)
        #expect(try answer([item()], to: launch)[Claim.contentItems]?.elements?.count == 1)
    }

    @Test(
        arguments: [
            ("accept_lineitem", nil), ("accept_lineitem", "true"), ("accept_lineitem", "false"),
            ("accept_multiple", nil), ("accept_multiple", #""true""#),
            ("data", nil), ("data", #""a\u0020\/é""#), ("data", #"{"z": 1.50, "a": [ ]}"#), ("accept_types", "[]"),
        ] as [(String, String?)]
    )
    func settingsAreTheSameAfterTheyWereStored(member: String, value: String?) throws {
        guard case .deepLinking(let settings) = try launch({ $0[member] = value }).message else { throw NoSettings() }
        let read = try #require(DeepLinkingSettings(stored: settings.stored))
        #expect(read.returnURL == settings.returnURL)
        #expect(read.acceptedTypes == settings.acceptedTypes)
        #expect(read.acceptsMultiple == settings.acceptsMultiple)
        #expect(read.acceptsLineItem == settings.acceptsLineItem)
        #expect(read.data == settings.data, "byte for byte")
    }

    @Test(arguments: ["", "null", "[]", "{}", #"{"deep_link_return_url":"javascript:1","accept_types":[]}"#])
    func whatIsNotSettingsIsNone(text: String) {
        #expect(DeepLinkingSettings(stored: JSONText(trusted: text)) == nil)
    }

    // MARK: The answer

    @Test func theClaimsAreTheSpecifieds() throws {
        let payload = try answer([item()], to: try launch())
        #expect(payload["iss"]?.string == "client-1")
        #expect(payload["aud"]?.string == "https://lms.example")
        #expect(payload["iat"]?.integer == TestTime.second)
        #expect(payload["exp"]?.integer == TestTime.second + 300)
        #expect(payload["nonce"]?.string?.count == 43)
        #expect(payload[Claim.messageType]?.string == "LtiDeepLinkingResponse")
        #expect(payload[Claim.version]?.string == "1.3.0")
        #expect(payload[Claim.deploymentID]?.string == "1")
        #expect(payload[Claim.data]?.textString == #""opaque &\/ data""#, "byte for byte")
        for name in [Claim.errorMessage, Claim.errorLog] { #expect(payload[name] == nil) }
    }

    @Test(arguments: [nil, "null"])
    func dataGoesBackOnlyWhenItCame(data: String?) throws {
        #expect(try answer([], to: try launch { $0["data"] = data })[Claim.data] == nil)
    }

    @Test func givingUpIsAnEmptyList() throws {
        let payload = try answer([], to: try launch(), remarks: .init(errorMessage: "m", errorLog: "e"))
        #expect(payload[Claim.contentItems]?.textString == "[]")
        #expect(payload[Claim.errorMessage]?.string == "m")
        #expect(payload[Claim.errorLog]?.string == "e")
    }

    @Test func anItemHasAllThatWasGiven() throws {
        let item = ResourceLinkItem(
            url: "https://lectern.test/lti/lessons/x",
            title: "Brüche",
            custom: [("lesson", "x"), ("empty", "")],
            lineItem: try LineItem(label: "Brüche", scoreMaximum: 12.5, resourceID: "x", tag: "grade")
        )
        let node = try #require(try answer([item], to: launch())[Claim.contentItems]?.elements?.first)
        #expect(
            node.textString == """
                {"type":"ltiResourceLink","url":"https://lectern.test/lti/lessons/x","title":"Brüche",\
                "custom":{"lesson":"x","empty":""},\
                "lineItem":{"label":"Brüche","scoreMaximum":12.5,"resourceId":"x","tag":"grade"}}
                """
        )
    }

    @Test(arguments: [("true", true), ("false", false), (nil, true)] as [(String?, Bool)])
    func lineItemsGoWhereTheyAreTaken(value: String?, isSent: Bool) throws {
        let lineItem = try LineItem(label: "L", scoreMaximum: 1)
        let payload = try answer([item(lineItem: lineItem)], to: launch { $0["accept_lineitem"] = value })
        #expect((payload[Claim.contentItems]?.elements?.first?["lineItem"] != nil) == isSent)
    }

    @Test func onlyTakenTypesAreSent() throws {
        let launch = try launch { $0["accept_types"] = #"["link"]"# }
        #expect(throws: LecternError.self) { try answer([item()], to: launch) }
    }
}
