public import Metrics
import Synchronization

/// Keeps all metrics of the process and renders them for Prometheus.
///
/// Counters and gauges are updated without a lock; making one takes a lock and a look-up. Names are used as they are
/// given, with characters that the format forbids replaced by `_`, so a timer should be called `…_seconds` and a counter
/// `…_total`. Memory is bounded by code, never by requests: a metric has at most `seriesLimit` label sets, all further
/// ones share a single series whose label values are `other`; a registration that cannot be honoured (the name is taken
/// by another kind, too many names) gives a handler that is not rendered, and is counted in `metrics_rejected_total`.
public final class PrometheusRegistry: MetricsFactory, Sendable {
    /// How many metric names there may be; code needs a few dozen, so more means that a name was made from input.
    static let familyLimit = 1_000

    private let help: [String: String]
    private let buckets: [String: [Double]]
    private let seriesLimit: Int
    private let families = Mutex<[String: MetricFamily]>([:])
    private let rejected = PrometheusCounter()

    /// Makes an empty registry.
    ///
    /// - Parameters:
    ///   - help: texts of the `# HELP` lines by metric name; a metric without one shows the name it was made with.
    ///   - buckets: upper bounds by metric name, for timers in seconds; others have built-in ones, for timers
    ///     0.5 ms … 10 s.
    ///   - seriesLimit: how many distinct label sets a metric may have before further ones fold into `other`.
    public init(help: [String: String] = [:], buckets: [String: [Double]] = [:], seriesLimit: Int = 200) {
        self.help = Dictionary(help.map { (MetricName.metric($0.key), $0.value) }) { first, _ in first }
        self.buckets = Dictionary(buckets.map { (MetricName.metric($0.key), $0.value) }) { first, _ in first }
        self.seriesLimit = seriesLimit
    }

    /// All metrics in the Prometheus text format 0.0.4, sorted by name and labels.
    public func render() -> [UInt8] {
        // Values are read outside the lock, since a reading may run any code.
        let families = families.withLock { $0 }
        var text = PrometheusText()
        for (name, family) in families.sorted(by: { $0.key < $1.key }) {
            text.append(name, family)
        }
        return text.bytes
    }

    // MARK: - Read when rendered

    /// Registers a gauge whose value is asked for at each ``render()``.
    ///
    /// A second registration with the same name and labels takes the place of the first.
    ///
    /// - Parameters:
    ///   - name: the metric's name.
    ///   - help: the text of its `# HELP` line.
    ///   - labels: names and values that tell this series from others of the metric.
    ///   - read: gives the value; it must be quick and must not wait.
    public func onRender(
        _ name: String,
        help: String,
        labels: [(String, String)] = [],
        _ read: @escaping @Sendable () -> Double
    ) {
        register(name, .gauge, help: help, labels: labels, read)
    }

    /// Registers a counter whose value is asked for at each ``render()``.
    ///
    /// A second registration with the same name and labels takes the place of the first.
    ///
    /// - Parameters:
    ///   - name: the metric's name.
    ///   - help: the text of its `# HELP` line.
    ///   - labels: names and values that tell this series from others of the metric.
    ///   - read: gives the value, which never falls; it must be quick and must not wait.
    public func onRenderCounter(
        _ name: String,
        help: String,
        labels: [(String, String)] = [],
        _ read: @escaping @Sendable () -> Double
    ) {
        register(name, .counter, help: help, labels: labels, read)
    }

    private func register(
        _ name: String,
        _ kind: MetricKind,
        help: String,
        labels: [(String, String)],
        _ read: @escaping @Sendable () -> Double
    ) {
        let registered = withFamily(name, kind) { family in
            family.help = help
            return family.replace(labels, limit: seriesLimit, with: .reading(read))
        }
        if registered != true { reject() }
    }

    // MARK: - MetricsFactory

