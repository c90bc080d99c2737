import Synchronization

/// Tells the internal port that the process is about to stop, so that load balancers send it no new work.
public final class Draining: Sendable {
    private let begun = Atomic<Bool>(false)

    /// Makes the flag of a process that takes work.
    public init() {}

    /// True once the process is about to stop.
    public var isDraining: Bool { begun.load(ordering: .acquiring) }

    /// Turns `/readyz` to 503 for good.
    public func begin() { begun.store(true, ordering: .releasing) }
}
