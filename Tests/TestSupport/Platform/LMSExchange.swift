import Model

/// A request to a platform.
struct LMSRequest: Sendable {
    let method: String
    let path: String
    let query: [(name: String, value: String)]
    let headers: [(name: String, value: String)]
    let body: [UInt8]

    /// The values of a header.
    subscript(header name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    func query(_ name: String) -> String? { query.first { $0.name == name }?.value }

    /// The fields of the query and of a form.
    var fields: [(name: String, value: String)] {
        let isForm = self[header: "Content-Type"]?.hasPrefix("application/x-www-form-urlencoded") ?? false
        return query + (isForm ? PercentCoding.query(String(decoding: body, as: UTF8.self)) ?? [] : [])
    }

    func field(_ name: String) -> String? { fields.first { $0.name == name }?.value }

    /// The segments of the path, decoded.
    var segments: [String] {
        path.split(separator: "/").map { PercentCoding.decode($0) ?? String($0) }
    }
}

/// An answer of a platform.
struct LMSAnswer: Sendable {
    enum Kind: Sendable { case bytes([UInt8]), silence, huge }

    var status = 200
    var headers: [(name: String, value: String)] = []
    var kind = Kind.bytes([])

    static func text(_ status: Int, _ text: String, type: String = "text/plain") -> LMSAnswer {
        LMSAnswer(status: status, headers: [("Content-Type", type)], kind: .bytes(Array(text.utf8)))
    }

    static func json(_ status: Int, _ text: String, type: String = "application/json") -> LMSAnswer {
        .text(status, text, type: type)
    }

    static func json(_ text: String, type: String = "application/json") -> LMSAnswer { .text(200, text, type: type) }

    static func html(_ text: String) -> LMSAnswer { .text(200, text, type: "text/html; charset=utf-8") }
}
