import LTI
import Logging
import Model

/// The platforms' keys: fetched when `KeySetCache` says so, once for all who want them at the same time (LTI rules
/// K1–K4).
actor KeySetStore {
    private struct Place: Hashable {
        let platform: String
        let url: String
    }

    private struct Entry {
        var cache = KeySetCache()
        var fetch: Promised<Bool>?
        var lastUse: UInt64 = 0
    }

    /// Platforms whose keys are kept.
    static let limit = 10_000
    private static let fetchSeconds = 5.0
    /// A launch may wait for a fetch that is under way, and for one of its own after that.
    private static let stepLimit = 4

    private let http: any PlatformCalling
    private let clock: WallClock
    private let metrics: PlatformMetrics
    private let limit: Int
    private var entries: [Place: Entry] = [:]
    private var uses: UInt64 = 0

    /// Makes a store that holds nothing yet.
    ///
    /// - Parameters:
    ///   - http: the way to platforms.
    ///   - clock: tells the age of keys.
    ///   - metrics: counts fetches.
    ///   - limit: platforms whose keys are kept; those that were used least lately go.
    init(
        http: any PlatformCalling,
        clock: WallClock,
        metrics: PlatformMetrics = PlatformMetrics(),
        limit: Int = KeySetStore.limit
    ) {
        self.http = http
        self.clock = clock
        self.metrics = metrics
        self.limit = limit
    }

    /// The keys of a platform, the one with an id among them.
    ///
    /// It takes ten seconds at most.
    ///
    /// - Parameters:
    ///   - registration: whose keys; they come from its own key source alone.
    ///   - keyID: the id in the token's header.
    ///   - arrivedAt: when the launch arrived.
    /// - Returns: the keys, or why there are none.
    func keys(
        for registration: Registration,
        keyID: String,
        arrivedAt: Timestamp
    ) async -> Result<KeySet, LaunchRefusal> {
        guard registration.isActive else { return .failure(.platformInactive) }
        guard case .url(let url) = registration.keySource else {
            guard let keys = registration.keySource.fixedKeys else { return .failure(.platformKeysUnavailable) }
            return keys.contains(id: keyID) ? .success(keys) : .failure(.unknownKey)
        }
        let place = Place(platform: registration.platformID, url: url)
        for _ in 0..<Self.stepLimit {
            uses += 1
            makeRoom(for: place)
            entries[place, default: Entry()].lastUse = uses
            switch entries[place]?.cache.decide(keyID: keyID, arrivedAt: arrivedAt, now: clock.now()) {
            case .use(let keys): return .success(keys)
            case .unknownKey: return .failure(.unknownKey)
            case .unavailable, nil: return .failure(.platformKeysUnavailable)
            case .fetch:
                let fetch = Promised<Bool>()
                entries[place]?.fetch = fetch
                // Not this launch's own: others wait for it, too, and this one may go away.
                Task { fetch.fulfill(await self.fetch(place, registration)) }
                _ = await fetch.value
            case .wait:
                guard let fetch = entries[place]?.fetch else { return .failure(.platformKeysUnavailable) }
                _ = await fetch.value
            }
        }
        return .failure(.platformKeysUnavailable)
    }

    private func makeRoom(for place: Place) {
        guard entries[place] == nil, entries.count >= limit else { return }
        // Many at once, so that it is not done for each newcomer.
        let byAge = entries.filter { $0.value.fetch == nil }.sorted { $0.value.lastUse < $1.value.lastUse }
        for (place, _) in byAge.prefix(max(limit / 10, 1)) { entries[place] = nil }
    }

    /// Fetches a key set and reports; it takes five seconds at most.
    private func fetch(_ place: Place, _ registration: Registration) async -> Bool {
        let request = PlatformRequest(
            url: place.url,
            headers: [("Accept", "application/json")],
            deadlineSeconds: Self.fetchSeconds,
            longestAnswer: KeySet.longest
        )
        let reason: String
        do throws(PlatformFailure) {
            let answer = try await http.send(request, policy: registration.outgoing)
            if answer.status == 200, let keys = KeySet(answer.body) {
                let age = KeySetCache.maximumAge(cacheControl: answer["Cache-Control"])
                entries[place]?.cache.succeeded(keys, maximumAge: age, at: clock.now())
                entries[place]?.fetch = nil
                metrics.countKeySet(isGood: true)
                return true
            }
            reason = answer.status == 200 ? "no key set" : "status \(answer.status)"
        } catch {
            reason = "\(error)"
        }
        entries[place]?.cache.failed(at: clock.now())
        entries[place]?.fetch = nil
        metrics.countKeySet(isGood: false)
        Logger(label: "lectern.gateway.lti").warning(
            "cannot fetch a platform's keys",
            metadata: ["platform": "\(place.platform)", "url": "\(place.url)", "reason": "\(reason)"]
        )
        return false
    }
}
