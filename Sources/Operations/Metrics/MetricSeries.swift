/// One line, or for a histogram one block of lines, of a metric.
enum MetricSeries: Sendable {
    case counter(PrometheusCounter)
    case gauge(PrometheusGauge)
    case histogram(PrometheusHistogram)
    /// A value that is asked for when the metrics are read.
    case reading(@Sendable () -> Double)

    /// The object that swift-metrics knows the series by.
    var handler: ObjectIdentifier? {
        switch self {
        case .counter(let counter): ObjectIdentifier(counter)
        case .gauge(let gauge): ObjectIdentifier(gauge)
        case .histogram(let histogram): ObjectIdentifier(histogram)
        case .reading: nil
        }
    }
}
