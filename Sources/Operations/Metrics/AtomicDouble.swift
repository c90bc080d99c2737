import Synchronization

/// A number that threads add to without a lock.
///
/// All accesses are relaxed: a metric orders nothing else.
struct AtomicDouble: ~Copyable, Sendable {
    private let bits: Atomic<UInt64>

    init(_ value: Double) {
        bits = Atomic(value.bitPattern)
    }

    func load() -> Double {
        Double(bitPattern: bits.load(ordering: .relaxed))
    }

    func store(_ value: Double) {
        bits.store(value.bitPattern, ordering: .relaxed)
    }

    func add(_ amount: Double) {
        var expected = bits.load(ordering: .relaxed)
        while true {
            let (exchanged, original) = bits.weakCompareExchange(
                expected: expected,
                desired: (Double(bitPattern: expected) + amount).bitPattern,
                ordering: .relaxed
            )
            if exchanged { return }
            expected = original
        }
    }
}
