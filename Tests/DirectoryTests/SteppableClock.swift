import Model
import Synchronization

/// A clock that stands still until a test moves it.
final class SteppableClock: Sendable {
    static let start = Timestamp(seconds: 1_748_772_000)

    private let instant = Mutex(SteppableClock.start)

    var now: Timestamp { instant.withLock { $0 } }

    var wall: WallClock { WallClock { [self] in now } }

    func advance(seconds: Double) {
        instant.withLock { $0 = $0.adding(seconds: seconds) }
    }
}
