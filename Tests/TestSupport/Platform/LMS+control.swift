import Model

/// What tests that are no part of the process see and change.
extension LMS {
    /// `/control/state`.
    func stateText() -> String {
        var json = JSONWriter()
        with { state in
            json.object { json in
                json.name("requests")
                json.object { json in
                    for endpoint in LMSEndpoint.allCases {
                        json.name(endpoint.rawValue)
                        json.integer(state.requests[endpoint] ?? 0)
                    }
                }
                json.name("problems")
                json.array { json in for problem in state.problems { json.string(problem) } }
                json.name("grades")
                json.array { json in for grade in state.grades { Self.write(grade, to: &json) } }
                json.name("scores")
                json.array { json in for score in state.scores { json.json(JSONText(trusted: score.text)) } }
                json.name("choices")
                json.array { json in
                    for choice in state.choices { json.json(JSONText(trusted: JSONObject.array(choice.items))) }
                }
                json.name("lineItems")
                json.array { json in for item in state.lineItems { Self.write(item, to: &json) } }
            }
        }
        return json.text
    }

    private static func write(_ grade: LMSGrade, to json: inout JSONWriter) {
        json.object { json in
            json.name("lineItem")
            json.integer(grade.lineItem)
            json.name("user")
            json.string(grade.user)
            json.name("percent")
            json.number(grade.percent)
        }
    }

    private static func write(_ item: LMSLineItem, to json: inout JSONWriter) {
        json.object { json in
            json.name("id")
            json.integer(item.id)
            json.name("label")
            json.string(item.label)
            json.name("resource")
            json.string(item.resource)
            json.name("isOfTool")
            json.bool(item.isOfTool)
        }
    }

    /// `/control/{what}`: `tool`, `members` and `behaviour` change what the form says.
    func control(_ request: LMSRequest, _ what: String) -> LMSAnswer {
        switch (request.method, what) {
        case ("GET", "state"): return .json(stateText())
        case ("POST", "tool"):
            guard let id = request.field("client"), let tool = request.field("tool") else { return .text(400, "") }
            register(LMSClient(id, deployments: [request.field("deployment") ?? "1"], tool: tool))
            return .json(importFile(client: id))
        case ("POST", "members"):
            guard let user = request.field("user"), let context = request.field("context") else {
                return .text(400, "")
            }
            enrol(
                LMSMember(user, name: request.field("name"), roles: [request.field("role") ?? "Learner"]),
                in: context
            )
            return .json("{}")
        case ("POST", "behaviour"):
            for (name, value) in request.fields { behave { Self.set(name, value, &$0) } }
            return .json("{}")
        default: return .text(404, "")
        }
    }

    private static func set(_ name: String, _ value: String, _ behaviour: inout LMSBehaviour) {
        let mode: LMSBehaviour.Mode =
            switch value {
            case "fine": .fine
            case "silent": .silent
            case "html": .html
            case "huge": .huge
            default: Int(value).map { .status($0) } ?? .fine
            }
        switch name {
        case "keys": behaviour.keys = mode
        case "token": behaviour.token = mode
        case "grades": behaviour.grades = mode
        case "roster": behaviour.roster = mode
        case "product": behaviour.product = value
        case "denial": behaviour.denial = value.isEmpty ? nil : value
        default: break
        }
    }
}
