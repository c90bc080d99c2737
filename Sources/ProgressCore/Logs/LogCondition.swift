import Model
import Storage

/// A condition on log rows, put together from parts that must all hold.
struct LogCondition {
    private var parts: [String] = []
    private(set) var parameters: [SQLValue] = []

    /// The text after `WHERE`.
    var sql: String { parts.isEmpty ? "1 = 1" : parts.joined(separator: " AND ") }

    /// Adds a part; each `?` in it stands for the next of the values.
    mutating func add(_ sql: String, _ values: SQLValue...) {
        var text = ""
        var remaining = values[...]
        for character in sql {
            guard character == "?", let value = remaining.popFirst() else {
                text.append(character)
                continue
            }
            parameters.append(value)
            text += "?\(parameters.count)"
        }
        parts.append("(\(text))")
    }

    /// The placeholders of further values, for what comes after the condition.
    func further(_ values: [SQLValue]) -> (first: Int, parameters: [SQLValue]) {
        (parameters.count + 1, parameters + values)
    }
}
