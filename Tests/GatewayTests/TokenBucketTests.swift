import Model
import TestSupport
import Testing

@testable import Gateway

@Suite struct TokenBucketTests {
    private let start = SteppableClock.start

    @Test(arguments: [(1, 1), (60, 60), (99, 99), (100, 100), (600, 100), (1_000_000, 100)])
    func burstIsTheRateAndAtMostAHundred(perMinute: Int, burst: Int) {
        var bucket = TokenBucket(perMinute: perMinute, now: start)
        for left in (0..<burst).reversed() {
            #expect(bucket.take(start) == true)
            #expect(bucket.remaining == left)
        }
        #expect(bucket.take(start) == false)
        #expect(bucket.remaining == 0)
    }

    @Test func refillsEvenly() {
        var bucket = TokenBucket(perMinute: 60, now: start)
        for _ in 0..<60 { #expect(bucket.take(start) == true) }
        #expect(bucket.take(start.adding(seconds: 0.999)) == false)
        #expect(bucket.take(start.adding(seconds: 1)) == true)
        #expect(bucket.take(start.adding(seconds: 1)) == false)
        #expect(bucket.take(start.adding(seconds: 3.5)) == true)
        #expect(bucket.take(start.adding(seconds: 3.5)) == true)
        #expect(bucket.take(start.adding(seconds: 3.5)) == false)
    }

    @Test func neverHoldsMoreThanTheBurst() {
        var bucket = TokenBucket(perMinute: 2, now: start)
        let later = start.adding(seconds: 86_400)
        #expect(bucket.take(later) == true)
        bucket.giveBack()
        bucket.giveBack()
        #expect(bucket.remaining == 2)
    }

    @Test(arguments: [(1, 60, 60), (2, 30, 60), (7, 9, 60), (60, 1, 60), (600, 1, 10), (1_000_000, 1, 1)])
    func secondsRoundUp(perMinute: Int, next: Int, full: Int) {
        var bucket = TokenBucket(perMinute: perMinute, now: start)
        #expect(bucket.secondsToFull == 0)
        while bucket.take(start) {}
        #expect(bucket.secondsToNext == next)
        #expect(bucket.secondsToFull == full)
    }

    @Test func clockThatIsSetBackGivesAndTakesNothing() {
        var bucket = TokenBucket(perMinute: 60, now: start)
        for _ in 0..<60 { #expect(bucket.take(start) == true) }
        let earlier = start.adding(seconds: -3_600)
        #expect(bucket.take(earlier) == false)
        #expect(bucket.remaining == 0)
        // Time goes on from there.
        #expect(bucket.take(earlier.adding(seconds: 1)) == true)
    }

    @Test func isFullWhenAllWouldBeBack() {
        var bucket = TokenBucket(perMinute: 60, now: start)
        #expect(bucket.isFull(at: start))
        #expect(bucket.take(start) == true)
        #expect(!bucket.isFull(at: start.adding(seconds: 0.5)))
        #expect(bucket.isFull(at: start.adding(seconds: 1)))
    }
}
