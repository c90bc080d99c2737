import Model
import Storage

extension AllowedOrigins {
    /// The list as it is stored: a JSON array, or null for any.
    var stored: SQLValue {
        guard let texts else { return .null }
        var json = JSONWriter()
        json.array { json in
            for text in texts { json.string(text) }
        }
        return .text(json.text)
    }

    /// Reads what was ``stored``.
    static func read(_ column: Int, of row: any SQLRow) throws -> AllowedOrigins {
        guard let stored = row.optionalText(column) else { return .any }
        do {
            let elements = try JSONParser.parse(stored).elements ?? []
            return try AllowedOrigins(elements.map { $0.string ?? "" })
        } catch {
            // Never taken for a list that allows everybody.
            throw StorageError.corrupt("unreadable allowed origins")
        }
    }
}
