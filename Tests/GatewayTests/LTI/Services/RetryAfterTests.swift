import Model
import TestSupport
import Testing

@testable import Gateway

@Suite struct RetryAfterTests {
    private static let now = Timestamp("1994-11-06T08:49:00Z") ?? Timestamp(microseconds: 0)

    @Test(
        arguments: [
            ("120", 120), ("0", 0), ("1.5", 1.5), ("999999999", 86_400), ("Sun, 06 Nov 1994 08:49:37 GMT", 37),
            ("Sun, 06 Nov 1994 08:48:00 GMT", 0), ("Mon, 07 Nov 1995 08:49:37 GMT", 86_400),
            ("Sat, 07 Jan 1995 00:00:00 GMT", 86_400), ("", nil), ("-1", nil), ("soon", nil), ("nan", nil),
            ("Sun, 06 Nov 1994 08:49:37", nil), ("Sun, 06 Nuv 1994 08:49:37 GMT", nil),
            ("Sun, 06 Nov 1994 25:49:37 GMT", nil), ("1994-11-06T08:49:37Z", nil),
        ] as [(String, Double?)]
    )
    func secondsAndDatesAreUnderstood(text: String, seconds: Double?) {
        #expect(RetryAfter.seconds(text, now: Self.now) == seconds)
    }
}
