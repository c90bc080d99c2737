package import Model
import Synchronization

/// A clock that stands still until a test moves it.
package final class SteppableClock: Sendable {
    /// 2026-06-01T10:00:00Z.
    package static let start = Timestamp(seconds: 1_780_308_000)

    private let instant = Mutex(SteppableClock.start)

    package init() {}

    package var now: Timestamp { instant.withLock { $0 } }

    package var wall: WallClock { WallClock { [self] in now } }

    package func advance(seconds: Double) {
        instant.withLock { $0 = $0.adding(seconds: seconds) }
    }
}
