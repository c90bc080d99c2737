import HTTPTypes
import Hummingbird

/// The cookies of a request, by name (RFC 6265 §4.2).
struct RequestCookies: Sendable {
    /// More cookies than this are not looked at.
    private static let limit = 200

    private let values: [String: String]

    /// Reads the header, which may be there several times; of cookies with one name the first counts.
    init(_ headers: HTTPFields) {
        var values: [String: String] = [:]
        for header in headers[values: .cookie] {
            for pair in header.split(separator: ";") where values.count < Self.limit {
                let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2 else { continue }
                let name = parts[0].drop { $0 == " " }
                if values[String(name)] == nil { values[String(name)] = String(parts[1]) }
            }
        }
        self.values = values
    }

    /// The value of a cookie.
    subscript(name: String) -> String? { values[name] }

    /// The cookies whose names begin with a text.
    func named(_ prefix: String) -> [(name: String, value: String)] {
        values.filter { $0.key.hasPrefix(prefix) }.map { ($0.key, $0.value) }
    }
}
