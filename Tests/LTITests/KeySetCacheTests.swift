import Credentials
import Model
import TestSupport
import Testing

@testable import LTI

@Suite struct KeySetCacheTests {
    private let start = TestTime.now

    private func at(_ seconds: Double) -> Timestamp { start.adding(seconds: seconds) }

    private func keys(_ ids: String...) throws -> KeySet {
        try #require(KeySet(Array(LaunchDraft.keySet(ids.map { LMSKey($0, LMSKey.first) }).utf8)))
    }

    /// What a launch that arrives at an instant is told, in a word.
    private func ask(_ cache: inout KeySetCache, _ id: String, at seconds: Double, arrived: Double? = nil) -> String {
        switch cache.decide(keyID: id, arrivedAt: at(arrived ?? seconds), now: at(seconds)) {
        case .use(let keys): keys.contains(id: id) ? "use" : "wrong"
        case .fetch: "fetch"
        case .wait: "wait"
        case .unknownKey: "unknown"
        case .unavailable: "unavailable"
        }
    }

    private func filled(maximumAge: Double = 3_600) throws -> KeySetCache {
        var cache = KeySetCache()
        #expect(ask(&cache, "a", at: 0) == "fetch")
        cache.succeeded(try keys("a"), maximumAge: maximumAge, at: at(0.1))
        return cache
    }

    @Test func theFirstLaunchFetchesAndTheOthersWait() throws {
        var cache = KeySetCache()
        #expect(ask(&cache, "a", at: 0) == "fetch")
        #expect(ask(&cache, "a", at: 0.1) == "wait")
        #expect(ask(&cache, "b", at: 0.1) == "wait")
        cache.succeeded(try keys("a"), maximumAge: 3_600, at: at(0.2))
        #expect(ask(&cache, "a", at: 0.3, arrived: 0) == "use")
        #expect(ask(&cache, "a", at: 3_600) == "use")
    }

    @Test func oldKeysAreFetchedAgain() throws {
        var cache = try filled()
        #expect(ask(&cache, "a", at: 3_601) == "fetch")
        #expect(ask(&cache, "a", at: 3_602) == "wait")
        cache.succeeded(try keys("b"), maximumAge: 60, at: at(3_603))
        #expect(ask(&cache, "b", at: 3_604) == "use")
        #expect(ask(&cache, "a", at: 3_604, arrived: 3_600) == "unknown", "a key that was taken back is no longer good")
    }

    // MARK: Unknown ids

    @Test func aNewKeyIsFoundAtOnceAndKnownOnesGoOnMeanwhile() throws {
        var cache = try filled()
        #expect(ask(&cache, "b", at: 1) == "fetch")
        #expect(ask(&cache, "a", at: 1.1) == "use")
        #expect(ask(&cache, "b", at: 1.1) == "wait")
        #expect(ask(&cache, "c", at: 1.1) == "wait")
        cache.succeeded(try keys("a", "b"), maximumAge: 3_600, at: at(1.2))
        #expect(ask(&cache, "b", at: 1.3, arrived: 1) == "use")
    }

    @Test func forgedIDsFetchOnceInTenSeconds() throws {
        var cache = try filled()
        #expect(ask(&cache, "x", at: 1) == "fetch")
        cache.succeeded(try keys("a"), maximumAge: 3_600, at: at(1.1))
        #expect(ask(&cache, "x", at: 1.2, arrived: 1) == "unknown")
        var fetches = 0
        for step in 12...1_000 {
            let now = Double(step) / 10
            guard ask(&cache, "x\(step)", at: now) == "fetch" else { continue }
            fetches += 1
            cache.succeeded(try keys("a"), maximumAge: 3_600, at: at(now))
        }
        #expect(fetches == 9)
        #expect(ask(&cache, "a", at: 100) == "use")
    }

    @Test func aLaunchThatFetchedDoesNotFetchAgain() throws {
        var cache = KeySetCache()
        #expect(ask(&cache, "x", at: 0) == "fetch")
        cache.succeeded(try keys("a"), maximumAge: 3_600, at: at(0.1))
        #expect(ask(&cache, "x", at: 0.2, arrived: 0) == "unknown")
    }

