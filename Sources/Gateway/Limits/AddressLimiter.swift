import Model
import Synchronization

/// A rate per client address, on this node: wrong tokens (contract §8) and guests (design §4).
final class AddressLimiter: Sendable {
    private static let memoryLimit = 50_000

    private let buckets = Mutex<[String: TokenBucket]>([:])
    private let perMinute: Int
    private let clock: WallClock

    /// Makes a limiter; 0 a minute is no limit.
    init(perMinute: Int, clock: WallClock) {
        self.perMinute = perMinute
        self.clock = clock
    }

    /// Counts one event of an address.
    ///
    /// - Throws: `LecternError` `tooManyRequests` when the address is over its rate.
    func count(_ address: String) throws(LecternError) {
        guard perMinute > 0 else { return }
        let now = clock.now()
        let retryAfter: Int? = buckets.withLock { buckets in
            if buckets.count >= Self.memoryLimit {
                buckets = buckets.filter { !$0.value.isFull(at: now) }
                if buckets.count >= Self.memoryLimit { buckets.removeAll() }
            }
            var bucket = buckets[address] ?? TokenBucket(perMinute: perMinute, now: now)
            let isTaken = bucket.take(now)
            buckets[address] = bucket
            return isTaken ? nil : bucket.secondsToNext
        }
        if let retryAfter {
            throw LecternError(.tooManyRequests(retryAfterSeconds: retryAfter), "Too many requests")
        }
    }
}
