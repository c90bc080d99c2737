/// The way from a link in a course to a signed token.
extension LMS {
    /// A message for the first client, which opens the tool's lesson.
    package func message(_ target: String, client: String? = nil) -> LaunchMessage {
        let id = client ?? with { $0.clients.keys.sorted().first } ?? ""
        let deployment = with { $0.clients[id]?.deployments.first } ?? "1"
        return LaunchMessage(client: id, deployment: deployment, target: target)
    }

    /// Begins a launch: what the platform sends to the tool's login URL.
    ///
    /// The hints hold what must come back byte for byte.
    package func begin(_ message: LaunchMessage) -> [(name: String, value: String)] {
        let number = with { state in
            let number = state.next()
            state.launches[Self.hint(number)] = message
            state.requests[.login, default: 0] += 1
            return number
        }
        var fields = [
            (name: "iss", value: issuer), ("login_hint", Self.hint(number)), ("target_link_uri", message.target),
            ("client_id", message.client), ("lti_deployment_id", message.deployment),
        ]
        if let hint = Self.messageHint(number, message) { fields.append(("lti_message_hint", hint)) }
        if let target = message.storageTarget { fields.append(("lti_storage_target", target)) }
        return fields
    }

    static func hint(_ number: Int) -> String { "user +/=&%~é \(number)" }

    static func messageHint(_ number: Int, _ message: LaunchMessage) -> String? {
        message.hintPadding.map { #"{"cm":\#(number),"x":"a&b=c+d%20é\#(String(repeating: "+", count: $0))"}"# }
    }

    /// Where a tool's login begins.
    package func loginURL(of client: String) -> String? { with { $0.clients[client]?.loginURL } }

    /// The token of a launch, before the message's own change.
    package func draft(_ message: LaunchMessage, nonce: String) -> TokenDraft {
        let key = with { $0.signing }
        var header = JSONObject([("alg", #""RS256""#), ("typ", #""JWT""#)])
        header.set("kid", key.id)
        return TokenDraft(header: header, claims: claims(message, nonce: nonce), key: key.key, second: second)
    }

    private func claims(_ message: LaunchMessage, nonce: String) -> JSONObject {
        let lti = TokenDraft.lti
        var claims = JSONObject([("iat", "\(second)"), ("exp", "\(second + 60)")])
        for (name, value) in [
            ("iss", issuer), ("aud", message.client), ("sub", message.user), ("nonce", nonce), ("name", message.name),
            ("given_name", String(message.name.prefix { $0 != " " })),
            ("family_name", String(message.name.drop { $0 != " " }.dropFirst())),
            ("email", "\(message.user.count)@lms.example"), ("locale", "en"), (lti + "version", "1.3.0"),
            (lti + "deployment_id", message.deployment), (lti + "target_link_uri", message.target),
        ] { claims.set(name, value) }
        claims[lti + "roles"] = JSONObject.list(message.roles)
        var context = JSONObject([("label", #""M1""#), ("type", #"["CourseSection"]"#)])
        context.set("id", message.context)
        context.set("title", message.contextTitle)
        claims[lti + "context"] = context.text
        if let product = with({ $0.behaviour.product }) {
            claims[lti + "tool_platform"] =
                #"{"guid":"lms","product_family_code":\#(JSONObject.quoted(product)),"version":"1"}"#
        }
        if !message.custom.isEmpty {
            claims[lti + "custom"] =
                JSONObject(message.custom.sorted { $0.key < $1.key }.map { ($0.key, JSONObject.quoted($0.value)) }).text
        }
        switch message.kind {
        case .link:
            var link = JSONObject([("description", #""A link""#)])
            link.set("id", message.link)
            link.set("title", message.linkTitle)
            claims.set(lti + "message_type", "LtiResourceLinkRequest")
            claims[lti + "resource_link"] = link.text
            claims[TokenDraft.grades] = gradeClaim(message)
        case .deepLinking:
            claims.set(lti + "message_type", "LtiDeepLinkingRequest")
            claims[TokenDraft.deepLinkingSettings] = deepLinkingClaim().text
        }
        if message.hasRoster {
            claims[TokenDraft.roster] =
                #"{"context_memberships_url":"\#(base)/courses/\#(message.context)/memberships?v=2","service_versions":["2.0"]}"#
        }
        return claims
    }
}