    /// Makes a counter, or gives the one with this name and these labels.
    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        counter(label, dimensions)
    }

    /// Makes a counter of fractions, or gives the one with this name and these labels.
    public func makeFloatingPointCounter(
        label: String,
        dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        counter(label, dimensions)
    }

    /// Makes a gauge, or gives the one with this name and these labels.
    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        gauge(label, dimensions)
    }

    /// Makes a histogram when it shall aggregate, else a gauge, or gives the one with this name and these labels.
    public func makeRecorder(
        label: String,
        dimensions: [(String, String)],
        aggregate: Bool
    ) -> any RecorderHandler {
        if aggregate { return histogram(label, dimensions, bounds: PrometheusHistogram.amountBounds) }
        return gauge(label, dimensions)
    }

    /// Makes a histogram of seconds, or gives the one with this name and these labels.
    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        histogram(label, dimensions, bounds: PrometheusHistogram.secondsBounds)
    }

    /// Forgets a counter's series.
    public func destroyCounter(_ handler: any CounterHandler) { remove(ObjectIdentifier(handler)) }

    /// Forgets a counter's series.
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {
        remove(ObjectIdentifier(handler))
    }

    /// Forgets a gauge's series.
    public func destroyMeter(_ handler: any MeterHandler) { remove(ObjectIdentifier(handler)) }

    /// Forgets a recorder's series.
    public func destroyRecorder(_ handler: any RecorderHandler) { remove(ObjectIdentifier(handler)) }

    /// Forgets a timer's series.
    public func destroyTimer(_ handler: any TimerHandler) { remove(ObjectIdentifier(handler)) }

    // MARK: - Series

    private func counter(_ name: String, _ labels: [(String, String)]) -> PrometheusCounter {
        let series = series(name, .counter, labels) { .counter(PrometheusCounter()) }
        guard case .counter(let counter) = series else {
            reject()
            return PrometheusCounter()
        }
        return counter
    }

    private func gauge(_ name: String, _ labels: [(String, String)]) -> PrometheusGauge {
        let series = series(name, .gauge, labels) { .gauge(PrometheusGauge()) }
        guard case .gauge(let gauge) = series else {
            reject()
            return PrometheusGauge()
        }
        return gauge
    }

    private func histogram(
        _ name: String,
        _ labels: [(String, String)],
        bounds: [Double]
    ) -> PrometheusHistogram {
        let bounds = buckets[MetricName.metric(name)] ?? bounds
        let series = series(name, .histogram, labels) { .histogram(PrometheusHistogram(bounds: bounds)) }
        guard case .histogram(let histogram) = series else {
            reject()
            return PrometheusHistogram(bounds: bounds)
        }
        return histogram
    }

    private func series(
        _ name: String,
        _ kind: MetricKind,
        _ labels: [(String, String)],
        make: () -> MetricSeries
    ) -> MetricSeries? {
        withFamily(name, kind) { $0.series(labels, limit: seriesLimit, make: make) }
    }

    /// Runs `body` on a metric, made when it is new; nil when its name is of another kind or there are too many.
    private func withFamily<Result: Sendable>(
        _ name: String,
        _ kind: MetricKind,
        _ body: (inout MetricFamily) -> Result
    ) -> Result? {
        let metric = MetricName.metric(name)
        return families.withLock { families in
            if let index = families.index(forKey: metric) {
                // In place: a copy of the family would copy its dictionary with the first change.
                return families.values[index].kind == kind ? body(&families.values[index]) : nil
            }
            guard families.count < Self.familyLimit else { return nil }
            var family = MetricFamily(kind: kind, help: help[metric] ?? name)
            defer { families[metric] = family }
            return body(&family)
        }
    }

    private func remove(_ handler: ObjectIdentifier) {
        families.withLock { families in
            for name in families.keys {
                families[name]?.remove(handler)
                if families[name]?.series.isEmpty == true { families[name] = nil }
            }
        }
    }

    private func reject() {
        rejected.increment(by: 1 as Int64)
        // Shows up with the first refusal, past the bound on names and without the path that may refuse.
        families.withLock { families in
            let name = "metrics_rejected_total"
            guard families[name] == nil else { return }
            var family = MetricFamily(kind: .counter, help: "Metrics that could not be registered and are not shown.")
            _ = family.replace([], limit: 1, with: .counter(rejected))
            families[name] = family
        }
    }
}
