#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Tells the time; tests pass one that stands still.
public struct WallClock: Sendable {
    private let read: @Sendable () -> Timestamp

    /// Makes a clock that asks `read` for each instant.
    public init(_ read: @escaping @Sendable () -> Timestamp) {
        self.read = read
    }

    /// The present instant.
    public func now() -> Timestamp { read() }

    /// The machine's clock.
    public static let system = WallClock {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }
}
