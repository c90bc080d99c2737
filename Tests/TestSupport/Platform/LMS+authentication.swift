import Model

/// The auth endpoint, which takes nothing but exactly what LTI asks for.
extension LMS {
    private static let constants = [
        ("scope", "openid"), ("response_type", "id_token"), ("response_mode", "form_post"), ("prompt", "none"),
        ("tenant", "1"),
    ]

    func authenticate(_ request: LMSRequest) -> LMSAnswer {
        count(.authentication)
        let fields = request.fields
        for (name, value) in Self.constants where fields.filter({ $0.name == name }).map(\.value) != [value] {
            return refuse("auth: \(name) is not \(value)")
        }
        guard Set(fields.map(\.name)).count == fields.count else { return refuse("auth: a field is there twice") }
        guard let hint = request.field("login_hint"), let message = with({ $0.launches[hint] }) else {
            return refuse("auth: the login_hint was changed")
        }
        guard let number = hint.split(separator: " ").last.flatMap({ Int($0) }),
            request.field("lti_message_hint") == Self.messageHint(number, message)
        else { return refuse("auth: the lti_message_hint was changed") }
        guard let id = request.field("client_id"), let client = with({ $0.clients[id] }) else {
            return refuse("auth: unknown client")
        }
        guard let uri = request.field("redirect_uri"), client.redirectURIs.contains(uri) else {
            return refuse("auth: unknown redirect_uri \(request.field("redirect_uri") ?? "")")
        }
        guard let state = request.field("state"), let nonce = request.field("nonce"), state.utf8.count >= 22,
            nonce.utf8.count >= 22, state != nonce
        else { return refuse("auth: state or nonce are too short, or the same") }
        if let denial = with({ $0.behaviour.denial }) {
            return Self.form(uri, [("error", denial), ("error_description", "It was denied."), ("state", state)])
        }
        var signed = message
        signed.client = id
        var draft = draft(signed, nonce: nonce)
        message.change(&draft)
        return Self.form(uri, [("state", state), ("id_token", draft.token)])
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
        let answer = authenticate(request)
        guard answer.status == 200, case .bytes(let bytes) = answer.kind,
            let form = WebForm.all(in: String(decoding: bytes, as: UTF8.self)).first
        else { throw LaunchDriver.Failure(description: "the login does not fit: \(problems.last ?? "")") }
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
