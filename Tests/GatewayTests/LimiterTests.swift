import Credentials
import Directory
import Model
import TestSupport
import Testing

@testable import Gateway

/// Buckets by token and by address, with a bound on memory (contract §8).
@Suite struct LimiterTests {
    private let clock = SteppableClock()

    private func isRefused(_ limiter: AddressLimiter, _ address: String) -> Bool {
        do {
            try limiter.count(address)
            return false
        } catch {
            return true
        }
    }

    @Test func addressesAreCountedApart() {
        let limiter = AddressLimiter(perMinute: 2, clock: clock.wall)
        #expect(!isRefused(limiter, "192.0.2.1"))
        #expect(!isRefused(limiter, "192.0.2.1"))
        #expect(isRefused(limiter, "192.0.2.1"))
        #expect(!isRefused(limiter, "192.0.2.2"))
        clock.advance(seconds: 30)
        #expect(!isRefused(limiter, "192.0.2.1"))
        #expect(isRefused(limiter, "192.0.2.1"))
    }

    @Test func refusalTellsWhenToComeBack() throws {
        let limiter = AddressLimiter(perMinute: 3, clock: clock.wall)
        for _ in 0..<3 { try limiter.count("a") }
        let error = #expect(throws: LecternError.self) { try limiter.count("a") }
        #expect(error?.code == .tooManyRequests(retryAfterSeconds: 20))
        #expect(error?.message == "Too many requests")
    }

    @Test func zeroIsNoLimit() throws {
        let limiter = AddressLimiter(perMinute: 0, clock: clock.wall)
        for _ in 0..<1_000 { try limiter.count("a") }
    }

    @Test func manyAddressesDoNotTakeMemoryWithoutBound() throws {
        let limiter = AddressLimiter(perMinute: 1, clock: clock.wall)
        for index in 0..<60_000 { try limiter.count("a\(index)") }
        // The newest are still known.
        #expect(isRefused(limiter, "a59999"))
    }

    @Test func spentBucketsOutliveFullOnesWhenRoomIsMade() throws {
        let limiter = AddressLimiter(perMinute: 60, clock: clock.wall)
        for index in 0..<49_999 { try limiter.count("a\(index)") }
        clock.advance(seconds: 1)
        for _ in 0..<60 { try limiter.count("spent") }
        try limiter.count("new")
        #expect(isRefused(limiter, "spent"))
    }

    // MARK: Tokens

    @Test func rateIsTakenAndGivenBack() async throws {
        let world = try await TestWorld()
        let record = try await world.issueToken(APITokenDraft(name: "Two", rateLimit: 2)).record
        let limiter = RateLimiter(clock: world.clock.wall)
        #expect(try limiter.take(record) == RateLimiter.State(quota: 2, remaining: 1, resetSeconds: 30))
        #expect(try limiter.take(record) == RateLimiter.State(quota: 2, remaining: 0, resetSeconds: 60))
        #expect(limiter.giveBack(record) == RateLimiter.State(quota: 2, remaining: 1, resetSeconds: 30))
        #expect(try limiter.take(record)?.remaining == 0)
        let error = #expect(throws: LecternError.self) { try limiter.take(record) }
        #expect(error?.code == .tooManyRequests(retryAfterSeconds: 30))
    }

    @Test func tokenWithoutALimitHasNoState() async throws {
        let world = try await TestWorld()
        let record = try await world.issueToken(APITokenDraft(name: "Free", rateLimit: 0)).record
        let limiter = RateLimiter(clock: world.clock.wall)
        for _ in 0..<200 { #expect(try limiter.take(record) == nil) }
        #expect(limiter.giveBack(record) == nil)
    }
}
