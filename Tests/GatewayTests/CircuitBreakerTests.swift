import Model
import TestSupport
import Testing

@testable import Gateway

@Suite struct CircuitBreakerTests {
    private let start = SteppableClock.start

    private func broken() -> CircuitBreaker {
        var breaker = CircuitBreaker()
        for _ in 0..<CircuitBreaker.failureLimit { breaker.failed(at: start) }
        return breaker
    }

    @Test func staysClosedBelowTheLimit() {
        var breaker = CircuitBreaker()
        for _ in 1..<CircuitBreaker.failureLimit {
            breaker.failed(at: start)
            #expect(breaker.mayCall(at: start) == true)
        }
    }

    @Test func opensAtTheLimitForTheLengthOfThePause() {
        var breaker = broken()
        #expect(breaker.mayCall(at: start) == false)
        #expect(breaker.mayCall(at: start.adding(seconds: 0.999)) == false)
        #expect(breaker.mayCall(at: start.adding(seconds: 1)) == true)
    }

    @Test func letsOneCallTryAfterAPause() {
        var breaker = broken()
        let later = start.adding(seconds: 1)
        #expect(breaker.mayCall(at: later) == true)
        #expect(breaker.mayCall(at: later) == false)
        breaker.failed(at: later)
        #expect(breaker.mayCall(at: later.adding(seconds: 0.5)) == false)
        #expect(breaker.mayCall(at: later.adding(seconds: 1)) == true)
    }

    @Test func closesWithASuccess() {
        var breaker = broken()
        #expect(breaker.mayCall(at: start.adding(seconds: 1)) == true)
        breaker.succeeded()
        for _ in 1..<CircuitBreaker.failureLimit {
            breaker.failed(at: start)
            #expect(breaker.mayCall(at: start) == true)
        }
    }

    @Test func onlyFailuresInARowCount() {
        var breaker = CircuitBreaker()
        for _ in 0..<20 {
            for _ in 1..<CircuitBreaker.failureLimit { breaker.failed(at: start) }
            breaker.succeeded()
        }
        #expect(breaker.mayCall(at: start) == true)
    }

    @Test func triesAgainWhenTheTryIsNeverHeardOf() {
        var breaker = broken()
        #expect(breaker.mayCall(at: start.adding(seconds: 1)) == true)
        #expect(breaker.mayCall(at: start.adding(seconds: 1.5)) == false)
        #expect(breaker.mayCall(at: start.adding(seconds: 2)) == true)
    }
}
