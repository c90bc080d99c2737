import Directory
import LTI
import TestSupport
import Testing

/// The launches that must be shown (LTI rules, section 14).
@Suite(.timeLimit(.minutes(5)))
struct GoodLaunchTableTests {
    private static let lti = TokenDraft.lti
    private static let roles = TokenDraft.lti + "roles"
    private static let long = String(repeating: "long ", count: 11_000)

    private static let people: [LaunchRow] = [("GT", LaunchMessage.instructor), ("GS", LaunchMessage.learner)].flatMap {
        (prefix, role) in
        func row(_ name: String, _ token: @escaping @Sendable (inout TokenDraft) -> Void) -> LaunchRow {
            LaunchRow("\(prefix)\(name)") { plan in
                plan.message = { $0.roles = [role] }
                plan.token = token
            }
        }
        let short = role.split(separator: "#").last.map(String.init) ?? ""
        return [
            row("1 full") { _ in },
            row("2 several roles") {
                $0.claims[roles] = JSONObject.list(
                    [role, "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Staff"]
                )
            },
            row("3 short role") { $0.claims[roles] = JSONObject.list([short]) },
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

    private static let shapes: [LaunchRow] = [
        LaunchRow("G11 no services") {
            $0.claims[TokenDraft.grades] = nil
            $0.claims[TokenDraft.roster] = nil
        },
        LaunchRow("G12 audience as list") { $0.claims["aud"] = #"["client-1"]"# },
        LaunchRow("G13 audience as list, with party") {
            $0.claims["aud"] = #"["client-1"]"#
            $0.claims.set("azp", "client-1")
        },
        LaunchRow("G14 unknown claims") {
            $0.claims["https://lms.example/claim"] = #"{"deep":[[{"a":null}]]}"#
            $0.claims["urn:x"] = "[]"
        },
        LaunchRow("G15 subject of 255") { $0.claims.set("sub", String(repeating: "s", count: 255)) },
        LaunchRow("G15 subject of 255 beyond ASCII") { $0.claims.set("sub", String(repeating: "ü", count: 255)) },
        LaunchRow("G16 odd subject") { $0.claims.set("sub", "a/b?c#d%e+f g\"h\\i") },
        LaunchRow("G17 clock 5 s ahead") { draft in
            draft.claims["iat"] = "\(draft.second + 5)"
            draft.claims["nbf"] = "\(draft.second + 5)"
        },
        LaunchRow("G18 expired 10 s ago") { $0.claims["exp"] = "\($0.second - 10)" },
        LaunchRow("G28 custom beyond ASCII, empty and long") {
            $0.claims[lti + "custom"] = #"{"α":"✓","empty":"","long":"\#(long.prefix(9_000))"}"#
        },
        LaunchRow("G30 context with only an id") { $0.claims[lti + "context"] = #"{"id":"c"}"# },
        LaunchRow("G31 mentor") {
            $0.claims[roles] = #"["http://purl.imsglobal.org/vocab/lis/v2/membership#Mentor"]"#
            $0.claims[lti + "role_scope_mentor"] = #"["user-7","user-8"]"#
        },
        LaunchRow("G32 test user") {
            $0.claims[roles] = JSONObject.list(
                [LaunchMessage.learner, "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"]
            )
        },
        LaunchRow("G37 LTI 1.1 claim") {
            $0.claims[lti + "lti1p1"] = """
                {"user_id":"7","oauth_consumer_key":"k","oauth_consumer_key_sign":"bm8=","resource_link_id":"9"}
                """
        },
        LaunchRow("G38 token of 60 kB") { $0.claims["https://lms.example/long"] = "\"\(long)\"" },
        LaunchRow("G42 times with fractions") { draft in
            draft.claims["iat"] = "\(draft.second).25"
            draft.claims["exp"] = "\(draft.second + 60).999"
        },
        LaunchRow("G43 names beyond ASCII") { $0.claims.set("name", "Żółć 李 😀 <b>&\"'") },
        LaunchRow("G46 header without type") { $0.header["typ"] = nil },
        LaunchRow("header points elsewhere, which is ignored") {
            $0.header.set("jku", "https://evil.example/keys")
            $0.header.set("x5u", "https://evil.example/keys")
        },
        LaunchRow("odd optional claims") {
            for name in ["name", "email", "locale", "picture"] { $0.claims[name] = "[1]" }
            for name in ["context", "custom", "launch_presentation", "tool_platform", "lis", "lti1p1"] {
                $0.claims[lti + name] = "7"
            }
            $0.claims[TokenDraft.grades] = "null"
            $0.claims[TokenDraft.roster] = #""x""#
        },
    ]

    private static let logins: [LaunchRow] = [
        LaunchRow("G19 login by POST") { $0.isLoginPosted = true },
        LaunchRow("G20 without client_id where there is one client") { $0.login = LaunchPlan.without("client_id") },
        LaunchRow("G24 second deployment") { $0.message = { $0.deployment = "2" } },
        LaunchRow("G27 target with query") { $0.message = { $0.target += "?a=1&b=%20&launch=x" } },
        LaunchRow("G29 message hint of 3 kB") { $0.message = { $0.hintPadding = 3_000 } },
        LaunchRow("message hint of 12 kB") { plan in
            plan.isLoginPosted = true
            plan.message = { $0.hintPadding = 12_000 }
        },
        LaunchRow("G40 no hints but the user's") { plan in
            plan.message = { $0.hintPadding = nil }
            plan.login = { fields in
                fields.filter { ["iss", "login_hint", "target_link_uri", "client_id"].contains($0.name) }
            }
        },
        LaunchRow("login with fields that nobody knows") { plan in
            plan.login = { $0 + [("canvas_region", "eu"), ("canvas_environment", "prod"), ("x", "")] }
        },
        LaunchRow("B53 the token's target wins") { plan in
            plan.login = LaunchPlan.with("target_link_uri", "https://lectern.test/lti/launch")
        },
        LaunchRow("lesson in a custom parameter") { plan in
            plan.message = { message in
                message.custom["lesson_id"] = message.target.split(separator: "/").last.map(String.init)
                message.target = "https://lectern.test/lti/launch"
            }
        },
        LaunchRow("a deployment that is learnt") { plan in
            plan.registration = {
                $0.deploymentIDs = []
                $0.learnsDeployments = true
            }
            plan.message = { $0.deployment = "2:fresh" }
        },
        LaunchRow("G48 anonymous where allowed") { plan in
            plan.registration = { $0.allowsAnonymous = true }
            plan.token = { draft in
                for name in ["sub", "name", "given_name", "family_name", "email"] { draft.claims[name] = nil }
            }
        },
        LaunchRow("G44 frame of another site") { $0.place = .frame },
        LaunchRow("G45 third-party cookies blocked, partitions kept") { $0.place = .frameWithPartitions },
        LaunchRow("keys that are no use are skipped") { plan in
            plan.platform = { $0.publish([LMSKey("key-1", LMSKey.first)], others: LMSKey.others) }
        },
    ]

    private static let choices: [LaunchRow] = [
        .choice("G39 deep linking"),
        .choice("G41 flags as strings and no data") {
            $0.claims[TokenDraft.deepLinkingSettings] = """
                {"deep_link_return_url":"https://lms.example/return","accept_types":["ltiResourceLink"],\
                "accept_presentation_document_targets":["iframe"],"accept_multiple":"true"}
                """
        },
        .choice("deep linking without context") { $0.claims[TokenDraft.lti + "context"] = nil },
    ]

    @Test(arguments: people + shapes + logins + choices)
    func isShown(row: LaunchRow) async throws {
        try await row.check()
    }
}
