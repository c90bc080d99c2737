import Model

/// The fields of a form or query, each name at most once (LTI rule E3).
public struct FormFields: Sendable {
    private let values: [String: String]

    /// Takes decoded pairs of a query, a body, or both.
    ///
    /// - Throws: ``LaunchRefusal`` `duplicate_field` when a name repeats.
    public init(_ pairs: [(name: String, value: String)]) throws(LaunchRefusal) {
        var values: [String: String] = [:]
        for (name, value) in pairs {
            guard values.updateValue(value, forKey: name) == nil else { throw .duplicateField }
        }
        self.values = values
    }

    /// The value of a field, which may be empty.
    public subscript(name: String) -> String? { values[name] }

    /// The value of a field, unless it is absent or empty.
    func filled(_ name: String) -> String? {
        guard let value = values[name], !value.isEmpty else { return nil }
        return value
    }

    /// The pairs as the text of a query or form.
    static func encode(_ pairs: [(name: String, value: String)]) -> String {
        pairs.map { "\(PercentCoding.encode($0.name))=\(PercentCoding.encode($0.value))" }.joined(separator: "&")
    }
}
