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

    /// How many rows of a table the condition leaves.
    func count(in table: String, _ connection: any SQLConnection) throws -> Int {
        try connection.first("SELECT count(*) FROM \(table) WHERE \(sql)", parameters) { Int($0.integer(0)) } ?? 0
    }

    /// The end of a query for one page of what the condition leaves, and the parameters of the whole query.
    func page(limit: Int, offset: Int) -> (sql: String, parameters: [SQLValue]) {
        let first = parameters.count + 1
        return ("LIMIT ?\(first) OFFSET ?\(first + 1)", parameters + [.integer(limit), .integer(offset)])
    }
}
