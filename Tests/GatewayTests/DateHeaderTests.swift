import Model
import Testing

@testable import Gateway

@Suite struct DateHeaderTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 GMT"),
        ("1994-11-06T08:49:37Z", "Sun, 06 Nov 1994 08:49:37 GMT"),
        ("2000-02-29T23:59:59Z", "Tue, 29 Feb 2000 23:59:59 GMT"),
        ("2026-03-31T12:00:00.999Z", "Tue, 31 Mar 2026 12:00:00 GMT"),
        ("2026-04-01T00:00:00Z", "Wed, 01 Apr 2026 00:00:00 GMT"),
        ("2026-05-22T10:20:30Z", "Fri, 22 May 2026 10:20:30 GMT"),
        ("2026-06-29T10:20:30Z", "Mon, 29 Jun 2026 10:20:30 GMT"),
        ("2026-07-25T10:20:30Z", "Sat, 25 Jul 2026 10:20:30 GMT"),
        ("2026-08-27T10:20:30Z", "Thu, 27 Aug 2026 10:20:30 GMT"),
        ("2026-09-30T10:20:30Z", "Wed, 30 Sep 2026 10:20:30 GMT"),
        ("2026-10-31T10:20:30Z", "Sat, 31 Oct 2026 10:20:30 GMT"),
        ("2099-12-31T23:59:59Z", "Thu, 31 Dec 2099 23:59:59 GMT"),
    ])
    func instantIsWrittenAsHTTPWantsIt(instant: String, expected: String) throws {
        var header = DateHeader()
        header.update(try #require(Timestamp(instant)))
        #expect(String(decoding: header.bytes, as: UTF8.self) == expected)
    }

    @Test func textFollowsTheSecondAlsoBackwards() throws {
        var header = DateHeader()
        let start = try #require(Timestamp("2026-06-01T10:00:00Z"))
        for (seconds, second) in [(0.0, "00"), (0.9, "00"), (1, "01"), (59, "59"), (0, "00")] {
            header.update(start.adding(seconds: seconds))
            #expect(String(decoding: header.bytes, as: UTF8.self) == "Mon, 01 Jun 2026 10:00:\(second) GMT")
        }
    }
}
