import Credentials
import Model

/// The choice of content (deep linking).
extension LMS {
    private static let dl = "https://purl.imsglobal.org/spec/lti-dl/claim/"

    /// What a request for content says, with data of its own that must come back.
    func deepLinkingClaim() -> JSONObject {
        let data = with { state in
            let number = state.next()
            let data = #"opaque "data" & / é \#(number)"#
            state.choiceData[data] = ""
            return data
        }
        var claim = JSONObject([
            ("accept_types", #"["ltiResourceLink","link"]"#),
            ("accept_presentation_document_targets", #"["iframe","window"]"#), ("accept_multiple", "true"),
            ("accept_lineitem", "true"), ("auto_create", "false"),
        ])
        claim.set("deep_link_return_url", "\(base)/deep-linking/return?course=1")
        claim.set("data", data)
        return claim
    }

    /// `/deep-linking/return`.
    func takeChoice(_ request: LMSRequest) async -> LMSAnswer {
        count(.deepLinking)
        guard request.method == "POST", request.query("course") == "1", let text = request.field("JWT"),
            let token = PlatformJWS(text), let client = with({ $0.clients[token.payload["iss"]?.string ?? ""] })
        else { return refuse("deep linking: no answer of a known tool") }
        guard await isSigned(token, by: client) else { return refuse("deep linking: not signed by the tool") }
        if let problem = problem(token.payload, client) { return refuse("deep linking: \(problem)") }
        let items = token.payload[Self.dl + "content_items"]?.elements ?? []
        let choice = LMSChoice(
            client: client.id,
            deployment: token.payload[TokenDraft.lti + "deployment_id"]?.string ?? "",
            items: items.map(\.textString),
            urls: items.compactMap { $0["url"]?.string },
            message: token.payload[Self.dl + "msg"]?.string,
            payload: token.payload.textString
        )
        with { $0.choices.append(choice) }
        let links = items.map { "<li>\(HTMLText.escape($0["title"]?.string ?? $0["url"]?.string ?? ""))</li>" }
        return .html(
            "<!doctype html><html lang=\"en\"><title>Course</title><h1>Added</h1><ul>\(links.joined())</ul></html>"
        )
    }

    private func problem(_ claims: JSONNode, _ client: LMSClient) -> String? {
        let audience = claims["aud"]
        guard audience?.string == issuer || audience?.elements?.map(\.string) == [issuer] else { return "wrong aud" }
        guard let issued = claims["iat"]?.number, let expires = claims["exp"]?.number,
            abs(issued - Double(second)) <= 60, expires > Double(second), expires - issued <= 600
        else { return "it lives too long, or at another time" }
        guard let nonce = claims["nonce"]?.string, with({ $0.assertions.insert(nonce).inserted }) else {
            return "nonce is missing or was used"
        }
        guard claims[TokenDraft.lti + "message_type"]?.string == "LtiDeepLinkingResponse",
            claims[TokenDraft.lti + "version"]?.string == "1.3.0"
        else { return "not a deep linking answer" }
        guard let deployment = claims[TokenDraft.lti + "deployment_id"]?.string,
            client.deployments.contains(deployment)
        else { return "wrong deployment" }
        guard let items = claims[Self.dl + "content_items"]?.elements, items.allSatisfy({ $0["type"]?.string != nil })
        else { return "no list of items" }
        if let data = claims[Self.dl + "data"] {
            guard let text = data.string, with({ $0.choiceData.removeValue(forKey: text) }) != nil else {
                return "the data are not those of a request, or were used"
            }
        }
        return nil
    }
}
