import Metrics
import Synchronization

/// A count that only grows, until the process ends or someone resets it.
final class PrometheusCounter: CounterHandler, FloatingPointCounterHandler, Sendable {
    // Whole amounts, by far the most, take one atomic addition; only fractions pay for the loop of `AtomicDouble`.
    private let whole = Atomic<UInt64>(0)
    private let fractional = AtomicDouble(0)

    /// Adds a whole amount; a negative one is ignored, since a counter never falls.
    func increment(by amount: Int64) {
        guard amount > 0 else { return }
        whole.wrappingAdd(UInt64(amount), ordering: .relaxed)
    }

    /// Adds any amount; a negative or not finite one is ignored.
    func increment(by amount: Double) {
        guard amount > 0, amount.isFinite else { return }
        fractional.add(amount)
    }

    /// Starts again from zero.
    func reset() {
        whole.store(0, ordering: .relaxed)
        fractional.store(0)
    }

    /// What was counted so far.
    var value: Double {
        Double(whole.load(ordering: .relaxed)) + fractional.load()
    }
}
