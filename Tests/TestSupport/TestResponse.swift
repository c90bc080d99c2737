package import Model

/// An answer as it came over the wire.
package struct TestResponse: Sendable {
    package let status: Int
    package let reason: String
    /// In the order of the wire.
    package let fields: [(name: String, value: String)]
    package let bytes: [UInt8]

    /// The body as text.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The values of a header, by its name in any case.
    package func values(_ name: String) -> [String] {
        fields.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }

    /// The only value of a header; nil when there is none, or more than one.
    package subscript(name: String) -> String? {
        let values = values(name)
        return values.count == 1 ? values[0] : nil
    }

    /// The body as JSON.
    package func json() throws -> JSONNode {
        try JSONParser.parse(bytes)
    }

    /// Status and body in one text, as error tables compare them.
    package var summary: String { "\(status) \(text)" }
}
