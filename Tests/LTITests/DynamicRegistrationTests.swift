import Model
import TestSupport
import Testing

@testable import LTI

@Suite struct DynamicRegistrationTests {
    private static let platformClaim = "https://purl.imsglobal.org/spec/lti-platform-configuration"
    private static let toolClaim = "https://purl.imsglobal.org/spec/lti-tool-configuration"

    private static let good = JSONObject([
        ("issuer", #""https://lms.example""#), ("authorization_endpoint", #""https://lms.example/auth""#),
        ("token_endpoint", #""https://lms.example/token""#), ("jwks_uri", #""https://keys.example/keys""#),
        ("registration_endpoint", #""https://lms.example/register?x=1""#),
        ("scopes_supported", #"["openid","https://purl.imsglobal.org/spec/lti-ags/scope/score","odd"]"#),
        ("claims_supported", #"["iss","sub","name","other"]"#),
        (
            platformClaim,
            #"{"product_family_code":"moodle","version":"4.5","messages_supported":["#
                + #"{"type":"LtiResourceLinkRequest","placements":["course_navigation"]},"#
                + #"{"type":"LtiDeepLinkingRequest","placements":["ContentArea","editor_button"]},"#
                + #"{"type":"Other"},7]}"#
        ),
    ])

    private func configuration(
        _ object: JSONObject = good,
        from source: String = "https://lms.example/.well-known/openid-configuration",
        isLocal: Bool = false,
        sharedIssuers: [String] = []
    ) throws -> PlatformConfiguration {
        try PlatformConfiguration(
            Array(object.text.utf8),
            from: try #require(WebURL(source)),
            policy: OutgoingPolicy(isLocal: isLocal),
            sharedIssuers: sharedIssuers
        )
    }

    // MARK: The platform's configuration

    @Test func itIsRead() throws {
        let platform = try configuration()
        #expect(platform.issuer == "https://lms.example")
        #expect(platform.authEndpoint == "https://lms.example/auth")
        #expect(platform.tokenEndpoint == "https://lms.example/token")
        #expect(platform.keySetURL == "https://keys.example/keys")
        #expect(platform.registrationEndpoint == "https://lms.example/register?x=1")
        #expect(platform.productFamilyCode == "moodle")
        #expect(platform.messages.map(\.type) == ["LtiResourceLinkRequest", "LtiDeepLinkingRequest", "Other"])
        #expect(platform.tokenAudience == nil)
        var object = Self.good
        object.set("authorization_server", "https://api.example/auth")
        #expect(try configuration(object).tokenAudience == "https://api.example/auth")
    }

    @Test(arguments: ["issuer", "authorization_endpoint", "token_endpoint", "jwks_uri", "registration_endpoint"])
    func endpointsMustBeThereAndOnTheInternet(name: String) {
        for value in [
            nil, "7", #""""#, #""http://lms.example/""#, #""https://127.0.0.1/""#, #""https://169.254.169.254/""#,
        ] {
            var object = Self.good
            object[name] = value
            #expect {
                try configuration(object)
            } throws: { error in
                (error as? LecternError)?.message.contains(name) == true
            }
        }
    }

    @Test func theHostIsTheIssuers() throws {
        #expect(throws: LecternError.self) { try configuration(from: "https://evil.example/x") }
        _ = try configuration(from: "https://other.example/x", sharedIssuers: ["https://lms.example"])
        var object = Self.good
        object.set("issuer", "http://localhost:8080")
        _ = try configuration(object, from: "http://localhost:8080/x", isLocal: true)
    }

    @Test(arguments: ["", "[]", "<html>", "null"])
    func otherAnswersAreRefused(text: String) throws {
        let source = try #require(WebURL("https://lms.example/x"))
        #expect(throws: LecternError.self) {
            try PlatformConfiguration(Array(text.utf8), from: source, policy: OutgoingPolicy(isLocal: false))
        }
    }

    // MARK: The request

    private func request(site: String = "https://lectern.test") throws -> ClientRegistration {
        ClientRegistration(site: try #require(ToolSite(base: site)), name: "Lectern", description: "Lessons")
    }

    @Test func theRequestIsTheSpecifieds() throws {
        let node = try JSONParser.parse(try request().body(for: try configuration()))
        #expect(node["application_type"]?.string == "web")
        #expect(node["response_types"]?.textString == #"["id_token"]"#)
        #expect(node["grant_types"]?.textString == #"["implicit","client_credentials"]"#)
        #expect(node["initiate_login_uri"]?.string == "https://lectern.test/lti/login")
        #expect(node["redirect_uris"]?.textString == #"["https://lectern.test/lti/launch"]"#)
        #expect(node["client_name"]?.string == "Lectern")
        #expect(node["jwks_uri"]?.string == "https://lectern.test/lti/jwks.json")
        #expect(node["token_endpoint_auth_method"]?.string == "private_key_jwt")
        #expect(node["scope"]?.string == "https://purl.imsglobal.org/spec/lti-ags/scope/score")
        let tool = try #require(node[Self.toolClaim])
        #expect(tool["domain"]?.string == "lectern.test")
        #expect(tool["target_link_uri"]?.string == "https://lectern.test/lti/launch")
        #expect(tool["description"]?.string == "Lessons")
        #expect(tool["claims"]?.textString == #"["iss","sub","name"]"#)
        let messages = try #require(tool["messages"]?.elements)
        #expect(messages.map { $0["type"]?.string } == ["LtiResourceLinkRequest", "LtiDeepLinkingRequest"])
        #expect(messages.map { $0["placements"]?.textString } == [nil, #"["ContentArea"]"#])
    }

    @Test func theDomainHasAPortWhereOneIsWritten() throws {
        let node = try JSONParser.parse(try request(site: "http://localhost:8080/x/").body(for: try configuration()))
        #expect(node[Self.toolClaim]?["domain"]?.string == "localhost:8080")
        #expect(node[Self.toolClaim]?["target_link_uri"]?.string == "http://localhost:8080/x/lti/launch")
    }

    // MARK: The answer

    @Test(
        arguments: [
            (200, #"{"client_id":"c"}"#, "c", nil),
            (201, #"{"client_id":"c","\#(toolClaim)":{"deployment_id":"7"}}"#, "c", "7"),
            (201, #"{"client_id":10000000000001,"\#(toolClaim)":{"deployment_id":7}}"#, "10000000000001", "7"),
        ] as [(Int, String, String, String?)]
    )
    func answersAreRead(status: Int, body: String, clientID: String, deploymentID: String?) throws {
        let answer = try ClientRegistrationAnswer(status: status, body: Array(body.utf8))
        #expect(answer.clientID == clientID)
        #expect(answer.deploymentID == deploymentID)
    }

    @Test(arguments: [
        (200, "{}", "no client_id"), (200, #"{"client_id":""}"#, "no client_id"), (200, "<html>", "no client_id"),
        (400, #"{"error":"bad","error_description":"Domain\u0007 mismatch"}"#, "400: bad: Domain mismatch"),
        (500, "oops", "status 500"), (302, #"{"client_id":"c"}"#, "status 302"),
    ])
    func aFailureSaysWhatThePlatformSaid(status: Int, body: String, text: String) {
        #expect {
            try ClientRegistrationAnswer(status: status, body: Array(body.utf8))
        } throws: { error in
            (error as? LecternError)?.message.contains(text) == true
        }
    }
}
