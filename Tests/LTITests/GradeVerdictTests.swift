import LTI
import Model
import Testing

@Suite struct GradeVerdictTests {
    private static let now = TestTime.now

    private static func after(_ seconds: Double) -> GradeVerdict { .retry(at: now.adding(seconds: seconds)) }

    /// An answer and what it means; the chance is in the middle, so that pauses are whole.
    struct Case: Sendable, CustomTestStringConvertible {
        let status: Int
        var isThrottled = false
        var retryAfter: Double?
        var failures = 0
        let verdict: GradeVerdict

        var testDescription: String { "\(status) after \(failures) → \(verdict)" }
    }

    @Test(arguments: [
        Case(status: 200, verdict: .accepted), Case(status: 201, verdict: .accepted),
        Case(status: 204, verdict: .accepted), Case(status: 202, failures: 9, verdict: .accepted),
        // The token was refused twice.
        Case(status: 401, verdict: after(5)), Case(status: 401, failures: 3, verdict: after(40)),
        // Somebody must do something.
        Case(status: 403, verdict: .dead(reason: "the platform does not allow it")),
        Case(status: 404, verdict: .dead(reason: "the line item is gone")),
        Case(status: 410, verdict: .dead(reason: "the line item is gone")),
        // Too many requests, said in two ways.
        Case(status: 403, isThrottled: true, verdict: after(5)),
        Case(status: 429, isThrottled: true, verdict: after(5)),
        Case(status: 429, isThrottled: true, retryAfter: 30, verdict: after(30)),
        Case(status: 429, isThrottled: true, retryAfter: 1, verdict: after(5)),
        Case(status: 503, retryAfter: 120, verdict: after(120)),
        Case(status: 503, retryAfter: 1e9, verdict: after(86_400)),
        // A later score is on record.
        Case(status: 409, verdict: after(1)), Case(status: 409, failures: 2, verdict: after(1)),
        Case(status: 409, failures: 3, verdict: after(40)),
        // Malformed in the platform's eyes.
        Case(status: 400, verdict: after(5)), Case(status: 422, failures: 1, verdict: after(10)),
        Case(status: 400, failures: 2, verdict: .dead(reason: "the platform refuses the score")),
        Case(status: 415, failures: 2, verdict: .dead(reason: "the platform refuses the score")),
        // Trouble of the platform's own.
        Case(status: 500, verdict: after(5)), Case(status: 502, failures: 4, verdict: after(80)),
        Case(status: 504, failures: 100, verdict: after(3_600)), Case(status: 302, verdict: after(5)),
        Case(status: 408, verdict: after(5)), Case(status: 0, verdict: after(5)),
        Case(status: 500, failures: 187, verdict: after(3_600)),
        Case(status: 500, failures: 188, verdict: .dead(reason: "the platform could not be told for seven days")),
    ])
    func answersAreJudged(example: Case) {
        let verdict = GradeVerdict.of(
            status: example.status,
            isThrottled: example.isThrottled,
            retryAfterSeconds: example.retryAfter,
            backoff: Backoff(failures: example.failures, chance: 0.5),
            timestamp: Self.now,
            now: Self.now
        )
        #expect(verdict == example.verdict)
    }

    @Test func aConflictWaitsUntilTheNextSecondOfTheScore() {
        let verdict = GradeVerdict.of(
            status: 409,
            backoff: Backoff(failures: 0, chance: 0.5),
            timestamp: Self.now.adding(seconds: 5),
            now: Self.now
        )
        #expect(verdict == Self.after(6))
    }

    @Test func pausesGrowAndSpread() {
        for failures in 0..<20 {
            let shortest = Backoff(failures: failures, chance: 0).seconds ?? 0
            let longest = Backoff(failures: failures, chance: 1).seconds ?? 0
            #expect(shortest >= 3.75)
            #expect(shortest < longest)
            #expect(longest <= 3_600)
        }
    }

    @Test func sevenDaysPassBeforeItIsGivenUp() {
        let pauses = (0..<Backoff.limit).compactMap { Backoff(failures: $0, chance: 0.5).seconds }
        #expect(pauses.count == Backoff.limit)
        let spread = (0..<Backoff.limit).map { failures in
            stride(from: 0, through: 1, by: 0.1).map { Backoff(failures: failures, chance: $0).seconds ?? 0 }
                .reduce(0, +) / 11
        }
        let days = spread.reduce(0, +) / 86_400
        #expect(days > 6.9 && days < 7.5)
    }
}
