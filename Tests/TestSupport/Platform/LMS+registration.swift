import Model

/// Dynamic registration.
extension LMS {
    private static let toolConfiguration = "https://purl.imsglobal.org/spec/lti-tool-configuration"

    /// `/.well-known/openid-configuration`.
    func configuration(_ request: LMSRequest) -> LMSAnswer {
        var object = JSONObject()
        for (name, path) in [
            ("authorization_endpoint", "/auth?tenant=1"), ("token_endpoint", "/token"), ("jwks_uri", "/keys"),
            ("registration_endpoint", "/registration"),
        ] { object.set(name, base + path) }
        object.set("issuer", issuer)
        object["token_endpoint_auth_methods_supported"] = #"["private_key_jwt"]"#
        object["token_endpoint_auth_signing_alg_values_supported"] = #"["RS256"]"#
        object["scopes_supported"] = JSONObject.list(["openid"] + Self.scopes)
        object["response_types_supported"] = #"["id_token"]"#
        object["subject_types_supported"] = #"["public"]"#
        object["id_token_signing_alg_values_supported"] = #"["RS256"]"#
        object["claims_supported"] = #"["sub","iss","name","given_name","family_name","email"]"#
        object["https://purl.imsglobal.org/spec/lti-platform-configuration"] = """
            {"product_family_code":"test-lms","version":"1","messages_supported":[{"type":"LtiResourceLinkRequest"},\
            {"type":"LtiDeepLinkingRequest"}],"variables":["CourseSection.sourcedId"]}
            """
        return .json(object.text)
    }

    /// `/registration`.
    func takeRegistration(_ request: LMSRequest) -> LMSAnswer {
        count(.registration)
        let text = String(decoding: request.body, as: UTF8.self)
        with { $0.registrations.append(text) }
        if let token = with({ $0.registrationToken }), request[header: "Authorization"] != "Bearer \(token)" {
            return .json(401, #"{"error":"invalid_token","error_description":"The registration token is not known."}"#)
        }
        guard request.method == "POST", request[header: "Content-Type"]?.hasPrefix("application/json") ?? false,
            let body = try? JSONParser.parse(text), let login = body["initiate_login_uri"]?.string,
            let uris = body["redirect_uris"]?.elements?.compactMap(\.string), !uris.isEmpty,
            let keys = body["jwks_uri"]?.string, body["client_name"]?.string != nil,
            body["token_endpoint_auth_method"]?.string == "private_key_jwt",
            body["response_types"]?.elements?.compactMap(\.string) == ["id_token"]
        else { return refuse("registration: malformed") }
        guard let tool = body[Self.toolConfiguration], let target = tool["target_link_uri"]?.string,
            WebAddress(target)?.authority == tool["domain"]?.string
        else { return refuse("registration: the domain is not that of target_link_uri") }
        let id = with { state in
            let id = "registered-\(state.next())"
            var client = LMSClient(id, deployments: ["d-\(id)"], tool: "")
            client.loginURL = login
            client.redirectURIs = uris
            client.keySetURL = keys
            state.clients[id] = client
            return id
        }
        return .json(
            201,
            """
            {"client_id":"\(id)","initiate_login_uri":\(JSONObject.quoted(login)),"jwks_uri":\(JSONObject.quoted(keys)),\
            "redirect_uris":\(JSONObject.list(uris)),"client_name":"Lectern","scope":"\(Self.scopes.joined(separator: " "))",\
            "\(Self.toolConfiguration)":{"deployment_id":"d-\(id)","target_link_uri":\(JSONObject.quoted(target)),\
            "domain":\(JSONObject.quoted(tool["domain"]?.string ?? "")),"messages":[],"claims":[]}}
            """
        )
    }
}
