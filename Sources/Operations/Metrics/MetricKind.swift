/// What a metric is, by the word of its `# TYPE` line.
enum MetricKind: String, Sendable {
    case counter
    case gauge
    case histogram
}
