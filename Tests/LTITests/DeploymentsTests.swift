import Credentials
import LTI
import Testing

@Suite struct DeploymentsTests {
    private static let name = "https://purl.imsglobal.org/spec/lti/claim/deployment_id"

    private func question(_ payload: String) throws -> String? {
        let parts = [#"{"alg":"RS256","kid":"k"}"#, payload, "signature"].map { Base64URL.encode($0.utf8) }
        return try LaunchToken(parts.joined(separator: ".")).deploymentInQuestion
    }

    /// Whether a deployment is known is looked up for the one that a token names, byte for byte.
    @Test(arguments: ["1", "é", "e\u{301}", " 1 ", String(repeating: "d", count: 255)])
    func aTokenNamesItsDeployment(id: String) throws {
        let found = try #require(try question("{\"\(Self.name)\":\"\(id)\"}"))
        #expect(Array(found.utf8) == Array(id.utf8))
    }

    @Test(arguments: [
        "{}", #"{"deployment_id":"1"}"#, "{\"\(name)\":1}", "{\"\(name)\":null}", "{\"\(name)\":\"\"}",
        "{\"\(name)\":[\"1\"]}", "{\"\(name)\":\"\(String(repeating: "d", count: 256))\"}",
    ])
    func whatCouldNotBeKnownIsNotLookedUp(payload: String) throws {
        #expect(try question(payload) == nil)
    }

    @Test func knowingOneIsEnoughToJudgeIt() {
        let listed = Deployments(["1"])
        #expect(listed.admits("1") && !listed.admits("2") && !listed.admits(""))
        #expect(!Deployments([]).admits("1"))
        let learning = Deployments([], policy: .learn)
        #expect(learning.admits("1") && !learning.contains("1"))
    }
}
