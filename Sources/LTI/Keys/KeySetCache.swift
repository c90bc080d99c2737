public import Model

/// Decides when a platform's key set is fetched and which keys are used meanwhile (LTI rules K1–K3); it fetches nothing
/// itself.
///
/// One value per registration. Whoever gets ``Decision/fetch`` fetches and reports with ``succeeded(_:maximumAge:at:)``
/// or ``failed(at:)``; whoever gets ``Decision/wait`` asks again after that.
public struct KeySetCache: Sendable {
    /// What a launch should do.
    public enum Decision: Sendable {
        /// Verify with these keys; the id is among them.
        case use(KeySet)
        /// Fetch the key set, report, and ask again.
        case fetch
        /// Wait for the fetch that is under way, and ask again.
        case wait
        /// Refuse: the platform has no such key. A fetch for unknown ids is possible again at this instant.
        case unknownKey(retryAt: Timestamp)
        /// Refuse: the keys cannot be had. A fetch is possible again at this instant.
        case unavailable(retryAt: Timestamp)
    }

    /// The shortest time between two fetches for unknown ids, in seconds.
    public static let unknownKeySeconds = 10.0
    /// The longest time between two fetches while old keys must do, in seconds.
    public static let longestRetrySeconds = 300.0
    /// How long keys are used beyond their age when the platform does not answer, in seconds.
    public static let graceSeconds = 86_400.0
    /// A fetch that has not reported after so many seconds is taken for lost.
    public static let fetchSeconds = 10.0

    private struct Kept {
        let keys: KeySet
        let askedAt: Timestamp
        let freshUntil: Timestamp
    }

    private var kept: Kept?
    private var fetchStartedAt: Timestamp?
    private var failedAt: Timestamp?
    private var failures = 0
    private var lastUnknownFetch: Timestamp?

    /// Makes a cache that knows nothing yet.
    public init() {}

    // MARK: - Asking

    /// Decides for a launch.
    ///
    /// - Parameters:
    ///   - keyID: the id in the token's header, which anybody can write.
    ///   - arrivedAt: when the launch arrived: keys that were asked for later need not be asked for again.
    ///   - now: the present instant.
    /// - Returns: what to do; a launch that was told to fetch or wait asks again with the same `arrivedAt`.
    public mutating func decide(keyID: String, arrivedAt: Timestamp, now: Timestamp) -> Decision {
        forgetWhatIsOver(now)
        guard let kept else { return decideWithoutKeys(arrivedAt, now) }
        guard kept.keys.contains(id: keyID) else { return decideUnknown(kept, arrivedAt, now) }
        guard kept.freshUntil <= now else { return .use(kept.keys) }
        if fetchStartedAt != nil { return .wait }
        if let failedAt, now < failedAt.adding(seconds: pauseWithOldKeys) { return .use(kept.keys) }
        return startFetch(now)
    }

    /// A launch that arrives after a failure tries again, so that a platform which is back serves at once; when it has
    /// failed often, not each launch does.
    private mutating func decideWithoutKeys(_ arrivedAt: Timestamp, _ now: Timestamp) -> Decision {
        if fetchStartedAt != nil { return .wait }
        if let failedAt {
            let next = failedAt.adding(seconds: pauseWithoutKeys)
            if now < next || arrivedAt <= failedAt { return .unavailable(retryAt: max(next, now)) }
        }
        return startFetch(now)
    }

    /// Anybody can name an unknown id, so what it may cause is bounded; a launch with a known one goes on meanwhile.
    private mutating func decideUnknown(_ kept: Kept, _ arrivedAt: Timestamp, _ now: Timestamp) -> Decision {
        if fetchStartedAt != nil { return .wait }
        let next = max(lastUnknownFetch.map { $0.adding(seconds: Self.unknownKeySeconds) } ?? now, now)
        guard kept.askedAt < arrivedAt, next <= now else {
            return failedAt == nil ? .unknownKey(retryAt: next) : .unavailable(retryAt: next)
        }
        lastUnknownFetch = now
        return startFetch(now)
    }

    private var pauseWithOldKeys: Double {
        min(10 * Double(1 << min(max(failures - 1, 0), 5)), Self.longestRetrySeconds)
    }

    private var pauseWithoutKeys: Double {
        failures <= 5 ? 0 : min(Double(1 << min(failures - 6, 4)), Self.unknownKeySeconds)
    }

    private mutating func startFetch(_ now: Timestamp) -> Decision {
        fetchStartedAt = now
        return .fetch
    }

    private mutating func forgetWhatIsOver(_ now: Timestamp) {
        if let kept, kept.freshUntil.adding(seconds: Self.graceSeconds) <= now { self.kept = nil }
        if let start = fetchStartedAt, start.adding(seconds: Self.fetchSeconds) <= now { failed(at: now) }
        // A clock that was set back must not put fetches off until it has caught up.
        if let start = fetchStartedAt, now < start { fetchStartedAt = nil }
        if let failedAt, now < failedAt { self.failedAt = nil }
        if let last = lastUnknownFetch, now < last { lastUnknownFetch = nil }
    }

    // MARK: - Reporting

    /// Takes the keys of a fetch.
    ///
    /// - Parameters:
    ///   - keys: the keys, none of them if there are none to use.
    ///   - maximumAge: how long they stay fresh, in seconds; see ``maximumAge(cacheControl:)``.
    ///   - now: the present instant.
    public mutating func succeeded(_ keys: KeySet, maximumAge: Double, at now: Timestamp) {
        kept = Kept(keys: keys, askedAt: fetchStartedAt ?? now, freshUntil: now.adding(seconds: maximumAge))
        fetchStartedAt = nil
        failedAt = nil
        failures = 0
    }

    /// Notes that a fetch failed: what is kept stays in use.
    public mutating func failed(at now: Timestamp) {
        fetchStartedAt = nil
        failedAt = now
        failures += 1
    }

    /// How long the answer of a key set URL stays fresh: its `max-age` within a minute and a day, an hour without one.
    public static func maximumAge(cacheControl: String?) -> Double {
        let usual = 3_600.0
        guard let cacheControl else { return usual }
        for directive in cacheControl.lowercased().split(separator: ",") {
            let parts = directive.split(separator: "=", maxSplits: 1)
            let name = parts.first?.filter { $0 != " " } ?? ""
            if name == "no-store" || name == "no-cache" { return 60 }
            guard name == "max-age", parts.count == 2 else { continue }
            let digits = parts[1].filter { $0 != " " && $0 != "\"" }
            guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { continue }
            return min(max(Double(digits) ?? usual, 60), 86_400)
        }
        return usual
    }
}
