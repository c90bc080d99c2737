/// The labels of one series as the text format writes them between the braces: names sanitised and sorted, values
/// escaped.
struct MetricLabels: Hashable, Comparable, Sendable {
    /// `name="value",…`, empty when there are none.
    let text: String

    /// Takes labels in any order; of two with the same name the first wins, since a series may carry each name once.
    init(_ pairs: [(String, String)]) {
        guard !pairs.isEmpty else {
            text = ""
            return
        }
        var values: [String: String] = [:]
        for (name, value) in pairs {
            let name = MetricName.label(name)
            if values[name] == nil { values[name] = value }
        }
        text = values.sorted { $0.key < $1.key }
            .map { "\($0.key)=\"\(Self.escaped($0.value))\"" }
            .joined(separator: ",")
    }

    /// The labels with the same names that stand for all series beyond the bound of a metric.
    static func folded(_ pairs: [(String, String)]) -> MetricLabels {
        MetricLabels(pairs.map { ($0.0, "other") })
    }

    /// Orders series as they are rendered.
    static func < (left: MetricLabels, right: MetricLabels) -> Bool {
        left.text < right.text
    }

    private static func escaped(_ value: String) -> String {
        guard value.utf8.contains(where: { $0 == 0x5C || $0 == 0x22 || $0 == 0x0A }) else { return value }
        var escaped = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
