/// Writes metrics in the Prometheus text format, version 0.0.4.
struct PrometheusText: Sendable {
    /// What was written so far.
    private(set) var bytes: [UInt8] = []

    /// Writes one metric with all its series, in the order of their labels.
    mutating func append(_ name: String, _ family: MetricFamily) {
        append("# HELP \(name) \(Self.escapedHelp(family.help))\n# TYPE \(name) \(family.kind.rawValue)\n")
        for (labels, series) in family.series.sorted(by: { $0.key < $1.key }) {
            switch series {
            case .counter(let counter): sample(name, labels, counter.value)
            case .gauge(let gauge): sample(name, labels, gauge.value)
            case .reading(let read): sample(name, labels, read())
            case .histogram(let histogram): append(name, labels, histogram)
            }
        }
    }

    private mutating func append(_ name: String, _ labels: MetricLabels, _ histogram: PrometheusHistogram) {
        let observed = histogram.observations
        let separator = labels.text.isEmpty ? "" : ","
        var total: UInt64 = 0
        for (index, count) in observed.counts.enumerated() {
            total += count
            let bound = index < histogram.bounds.count ? histogram.bounds[index] : .infinity
            append("\(name)_bucket{\(labels.text)\(separator)le=\"\(Self.text(bound))\"} \(total)\n")
        }
        sample(name + "_sum", labels, observed.sum)
        sample(name + "_count", labels, Double(total))
    }

    private mutating func sample(_ name: String, _ labels: MetricLabels, _ value: Double) {
        append(name)
        if !labels.text.isEmpty { append("{\(labels.text)}") }
        append(" \(Self.text(value))\n")
    }

    private mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    /// A number as the format spells it, whole ones without a fraction.
    static func text(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        if value.rounded() == value, abs(value) < 1e15 { return String(Int(value)) }
        return value.description
    }

    private static func escapedHelp(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
