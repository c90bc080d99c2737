extension LaunchTable {
    private static let long = String(repeating: "long ", count: 11_000)

    /// The launches that must be shown.
    package static let good = people + shapes + choices

    private static let people = rows("GT", of: LaunchMessage.instructor) + rows("GS", of: LaunchMessage.learner)

    private static func rows(_ prefix: String, of role: String) -> [Row] {
        func row(_ name: String, _ change: @escaping Row.Change = { _ in }) -> Row {
            Row("\(prefix)\(name)") { draft in
                draft.claims[roles] = JSONObject.list([role])
                change(&draft)
            }
        }
        let short = role.split(separator: "#").last.map(String.init) ?? ""
        return [
            row("1 full"),
            row("2 several roles") {
                $0.claims[roles] = JSONObject.list(
                    [role, "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Staff"]
                )
            },
            row("3 short role") { $0.claims[roles] = JSONObject.list([short]) },
            row("4 unknown role") { $0.claims[roles] = #"["https://lms.example/roles#Wizard","x"]"# },
            row("5 empty roles") { $0.claims[roles] = "[]" },
            row("6 e-mail only") { $0.remove("name", "given_name", "family_name") },
            row("7 names only") { $0.remove("email") },
            row("8 nothing personal") { $0.remove("name", "given_name", "family_name", "email", "locale") },
            row("9 e-mail without context") { $0.remove("name", "given_name", "family_name", lti + "context") },
        ]
    }

    private static let shapes = [
        Row("G11 no services") { $0.remove(TokenDraft.grades, TokenDraft.roster) },
        Row("G12 audience as list") { $0.claims["aud"] = #"["client-1"]"# },
        Row("G13 audience as list, with party") {
            $0.claims["aud"] = #"["client-1"]"#
            $0.claims.set("azp", "client-1")
        },
        Row("G14 unknown claims") {
            $0.claims["https://lms.example/claim"] = #"{"deep":[[{"a":null}]]}"#
            $0.claims["urn:x"] = "[]"
        },
        Row("G15 subject of 255") { $0.claims.set("sub", String(repeating: "s", count: 255)) },
        Row("G15 subject of 255 beyond ASCII") { $0.claims.set("sub", String(repeating: "ü", count: 255)) },
        Row("G16 odd subject") { $0.claims.set("sub", "a/b?c#d%e+f g\"h\\i") },
        Row("G17 clock 5 s ahead") {
            $0.claims["iat"] = "\($0.second + 5)"
            $0.claims["nbf"] = "\($0.second + 5)"
        },
        Row("G18 expired 10 s ago") { $0.claims["exp"] = "\($0.second - 10)" },
        Row("G28 custom beyond ASCII, empty and long") {
            $0.claims[lti + "custom"] = #"{"α":"✓","empty":"","long":"\#(long.prefix(9_000))"}"#
        },
        Row("G30 context with only an id") { $0.claims[lti + "context"] = #"{"id":"c"}"# },
        Row("G31 mentor") {
            $0.claims[roles] = #"["http://purl.imsglobal.org/vocab/lis/v2/membership#Mentor"]"#
            $0.claims[lti + "role_scope_mentor"] = #"["user-7","user-8"]"#
        },
        Row("G32 test user") {
            $0.claims[roles] = JSONObject.list(
                [LaunchMessage.learner, "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"]
            )
        },
        Row("G37 LTI 1.1 claim") {
            $0.claims[lti + "lti1p1"] = """
                {"user_id":"7","oauth_consumer_key":"k","oauth_consumer_key_sign":"bm8=","resource_link_id":"9"}
                """
        },
        Row("G38 token of 60 kB") { $0.claims["https://lms.example/long"] = "\"\(long)\"" },
        Row("G42 times with fractions") {
            $0.claims["iat"] = "\($0.second).25"
            $0.claims["exp"] = "\($0.second + 60).999"
        },
        Row("G43 names beyond ASCII") { $0.claims.set("name", "Żółć 李 😀 <b>&\"'") },
        Row("G46 header without type") { $0.header["typ"] = nil },
        Row("G48 anonymous where allowed") { $0.remove("sub", "name", "given_name", "family_name", "email") }
            .with { $0.allowsAnonymous = true },
        Row("header points elsewhere, which is ignored") {
            $0.header.set("jku", "https://evil.example/keys")
            $0.header.set("x5u", "https://evil.example/keys")
            $0.header["x5c"] = "[]"
        },
        Row("keys that are no use are skipped").with { $0.otherKeys = LMSKey.others },
        Row("odd optional claims") { draft in
            for name in ["name", "email", "locale", "picture"] { draft.claims[name] = "[1]" }
            for name in ["context", "custom", "launch_presentation", "tool_platform", "lis", "lti1p1"] {
                draft.claims[lti + name] = "7"
            }
            draft.claims[lti + "role_scope_mentor"] = "{}"
            draft.claims[TokenDraft.grades] = "null"
            draft.claims[TokenDraft.roster] = #""x""#
        },
    ]

    private static let choices = [
        choice("G39 deep linking"),
        choice("G41 flags as strings and no data") {
            $0.claims[TokenDraft.deepLinkingSettings] = """
                {"deep_link_return_url":"https://lms.example/return","accept_types":["ltiResourceLink"],\
                "accept_presentation_document_targets":["iframe"],"accept_multiple":"true"}
                """
        },
        choice("deep linking without context") { $0.remove(lti + "context") },
    ]
}
