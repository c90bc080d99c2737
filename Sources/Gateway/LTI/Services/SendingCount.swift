import Synchronization

/// How many grades are on their way.
final class SendingCount: Sendable {
    private let count = Atomic<Int>(0)

    /// The number.
    var value: Int { count.load(ordering: .relaxed) }

    /// Adds to the number.
    func add(_ number: Int) { count.wrappingAdd(number, ordering: .relaxed) }
}
