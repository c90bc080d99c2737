import Model

/// The auth endpoint, which takes nothing but exactly what LTI asks for.
extension LMS {
    private static let constants = [
        ("scope", "openid"), ("response_type", "id_token"), ("response_mode", "form_post"), ("prompt", "none"),
        ("tenant", "1"),
    ]

    /// What is sent to the tool, or why nothing is.
    private enum Authentication {
        case form(WebForm)
        case refused(LMSAnswer)
    }

    func authenticate(_ request: LMSRequest) -> LMSAnswer {
        switch authentication(request) {
        case .form(let form): Self.form(form.action, form.fields)
        case .refused(let answer): answer
        }
    }

    private func authentication(_ request: LMSRequest) -> Authentication {
        count(.authentication)
        let fields = request.fields
        for (name, value) in Self.constants where fields.filter({ $0.name == name }).map(\.value) != [value] {
            return .refused(refuse("auth: \(name) is not \(value)"))
        }
        guard Set(fields.map(\.name)).count == fields.count else {
            return .refused(refuse("auth: a field is there twice"))
        }
        guard let hint = request.field("login_hint"), let message = with({ $0.launches[hint] }) else {
            return .refused(refuse("auth: the login_hint was changed"))
        }
        guard let number = hint.split(separator: " ").last.flatMap({ Int($0) }),
            request.field("lti_message_hint") == Self.messageHint(number, message)
        else { return .refused(refuse("auth: the lti_message_hint was changed")) }
        guard let id = request.field("client_id"), let client = with({ $0.clients[id] }) else {
            return .refused(refuse("auth: unknown client"))
        }
        guard let uri = request.field("redirect_uri"), client.redirectURIs.contains(uri) else {
            return .refused(refuse("auth: unknown redirect_uri \(request.field("redirect_uri") ?? "")"))
        }
        guard let state = request.field("state"), let nonce = request.field("nonce"), state.utf8.count >= 22,
            nonce.utf8.count >= 22, state != nonce
        else { return .refused(refuse("auth: state or nonce are too short, or the same")) }
        if let denial = with({ $0.behaviour.denial }) {
            let fields = [("error", denial), ("error_description", "It was denied."), ("state", state)]
            return .form(WebForm(action: uri, method: "POST", fields: fields))
        }
        var signed = message
        signed.client = id
        var draft = draft(signed, nonce: nonce)
        message.change(&draft)
        return .form(WebForm(action: uri, method: "POST", fields: [("state", state), ("id_token", draft.token)]))
    }

    /// A page whose form submits itself.
    static func form(_ action: String, _ fields: [(name: String, value: String)], target: String? = nil) -> LMSAnswer {
        let inputs = fields.map {
            #"<input type="hidden" name="\#($0.name)" value="\#(HTMLText.escape($0.value))">"#
        }
        let window = target.map { #" target="\#($0)""# } ?? ""
        return .html(
            """
            <!doctype html><html lang="en"><title>Signing in</title>
            <form method="post" action="\(HTMLText.escape(action))"\(window)>\(inputs.joined())</form>
            <script>document.forms[0].submit()</script></html>
            """
        )
    }

    /// What the auth endpoint answers to a browser that is sent to this URL, without a request over the wire.
    package func sign(_ location: String) throws -> WebForm {
        let address = WebAddress(location)
        let request = LMSRequest(
            method: "GET",
            path: address?.path ?? "",
            query: PercentCoding.query(address?.query ?? "") ?? [],
            headers: [],
            body: []
        )
        guard case .form(let form) = authentication(request) else {
            throw LaunchDriver.Failure(description: "the login does not fit: \(problems.last ?? "")")
        }
        return form
    }

    // MARK: Key set

    func keySet(_ request: LMSRequest) -> LMSAnswer {
        count(.keySet)
        if let failure = failure(\.keys) { return failure }
        let keys = with { $0.otherKeys + $0.keys.map(\.jwk) }
        return .json(JSONObject([("keys", JSONObject.array(keys))]).text)
    }
}
