/// Pages for browsers: a course that frames the tool, with or without storage for it.
extension LMS {
    /// `/course`: frames a launch; its query says of whom and of what, as ``message(of:)`` reads it.
    ///
    /// `offer=storage` answers the messages of platform storage and says so in the login.
    func course(_ request: LMSRequest) -> LMSAnswer {
        let offersStorage = request.query("offer") == "storage"
        let frame = "/begin?\(WebForm.encode(request.query))"
        return .html(
            """
            <!doctype html><html lang="en"><meta charset="utf-8"><title>A course</title>
            <link rel="icon" href="data:,">
            <h1>A course</h1>
            <iframe id="tool" name="tool" title="The tool" width="1000" height="700"
              allow="fullscreen" src="\(HTMLText.escape(frame))"></iframe>
            <script>
            window.heard = [];
            const stored = new Map();
            addEventListener("message", (event) => {
              const { subject, message_id, key, value } = event.data ?? {};
              if (typeof subject !== "string" || !subject.startsWith("lti.")) return;
              heard.push({ subject, key, origin: event.origin });
              if (!\(offersStorage)) return;
              const answer = { subject: `${subject}.response`, message_id };
              const slot = JSON.stringify([event.origin, key]);
              if (subject === "lti.capabilities") {
                answer.supported_messages = ["lti.capabilities", "lti.put_data", "lti.get_data"]
                  .map((each) => ({ subject: each }));
              } else if (subject === "lti.put_data") {
                if (value === null || value === undefined) stored.delete(slot); else stored.set(slot, value);
                Object.assign(answer, { key, value });
              } else if (subject === "lti.get_data") {
                Object.assign(answer, { key, value: stored.get(slot) ?? null });
              } else {
                answer.error = { code: "unsupported_subject", message: "No such message" };
              }
              event.source.postMessage(answer, event.origin);
            });
            </script></html>
            """
        )
    }

    /// `/begin`: sends the browser to the tool's login.
    func beginPage(_ request: LMSRequest) -> LMSAnswer {
        var message = message(of: request)
        if request.query("offer") == "storage" { message.storageTarget = "_parent" }
        guard let url = loginURL(of: message.client) else { return refuse("begin: no tool is registered") }
        return Self.form(url, begin(message), target: request.query("window"))
    }

    /// Reads a launch: `target`, `user`, `name`, `role=teacher`, `context`, `link`, `kind=deepLinking`, `grades`.
    private func message(of request: LMSRequest) -> LaunchMessage {
        var message = message(request.query("target") ?? "")
        if let client = request.query("client") {
            message.client = client
            message.deployment = with { $0.clients[client]?.deployments.first } ?? "1"
        }
        message.user = request.query("user") ?? message.user
        message.name = request.query("name") ?? message.name
        message.context = request.query("context") ?? message.context
        message.link = request.query("link") ?? message.link
        message.linkTitle = request.query("title") ?? message.linkTitle
        if request.query("role") == "teacher" { message.roles = [LaunchMessage.instructor] }
        message.kind = request.query("kind").flatMap { LaunchMessage.Kind(rawValue: $0) } ?? .link
        message.grades = request.query("grades").flatMap { LaunchMessage.Grades(rawValue: $0) } ?? .lineItem
        return message
    }
}
