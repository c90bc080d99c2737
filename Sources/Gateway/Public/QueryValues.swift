import Hummingbird
import Model

/// The known parameters of a query; unknown ones are ignored (contract §1).
struct QueryValues: Sendable {
    private var values: [String: String] = [:]

    /// Reads the known parameters.
    ///
    /// - Throws: `LecternError` `invalid` when a known one is given twice, or the query does not decode.
    init(_ request: Request, known: Set<String>) throws(LecternError) {
        guard let text = request.uri.query else { return }
        guard let pairs = PercentCoding.query(text) else { throw .invalid("The query is not valid UTF-8") }
        for (name, value) in pairs where known.contains(name) {
            guard values.updateValue(value, forKey: name) == nil else { throw .invalid("\(name) must be given once") }
        }
    }

    subscript(name: String) -> String? { values[name] }

    /// A parameter that is `true` or `false`.
    ///
    /// - Throws: `LecternError` `invalid` for any other value.
    func boolean(_ name: String, default usual: Bool) throws(LecternError) -> Bool {
        switch values[name] {
        case nil: usual
        case "true": true
        case "false": false
        default: throw .invalid("\(name) must be true or false")
        }
    }
}
