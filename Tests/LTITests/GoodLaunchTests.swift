import Credentials
import Model
import Testing

@testable import LTI

/// The launches that must be shown (LTI rules, section 14).
@Suite struct GoodLaunchTests {
    private static let lti = LaunchDraft.lti

    private static let people: [LaunchCase] = [LaunchDraft.instructor, LaunchDraft.learner].flatMap { role in
        let roles = lti + "roles"
        func row(_ name: String, _ change: (inout LaunchDraft) -> Void) -> LaunchCase {
            LaunchCase("\(role.suffix(7)): \(name)") { draft in
                draft.claims[roles] = #"["\#(role)"]"#
                change(&draft)
            }
        }
        return [
            row("1 full") { _ in },
            row("2 several roles") {
                $0.claims[roles] = #"["\#(role)","http://purl.imsglobal.org/vocab/lis/v2/institution/person#Staff"]"#
            },
            row("3 short role") { $0.claims[roles] = #"["\#(role.split(separator: "#").last ?? "")"]"# },
            row("4 unknown role") { $0.claims[roles] = #"["https://lms.example/roles#Wizard","x"]"# },
            row("5 empty roles") { $0.claims[roles] = "[]" },
            row("6 e-mail only") { draft in
                for name in ["name", "given_name", "family_name"] { draft.claims[name] = nil }
            },
            row("7 names only") { $0.claims["email"] = nil },
            row("8 nothing personal") { draft in
                for name in ["name", "given_name", "family_name", "email", "locale"] { draft.claims[name] = nil }
            },
            row("9 e-mail without context") { draft in
                for name in ["name", "given_name", "family_name", lti + "context"] { draft.claims[name] = nil }
            },
        ]
    }

    private static let shapes: [LaunchCase] = [
        LaunchCase("G12 audience as list") { $0.claims["aud"] = #"["client-1"]"# },
        LaunchCase("G13 audience as list, with party") {
            $0.claims["aud"] = #"["client-1"]"#
            $0.claims.set("azp", "client-1")
        },
        LaunchCase("party beside a single audience") { $0.claims.set("azp", "client-1") },
        LaunchCase("party null") { $0.claims["azp"] = "null" },
        LaunchCase("trusted second audience") {
            $0.settings = LaunchSettings(trustedAudiences: ["friend"])
            $0.claims["aud"] = #"["client-1","friend"]"#
            $0.claims.set("azp", "client-1")
        },
        LaunchCase("G14 unknown claims") {
            $0.claims["https://lms.example/claim"] = #"{"deep":[[{"a":null}]]}"#
            $0.claims["urn:x"] = "[]"
        },
        LaunchCase("G15 subject of 255") { $0.claims.set("sub", String(repeating: "ü", count: 255)) },
        LaunchCase("G16 odd subject") { $0.claims.set("sub", "a/b?c#d%e+f g\"h\\i") },
        LaunchCase("G27 target with query") {
            $0.claims.set(lti + "target_link_uri", "https://lessons.example/lti/launch?a=1&b=%20#x")
        },
        LaunchCase("B53 other target of ours") {
            $0.claims.set(lti + "target_link_uri", "https://LESSONS.example:443/lti/lessons/x")
        },
        LaunchCase("G28 custom beyond ASCII") {
            $0.claims[lti + "custom"] = #"{"α":"✓","empty":"","long":"\#(long)"}"#
        },
        LaunchCase("G30 context with only an id") { $0.claims[lti + "context"] = #"{"id":"c"}"# },
        LaunchCase("G31 mentor") {
            $0.claims[lti + "roles"] = #"["http://purl.imsglobal.org/vocab/lis/v2/membership#Mentor"]"#
            $0.claims[lti + "role_scope_mentor"] = #"["user-7","user-8"]"#
        },
        LaunchCase("G32 test user") {
            $0.claims[lti + "roles"] = #"["http://purl.imsglobal.org/vocab/lti/system/person#TestUser"]"#
        },
        LaunchCase("G38 long token") { $0.claims["https://lms.example/long"] = "\"\(long)\"" },
        LaunchCase("G43 names beyond ASCII") { $0.claims.set("name", "Żółć 李 😀") },
        LaunchCase("G46 header without type") { $0.header["typ"] = nil },
        LaunchCase("other type") { $0.header.set("typ", "jwt+lti") },
        LaunchCase("header points elsewhere, ignored") {
            $0.header.set("jku", "https://evil.example/keys")
            $0.header.set("x5u", "https://evil.example/keys")
            $0.header["x5c"] = "[]"
        },
        LaunchCase("G48 anonymous where allowed") {
            $0.allowsAnonymous = true
            for name in ["sub", "name", "given_name", "family_name", "email"] { $0.claims[name] = nil }
        },
        LaunchCase("second deployment") { $0.claims.set(lti + "deployment_id", "2") },
        LaunchCase("the deployment of the login") {
            $0.loginDeployment = "2"
            $0.claims.set(lti + "deployment_id", "2")
        },
        LaunchCase("deployment learnt") {
            $0.deployments = Deployments([], policy: .learn)
            $0.claims.set(lti + "deployment_id", "new:1")
        },
        LaunchCase("odd optional claims") {
            for name in ["name", "email", "locale", "picture"] { $0.claims[name] = "[1]" }
            for name in ["context", "custom", "launch_presentation", "tool_platform", "lis", "lti1p1"] {
                $0.claims[lti + name] = "7"
            }
            $0.claims[lti + "role_scope_mentor"] = "{}"
            $0.claims["https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"] = "null"
            $0.claims["https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"] = #""x""#
        },
    ]

    private static let long = String(repeating: "long ", count: 12_000)

    private static let times: [LaunchCase] = [
        LaunchCase("G17 clock 5 s ahead") {
            $0.claims["iat"] = "\(TestTime.second + 5)"
            $0.claims["nbf"] = "\(TestTime.second + 5)"
        },
        LaunchCase("G18 expired 10 s ago") { $0.claims["exp"] = "\(TestTime.second - 10)" },
        LaunchCase("G42 fractions") {
            $0.claims["iat"] = "\(TestTime.second).25"
            $0.claims["exp"] = "\(TestTime.second + 60).999"
        },
        LaunchCase("times with exponents") { $0.claims["exp"] = "1.8e9" },
        LaunchCase("issued an hour ago") { $0.claims["iat"] = "\(TestTime.second - 3_600)" },
        LaunchCase("valid for a year") { $0.claims["exp"] = "\(TestTime.second + 31_536_000)" },
    ]

    private static let deepLinking: [LaunchCase] = [
        LaunchCase("G39 deep linking", from: .deepLinking),
        LaunchCase("G41 flags as strings and no data", from: .deepLinking) { draft in
            var settings = LaunchDraft.settings
            settings.set("accept_multiple", "true")
            settings["data"] = nil
            draft.claims[Claim.deepLinkingSettings] = settings.text
        },
        LaunchCase("return to this machine", from: .deepLinking) { draft in
            var settings = LaunchDraft.settings
            settings.set("deep_link_return_url", "http://localhost:8080/x?y=1")
            draft.claims[Claim.deepLinkingSettings] = settings.text
        },
    ]

    private static let keys: [LaunchCase] = [
        LaunchCase("G49 G50 several keys published") {
            $0.keySet = LaunchDraft.keySet([("new", TestRSA.other.publicKey), ("key-1", TestRSA.platform.publicKey)])
        },
        LaunchCase("an id twice") {
            $0.keySet = LaunchDraft.keySet([("key-1", TestRSA.other.publicKey), ("key-1", TestRSA.platform.publicKey)])
        },
        LaunchCase("odd id") {
            $0.header.set("kid", "https://lms.example/keys#é 1")
            $0.keySet = LaunchDraft.keySet([("https://lms.example/keys#é 1", TestRSA.platform.publicKey)])
        },
    ]

    @Test(arguments: people + shapes + times + deepLinking + keys)
    func isShown(row: LaunchCase) throws {
        try row.check()
    }
}
