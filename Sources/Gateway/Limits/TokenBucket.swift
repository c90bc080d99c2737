import Model

/// A number of requests that refills evenly (contract §8), as a value.
struct TokenBucket: Sendable {
    /// Requests that may come at once.
    let burst: Double
    /// Requests that come back in a second.
    let perSecond: Double
    private var left: Double
    private var at: Timestamp

    /// A full bucket for so many requests a minute, of which at most 100 at once.
    init(perMinute: Int, now: Timestamp) {
        burst = Double(min(perMinute, 100))
        perSecond = Double(perMinute) / 60
        left = burst
        at = now
    }

    private mutating func refill(_ now: Timestamp) {
        // A clock that was set back gives nothing and takes nothing.
        let elapsed = max(0, Double(now.microseconds - at.microseconds) / 1_000_000)
        left = min(burst, left + elapsed * perSecond)
        at = now
    }

    /// Takes one request; false when there is none left.
    mutating func take(_ now: Timestamp) -> Bool {
        refill(now)
        guard left >= 1 else { return false }
        left -= 1
        return true
    }

    /// Gives one request back.
    mutating func giveBack() {
        left = min(burst, left + 1)
    }

    /// Whole requests left.
    var remaining: Int { Int(left) }

    /// Seconds until the next request can be taken, at least 1.
    var secondsToNext: Int { max(1, Int(((1 - left) / perSecond).rounded(.up))) }

    /// Seconds until all are back.
    var secondsToFull: Int { Int(((burst - left) / perSecond).rounded(.up)) }

    /// Whether all would be back at an instant.
    func isFull(at now: Timestamp) -> Bool {
        left + Double(now.microseconds - at.microseconds) / 1_000_000 * perSecond >= burst
    }
}
