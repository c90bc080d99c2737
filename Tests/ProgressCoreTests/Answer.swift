import Model

/// What the core answered, with its JSON at hand.
struct Answer: Sendable {
    let status: Int
    let entityTag: String?
    let retryAfterSeconds: Int?
    /// The body as it would go out.
    let text: String
    let json: JSONNode

    init(_ response: CoreResponse) throws {
        status = response.status
        entityTag = response.entityTag
        retryAfterSeconds = response.retryAfterSeconds
        text = String(decoding: response.body, as: UTF8.self)
        json = try JSONParser.parse(response.body)
    }

    /// The value at a dotted path, list positions included (`attempts.0.id`).
    subscript(path: String) -> JSONNode? {
        path.split(separator: ".").reduce(Optional(json)) { node, step in
            guard let node, let index = Int(step) else { return node?[String(step)] }
            guard let elements = node.elements, elements.indices.contains(index) else { return nil }
            return elements[index]
        }
    }

    /// The exact text at a path; nil where there is nothing.
    func raw(_ path: String) -> String? { self[path]?.textString }

    func string(_ path: String) -> String? { self[path]?.string }

    func number(_ path: String) -> Double? { self[path]?.number }

    /// The member names of an object, in order.
    func names(_ path: String = "") -> [String]? { self[path]?.members?.map(\.name) }

    /// The problems of a list of field errors as `field CODE`, in order (rule E1).
    var problems: [String] {
        (json.elements ?? []).map { entry in
            "\(entry["metadata"]?["field"]?.string ?? "?") \(entry["id"]?.string ?? "?")"
        }
    }
}
