import Credentials
import Model

/// The token endpoint, and what the services check of its tokens.
extension LMS {
    private static let assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

    func giveToken(_ request: LMSRequest) async -> LMSAnswer {
        count(.token)
        if let failure = failure(\.token) { return failure }
        guard request.method == "POST", request.field("grant_type") == "client_credentials",
            request.field("client_assertion_type") == Self.assertionType, let text = request.field("client_assertion"),
            let scope = request.field("scope")
        else { return refuse("token: not a client_credentials request") }
        guard let assertion = PlatformJWS(text), let id = assertion.payload["iss"]?.string,
            let client = with({ $0.clients[id] })
        else { return refuse("token: unknown client", status: 401) }
        if let problem = await problem(of: assertion, client) { return refuse("token: \(problem)", status: 401) }
        let scopes = scope.split(separator: " ").map(String.init)
        guard scopes.allSatisfy({ Self.scopes.contains($0) }) else {
            with { $0.problems.append("token: unknown scope \(scope)") }
            return .json(400, #"{"error":"invalid_scope"}"#)
        }
        return answer(id, scopes)
    }

    static let scopes = [
        "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem",
        "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem.readonly",
        "https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly",
        "https://purl.imsglobal.org/spec/lti-ags/scope/score",
        "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly",
    ]

    private func answer(_ client: String, _ scopes: [String]) -> LMSAnswer {
        let (token, form) = with { state in
            let token = "access-\(state.next())"
            state.access[token] = LMSAccess(client: client, scopes: scopes, expiresAt: second + 3_600)
            return (token, state.behaviour.tokenForm)
        }
        var object = JSONObject([("token_type", #""Bearer""#)])
        object.set("access_token", token)
        object["expires_in"] = form == .expiresInText ? #""3600""# : "3600"
        object.set("scope", scopes.joined(separator: " "))
        return .json(object.text, type: form == .textHTML ? "text/html; charset=utf-8" : "application/json")
    }

    /// What is wrong with a client assertion; nil for nothing.
    private func problem(of assertion: PlatformJWS, _ client: LMSClient) async -> String? {
        let claims = assertion.payload
        guard assertion.header["alg"]?.string == "RS256", assertion.header["typ"]?.string == "JWT" else {
            return "not an RS256 JWT"
        }
        guard claims["sub"]?.string == client.id else { return "sub is not the client" }
        guard claims["aud"]?.string == base + "/token" else { return "aud is not the token endpoint" }
        guard let issued = claims["iat"]?.number, let expires = claims["exp"]?.number,
            abs(issued - Double(second)) <= 60, expires > Double(second), expires - issued <= 300
        else { return "it lives too long, or at another time" }
        guard let id = claims["jti"]?.string, with({ $0.assertions.insert(id).inserted }) else {
            return "jti is missing or was used"
        }
        return await isSigned(assertion, by: client) ? nil : "the signature is not of the tool's key set"
    }

    /// Whether a tool has signed with a key that it publishes.
    func isSigned(_ token: PlatformJWS, by client: LMSClient) async -> Bool {
        let web = with { $0.client }
        guard let id = token.header["kid"]?.string, let answer = try? await web.send("GET", client.keySetURL),
            answer.status == 200, let keys = try? answer.json()["keys"]?.elements
        else { return false }
        return keys.contains { node in
            guard node["kid"]?.string == id, let key = RSAPublicKey(jwk: node) else { return false }
            return token.isSigned(by: key)
        }
    }

    /// What a service answers to a request without a good token for one of the scopes; nil to go on.
    func denial(_ request: LMSRequest, _ scopes: [String]) -> LMSAnswer? {
        let bearer = request[header: "Authorization"] ?? ""
        let access = with { $0.access[String(bearer.dropFirst("Bearer ".count))] }
        guard bearer.hasPrefix("Bearer "), let access, access.expiresAt > second else {
            return .json(401, #"{"error":"invalid_token"}"#)
        }
        guard scopes.contains(where: { scope in access.scopes.contains { $0.hasSuffix("/scope/\(scope)") } }) else {
            return refuse("\(request.method) \(request.path): the token is not for this", status: 403)
        }
        return nil
    }
}