    @Test func itSaysWhenAnUnknownIDMayBeLookedForAgain() throws {
        var cache = try filled()
        _ = ask(&cache, "x", at: 1)
        cache.succeeded(try keys("a"), maximumAge: 3_600, at: at(1.1))
        guard case .unknownKey(let retryAt) = cache.decide(keyID: "y", arrivedAt: at(2), now: at(2)) else {
            Issue.record("another decision")
            return
        }
        #expect(retryAt == at(11))
        #expect(ask(&cache, "y", at: 11, arrived: 2) == "fetch")
    }

    // MARK: Failures

    @Test func B94_B95_withoutKeysALaunchIsRefusedAndTheNextTriesAgain() throws {
        var cache = KeySetCache()
        #expect(ask(&cache, "a", at: 0) == "fetch")
        cache.failed(at: at(5))
        #expect(ask(&cache, "a", at: 5, arrived: 0) == "unavailable")
        #expect(ask(&cache, "a", at: 5.1, arrived: 4) == "unavailable", "who waited is refused, too")
        #expect(ask(&cache, "a", at: 5.2) == "fetch")
        cache.succeeded(try keys("a"), maximumAge: 3_600, at: at(5.3))
        #expect(ask(&cache, "a", at: 5.4, arrived: 5.2) == "use", "G60")
    }

    @Test func aPlatformThatIsDownForLongIsNotHammered() {
        var cache = KeySetCache()
        var fetches = 0
        for step in 1...6_000 {
            let now = Double(step) / 100
            guard ask(&cache, "a", at: now) == "fetch" else { continue }
            fetches += 1
            cache.failed(at: at(now))
        }
        #expect(fetches <= 15, "\(fetches) in a minute")
    }

    @Test func keysStayInUseForADayBeyondTheirAge() throws {
        var cache = try filled()
        #expect(ask(&cache, "a", at: 3_601) == "fetch")
        cache.failed(at: at(3_606))
        #expect(ask(&cache, "a", at: 3_606, arrived: 3_601) == "use")
        #expect(ask(&cache, "a", at: 3_615) == "use", "no new fetch so soon")
        #expect(ask(&cache, "a", at: 3_617) == "fetch")
        cache.failed(at: at(3_618))
        #expect(ask(&cache, "a", at: 3_630) == "use", "the pauses grow")
        #expect(ask(&cache, "b", at: 3_631) == "fetch")
        cache.failed(at: at(3_632))
        #expect(ask(&cache, "b", at: 3_633, arrived: 3_631) == "unavailable", "nobody can say")
        #expect(ask(&cache, "a", at: 3_600 + 86_300) == "fetch")
        cache.failed(at: at(3_600 + 86_301))
        #expect(ask(&cache, "a", at: 3_600 + 86_302) == "use")
        #expect(ask(&cache, "a", at: 3_600 + 86_401) == "fetch", "and then they are forgotten")
        cache.failed(at: at(3_600 + 86_402))
        #expect(ask(&cache, "a", at: 3_600 + 86_402, arrived: 3_600 + 86_401) == "unavailable")
    }

    @Test func aFetchThatNeverReportsIsTakenForLost() {
        var cache = KeySetCache()
        #expect(ask(&cache, "a", at: 0) == "fetch")
        #expect(ask(&cache, "a", at: 9.9) == "wait")
        #expect(ask(&cache, "a", at: 10.1, arrived: 0) == "unavailable")
        #expect(ask(&cache, "a", at: 10.2) == "fetch")
    }

    @Test func aClockThatIsSetBackStopsNothing() throws {
        var cache = KeySetCache()
        #expect(ask(&cache, "a", at: 1_000) == "fetch")
        cache.failed(at: at(1_001))
        #expect(ask(&cache, "a", at: 0) == "fetch")
        cache.succeeded(try keys("a"), maximumAge: 60, at: at(0))
        #expect(ask(&cache, "a", at: 1) == "use")
    }

    // MARK: Ages

    @Test(
        arguments: [
            (nil, 3_600), ("", 3_600), ("max-age=600", 600), ("public, max-age=7200", 7_200), ("MAX-AGE=\"600\"", 600),
            ("max-age=0", 60), ("max-age=59", 60), ("max-age=999999999999999999999", 86_400), ("no-store", 60),
            ("no-cache, max-age=600", 60), ("max-age=x", 3_600), ("max-age", 3_600), ("max-age=-5", 3_600),
            ("s-maxage=5", 3_600), ("max-age = 600", 600),
        ] as [(String?, Double)]
    )
    func theMaximumAgeIsBounded(header: String?, seconds: Double) {
        #expect(KeySetCache.maximumAge(cacheControl: header) == seconds)
    }
}
