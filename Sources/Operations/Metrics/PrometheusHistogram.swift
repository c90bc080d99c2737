import Metrics
import Synchronization

/// How many observations fell under each of a fixed row of bounds, and their sum.
final class PrometheusHistogram: RecorderHandler, TimerHandler, Sendable {
    /// Upper bounds of timers, in seconds: half a millisecond to ten seconds.
    static let secondsBounds: [Double] = [
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
    ]
    /// Upper bounds of recorders, which count things or bytes, unless the registry was told better ones.
    static let amountBounds: [Double] = [
        1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 10_000, 100_000, 1_000_000, 10_000_000,
    ]

    /// What was observed, at one instant.
    struct Observations: Sendable {
        /// One count for each bound, then one for all above the last; not cumulative.
        var counts: [UInt64]
        /// The sum of all observations.
        var sum: Double
    }

    /// Upper bounds, rising, without the infinite one.
    let bounds: [Double]
    // A lock, so that buckets, sum and count of one answer agree; it is held for two additions.
    private let observed: Mutex<Observations>

    init(bounds: [Double]) {
        self.bounds = Set(bounds.filter(\.isFinite)).sorted()
        observed = Mutex(Observations(counts: Array(repeating: 0, count: self.bounds.count + 1), sum: 0))
    }

    /// All that was observed so far.
    var observations: Observations {
        observed.withLock { $0 }
    }

    func record(_ value: Int64) { observe(Double(value)) }

    func record(_ value: Double) { observe(value) }

    /// Observes seconds; a duration below zero, which only a clock set back can give, counts as zero.
    func recordNanoseconds(_ duration: Int64) {
        observe(Double(max(0, duration)) / 1_000_000_000)
    }

    private func observe(_ value: Double) {
        // One infinite or undefined value would spoil the sum for good.
        guard value.isFinite else { return }
        let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
        observed.withLock { observed in
            observed.counts[bucket] += 1
            observed.sum += value
        }
    }
}
