import Directory
import Model
import Synchronization

/// Requests per API token and minute, on this node (contract §8).
final class RateLimiter: Sendable {
    /// What the headers of an answer say.
    struct State: Sendable, Equatable {
        /// Requests a minute.
        let quota: Int
        /// Requests left now.
        let remaining: Int
        /// Seconds until all are back.
        let resetSeconds: Int
    }

    /// Buckets kept at most; full ones are dropped first, since a new one is full as well.
    private static let memoryLimit = 20_000

    private let buckets = Mutex<[APITokenID: TokenBucket]>([:])
    private let clock: WallClock

    init(clock: WallClock) {
        self.clock = clock
    }

    /// Takes one request of a token's rate.
    ///
    /// - Throws: `LecternError` `tooManyRequests`.
    /// - Returns: what is left; nil for a token without a limit.
    func take(_ record: APITokenRecord) throws(LecternError) -> State? {
        let quota = record.rateLimit ?? APITokenRecord.defaultRateLimit
        guard quota > 0 else { return nil }
        let now = clock.now()
        let outcome: (state: State, retryAfter: Int?) = buckets.withLock { buckets in
            if buckets.count >= Self.memoryLimit { Self.sweep(&buckets, at: now) }
            var bucket = buckets[record.id] ?? TokenBucket(perMinute: quota, now: now)
            let isTaken = bucket.take(now)
            buckets[record.id] = bucket
            let state = State(quota: quota, remaining: bucket.remaining, resetSeconds: bucket.secondsToFull)
            return (state, isTaken ? nil : bucket.secondsToNext)
        }
        if let seconds = outcome.retryAfter {
            throw LecternError(.tooManyRequests(retryAfterSeconds: seconds), "Too many requests")
        }
        return outcome.state
    }

    /// Gives a request back: a 304 costs nothing.
    func giveBack(_ record: APITokenRecord) -> State? {
        let quota = record.rateLimit ?? APITokenRecord.defaultRateLimit
        guard quota > 0 else { return nil }
        return buckets.withLock { buckets in
            buckets[record.id]?.giveBack()
            guard let bucket = buckets[record.id] else { return nil }
            return State(quota: quota, remaining: bucket.remaining, resetSeconds: bucket.secondsToFull)
        }
    }

    private static func sweep(_ buckets: inout [APITokenID: TokenBucket], at now: Timestamp) {
        buckets = buckets.filter { !$0.value.isFull(at: now) }
        if buckets.count >= memoryLimit { buckets.removeAll() }
    }
}
