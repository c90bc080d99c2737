import Credentials
import TestSupport
import Testing

@testable import LTI

/// The launches that must be shown (LTI rules, section 14).
@Suite struct GoodLaunchTests {
    private typealias Row = LaunchTable.Row

    private static let lti = TokenDraft.lti

    private static let shapes = [
        Row("party beside a single audience") { $0.claims.set("azp", "client-1") },
        Row("party null") { $0.claims["azp"] = "null" },
        Row("other type") { $0.header.set("typ", "jwt+lti") },
        Row("G27 target with query") {
            $0.claims.set(lti + "target_link_uri", "https://lectern.test/lti/launch?a=1&b=%20#x")
        },
        Row("B53 other target of ours") {
            $0.claims.set(lti + "target_link_uri", "https://LECTERN.test:443/lti/lessons/x")
        },
        Row("times with exponents") { $0.claims["exp"] = "1.8e9" },
        Row("issued an hour ago") { $0.claims["iat"] = "\($0.second - 3_600)" },
        Row("valid for a year") { $0.claims["exp"] = "\($0.second + 31_536_000)" },
        LaunchTable.choice("return to this machine") {
            var settings = LaunchDraft.choice
            settings.set("deep_link_return_url", "http://localhost:8080/x?y=1")
            $0.claims[TokenDraft.deepLinkingSettings] = settings.text
        },
    ]

    private static let registrations = [
        LaunchCase("trusted second audience") {
            $0.settings = LaunchSettings(trustedAudiences: ["friend"])
            $0.token.claims["aud"] = #"["client-1","friend"]"#
            $0.token.claims.set("azp", "client-1")
        },
        LaunchCase("second deployment") { $0.token.claims.set(lti + "deployment_id", "2") },
        LaunchCase("the deployment of the login") {
            $0.loginDeployment = "2"
            $0.token.claims.set(lti + "deployment_id", "2")
        },
        LaunchCase("deployment learnt") {
            $0.deployments = Deployments([], policy: .learn)
            $0.token.claims.set(lti + "deployment_id", "new:1")
        },
        LaunchCase("G49 G50 several keys published") {
            $0.keySet = LaunchDraft.keySet([LMSKey("new", LMSKey.second), LMSKey("key-1", LMSKey.first)])
        },
        LaunchCase("an id twice") {
            $0.keySet = LaunchDraft.keySet([LMSKey("key-1", LMSKey.second), LMSKey("key-1", LMSKey.first)])
        },
        LaunchCase("odd id") {
            $0.token.header.set("kid", "https://lms.example/keys#é 1")
            $0.keySet = LaunchDraft.keySet([LMSKey("https://lms.example/keys#é 1", LMSKey.first)])
        },
    ]

    @Test(arguments: (LaunchTable.good + shapes).map { LaunchCase($0) } + registrations)
    func isShown(row: LaunchCase) throws {
        try row.check()
    }
}
