import Model

/// The members of a course (names and roles service).
extension LMS {
    private static let type = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"

    /// `/courses/{context}/memberships`.
    func memberships(_ request: LMSRequest, context: String) -> LMSAnswer {
        count(.roster)
        if let failure = failure(\.roster) { return failure }
        if let denial = denial(request, ["contextmembership.readonly"]) { return denial }
        guard request[header: "Accept"]?.contains(Self.type) ?? false else {
            return refuse("roster: no handler found for \(request[header: "Accept"] ?? "nothing")")
        }
        guard request.query("v") == "2" else { return refuse("roster: the query was lost") }
        let since = Int(request.query("since") ?? "")
        let (all, size, change) = with { state in
            (state.members[context] ?? [], state.behaviour.pageSize, state.counter)
        }
        // Who has left is in lists of differences alone.
        let listed = all.filter { member in
            since.map { member.change > $0 } ?? (member.status != "Deleted")
                && (request.query("role").map { role in member.roles.contains { $0.hasSuffix(role) } } ?? true)
        }
        let limit = min(Int(request.query("limit") ?? "") ?? size, size)
        let from = Int(request.query("from") ?? "") ?? 0
        var body = JSONObject()
        body.set("id", "\(base)\(request.path)")
        body["context"] = #"{"id":\#(JSONObject.quoted(context)),"label":"M1","title":"Maths"}"#
        body["members"] = JSONObject.array(listed.dropFirst(from).prefix(limit).map { json($0) })
        var answer = LMSAnswer.json(body.text, type: Self.type)
        let query = request.query.filter { $0.name != "from" }
        let isLast = listed.count <= from + limit
        let added = isLast ? (name: "since", value: "\(change)") : (name: "from", value: "\(from + limit)")
        let rest = isLast ? query.filter { $0.name != "since" } : query
        let url = "\(base)\(request.path)?\(WebForm.encode(rest + [added]))"
        answer.headers.append(("Link", "<\(url)>; rel=\"\(isLast ? "differences" : "next")\""))
        return answer
    }

    private func json(_ member: LMSMember) -> String {
        var object = JSONObject([("roles", JSONObject.list(member.roles))])
        object.set("user_id", member.user)
        object.set("status", member.status)
        object.set("name", member.name)
        if !member.groups.isEmpty {
            object["group_enrollments"] = JSONObject.array(
                member.groups.map { #"{"group_id":\#(JSONObject.quoted($0))}"# }
            )
        }
        return object.text
    }
}
