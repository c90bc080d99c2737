import Model
import TestSupport
import Testing

@testable import LTI

@Suite struct TokenRequestTests {
    private func request(deployment: String? = "1") -> TokenRequest {
        TokenRequest(
            scopes: [ServiceScope.score.rawValue, ServiceScope.lineItem.rawValue],
            registration: LaunchDraft().registration,
            deploymentID: deployment,
            signedWith: TestKeys.tool,
            now: TestTime.now
        )
    }

    @Test func theFormIsTheSpecifieds() throws {
        let pairs = try #require(PercentCoding.query(request().form))
        #expect(pairs.map(\.name) == ["grant_type", "client_assertion_type", "client_assertion", "scope"])
        #expect(pairs[0].value == "client_credentials")
        #expect(pairs[1].value == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
        #expect(pairs[3].value == "\(ServiceScope.score.rawValue) \(ServiceScope.lineItem.rawValue)")
        let payload = try Signed.payload(pairs[2].value)
        #expect(payload["iss"]?.string == "client-1")
        #expect(payload["sub"]?.string == "client-1")
        #expect(payload["aud"]?.string == "https://lms.example/token")
        #expect(payload["iat"]?.integer == TestTime.second)
        #expect(payload["exp"]?.integer == TestTime.second + 240)
        #expect(payload[Claim.deploymentID]?.string == "1")
    }

    @Test func eachRequestIsANewOne() throws {
        let ids = try (0..<20).map { _ in try Signed.payload(request().fields[2].value)["jti"]?.string ?? "" }
        #expect(Set(ids).count == 20)
        #expect(try Signed.payload(request(deployment: nil).fields[2].value)[Claim.deploymentID] == nil)
    }

    // MARK: Answers

    private func token(_ body: String, status: Int = 200) throws -> AccessToken {
        try AccessToken(status: status, body: Array(body.utf8), requested: ["a", "b"], now: TestTime.now)
    }

    @Test(arguments: [
        (#"{"access_token":"t","token_type":"Bearer","expires_in":3600,"scope":"a"}"#, 3_600, ["a"]),
        (#"{"access_token":"t","token_type":"bearer","expires_in":"600","scope":"a  c"}"#, 600, ["a", "c"]),
        (#"{"access_token":"t","token_type":"BEARER"}"#, 300, ["a", "b"]), (#"{"access_token":"t"}"#, 300, ["a", "b"]),
        (#"{"access_token":"t","expires_in":-5,"scope":""}"#, 300, ["a", "b"]),
        (#"{"access_token":"t","expires_in":"x","scope":["a"]}"#, 300, ["a"]),
        (#"{"access_token":"t","expires_in":1e300,"scope":null}"#, 86_400, ["a", "b"]),
    ])
    func answersAreRead(body: String, seconds: Double, scopes: [String]) throws {
        let token = try token(body)
        #expect(token.authorization == "Bearer t")
        #expect(token.expiresAt == TestTime.now.adding(seconds: seconds))
        #expect(token.scopes == Set(scopes))
    }

    @Test func aTokenIsRenewedAMinuteBeforeItsEnd() throws {
        let token = try token(#"{"access_token":"t","expires_in":300}"#)
        #expect(token.isFresh(at: TestTime.now.adding(seconds: 239)))
        #expect(!token.isFresh(at: TestTime.now.adding(seconds: 240)))
    }

    @Test(
        arguments: [
            (400, #"{"error":"invalid_scope"}"#, "invalid_scope", true),
            (401, #"{"error":"invalid_client"}"#, "invalid_client", false), (500, "oops", nil, false),
            (200, "<html>", nil, false), (200, "{}", nil, false), (200, #"{"access_token":""}"#, nil, false),
            (200, #"{"access_token":7}"#, nil, false), (200, #"{"access_token":"a\nb"}"#, nil, false),
            (200, #"{"access_token":"t","token_type":"mac"}"#, nil, false), (429, "", nil, false),
            (302, #"{"access_token":"t"}"#, nil, false), (400, #"{"error":"<b>\u0007x"}"#, "<b>x", false),
        ] as [(Int, String, String?, Bool)]
    )
    func otherAnswersAreRefusals(status: Int, body: String, error: String?, isPermanent: Bool) {
        #expect {
            try token(body, status: status)
        } throws: { thrown in
            guard let refusal = thrown as? TokenRefusal else { return false }
            return refusal.status == status && refusal.error == error && refusal.isPermanent == isPermanent
        }
    }

    @Test func aTokenIsNeverShown() throws {
        let token = try token(#"{"access_token":"secret-text"}"#)
        var text = "\(token)"
        dump(token, to: &text)
        #expect(!text.contains("secret-text"))
    }
}
