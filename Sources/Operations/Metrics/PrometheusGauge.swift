import Metrics

/// A value that goes up and down; the last one counts.
final class PrometheusGauge: MeterHandler, RecorderHandler, Sendable {
    private let current = AtomicDouble(0)

    /// The value now.
    var value: Double { current.load() }

    func set(_ value: Int64) { current.store(Double(value)) }

    func set(_ value: Double) { current.store(value) }

    func increment(by amount: Double) {
        guard amount.isFinite else { return }
        current.add(amount)
    }

    func decrement(by amount: Double) {
        increment(by: -amount)
    }

    func record(_ value: Int64) { set(value) }

    func record(_ value: Double) { set(value) }
}
