import Model
import Testing

/// An answer that was read to its end.
struct Answer: Sendable {
    let status: Int
    let headers: Fields
    let body: [UInt8]

    /// Header fields by name, in any case.
    struct Fields: Sendable {
        var list: [(name: String, value: String)] = []

        subscript(name: String) -> [String] {
            list.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
        }
    }

    var text: String { String(decoding: body, as: UTF8.self) }

    func json() throws -> JSONNode { try JSONParser.parse(body) }

    func member(_ name: String) throws -> String {
        try #require(try json()[name]?.string, "no \(name) in \(status) \(text)")
    }
}

/// The methods that tests use.
enum Method: String {
    case get, post, put

    var text: String { rawValue.uppercased() }
}

/// Sends a request over a connection of its own and reads the answer.
func ask(
    _ method: Method,
    _ url: String,
    bearer: String? = nil,
    headers: [String: String] = [:],
    _ body: String? = nil
) async throws -> Answer {
    let parts = url.split(separator: "/", maxSplits: 2)
    let port = try #require(parts[1].split(separator: ":").last.flatMap { Int($0) })
    let target = parts.count > 2 ? "/\(parts[2])" : "/"
    let request = rawRequest(
        method.text,
        target,
        bearer: bearer,
        headers: headers.map { "\($0.key): \($0.value)" },
        body: body
    )
    return try await blocking {
        let connection = try RawConnection(port: port)
        connection.send(request)
        return try #require(try connection.answer(), "the server closed without an answer")
    }
}
