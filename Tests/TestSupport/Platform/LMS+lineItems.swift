import Model

/// The columns of the gradebook (assignment and grade services).
extension LMS {
    private static let itemType = "application/vnd.ims.lis.v2.lineitem+json"
    private static let listType = "application/vnd.ims.lis.v2.lineitemcontainer+json"

    /// What a launch says of the grade services; a link of the platform's own has a column from its first launch on.
    func gradeClaim(_ message: LaunchMessage) -> String? {
        guard message.grades != .none else { return nil }
        var claim = JSONObject([("scope", JSONObject.list(Array(Self.scopes.prefix(4))))])
        claim.set("lineitems", "\(base)/courses/\(message.context)/lineitems?type_id=2")
        guard message.grades == .lineItem else { return claim.text }
        let id = with { state in
            if let found = state.lineItems.first(where: {
                $0.context == message.context && $0.resourceLink == message.link
            }) {
                return found.id
            }
            let item = LMSLineItem(
                id: state.next(),
                context: message.context,
                label: message.linkTitle,
                scoreMaximum: "100",
                resourceLink: message.link,
                isOfTool: false
            )
            state.lineItems.append(item)
            return item.id
        }
        claim.set("lineitem", url(id, message.context))
        return claim.text
    }

    /// The id of a column: a URL with a query, as Moodle's are.
    func url(_ id: Int, _ context: String) -> String {
        "\(base)/courses/\(context)/lineitems/\(id)/lineitem?type_id=2"
    }

    private func json(_ item: LMSLineItem) -> String {
        var object = JSONObject([("scoreMaximum", item.scoreMaximum)])
        object.set("id", url(item.id, item.context))
        object.set("label", item.label)
        object.set("resourceLinkId", item.resourceLink)
        object.set("resourceId", item.resource)
        object.set("tag", item.tag)
        return object.text
    }

    /// `/courses/{context}/lineitems`.
    func lineItems(_ request: LMSRequest, context: String) -> LMSAnswer {
        count(.lineItems)
        if let failure = failure(\.grades) { return failure }
        let isCreation = request.method == "POST"
        if let denial = denial(request, isCreation ? ["lineitem"] : ["lineitem", "lineitem.readonly"]) {
            return denial
        }
        guard request.query("type_id") == "2" else { return refuse("line items: the query was lost") }
        return isCreation ? create(request, context) : list(request, context)
    }

    private func list(_ request: LMSRequest, _ context: String) -> LMSAnswer {
        guard request[header: "Accept"]?.contains(Self.listType) ?? false else {
            return refuse("line items: no handler found for \(request[header: "Accept"] ?? "nothing")")
        }
        let found = lineItems.filter { item in
            item.context == context && (request.query("resource_link_id").map { $0 == item.resourceLink } ?? true)
                && (request.query("resource_id").map { $0 == item.resource } ?? true)
                && (request.query("tag").map { $0 == item.tag } ?? true)
        }
        // Two on a page whatever is asked for, so that paging happens.
        let size = min(Int(request.query("limit") ?? "") ?? 2, 2)
        let from = Int(request.query("from") ?? "") ?? 0
        var answer = LMSAnswer.json(
            JSONObject.array(found.dropFirst(from).prefix(size).map { json($0) }),
            type: Self.listType
        )
        if found.count > from + size {
            let query = request.query.filter { $0.name != "from" } + [(name: "from", value: "\(from + size)")]
            // As Moodle writes it: with the & escaped as in a page.
            let url = "\(base)\(request.path)?\(WebForm.encode(query))".replacing("&", with: "&amp;")
            answer.headers.append(("Link", "<\(url)>; rel=\"next\""))
        }
        return answer
    }

    private func create(_ request: LMSRequest, _ context: String) -> LMSAnswer {
        guard request[header: "Content-Type"]?.hasPrefix(Self.itemType) ?? false else {
            return refuse("line item: wrong media type")
        }
        guard let body = try? JSONParser.parse(request.body), let label = body["label"]?.string, !label.isEmpty,
            let maximum = body["scoreMaximum"]?.number, maximum > 0
        else { return refuse("line item: no label or no scoreMaximum") }
        let item = with { state in
            let item = LMSLineItem(
                id: state.next(),
                context: context,
                label: label,
                scoreMaximum: body["scoreMaximum"]?.textString ?? "1",
                resourceLink: body["resourceLinkId"]?.string,
                resource: body["resourceId"]?.string,
                tag: body["tag"]?.string,
                isOfTool: true
            )
            state.lineItems.append(item)
            return item
        }
        return .json(201, json(item), type: Self.itemType)
    }

    /// `/courses/{context}/lineitems/{id}/lineitem`.
    func lineItem(_ request: LMSRequest, context: String, id: Int) -> LMSAnswer {
        count(.lineItems)
        if let failure = failure(\.grades) { return failure }
        if let denial = denial(request, request.method == "GET" ? ["lineitem", "lineitem.readonly"] : ["lineitem"]) {
            return denial
        }
        guard let item = lineItems.first(where: { $0.id == id && $0.context == context }) else {
            return .json(404, #"{"error":"no such line item"}"#)
        }
        switch request.method {
        case "GET": return .json(json(item), type: Self.itemType)
        case "DELETE":
            with { $0.lineItems.removeAll { $0.id == id } }
            return LMSAnswer(status: 204)
        default: return refuse("line item: \(request.method) is not for tools here", status: 405)
        }
    }
}
