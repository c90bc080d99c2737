import Model
import Testing

@Suite struct TimestampTests {
    // MARK: Format

    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z"),
        (1_748_772_000_000_000, "2025-06-01T10:00:00Z"),
        (1_748_772_000_120_000, "2025-06-01T10:00:00.120Z"),
        (1_748_772_000_001_000, "2025-06-01T10:00:00.001Z"),
        (1_748_772_000_999_999, "2025-06-01T10:00:00.999Z"),
        // Less than a millisecond leaves a fraction of zero, which is not written.
        (1_748_772_000_000_999, "2025-06-01T10:00:00Z"),
        (-1, "1969-12-31T23:59:59.999Z"),
        (-1_000_000, "1969-12-31T23:59:59Z"),
        (951_782_400_000_000, "2000-02-29T00:00:00Z"),
        (-62_135_596_800_000_000, "0001-01-01T00:00:00Z"),
        (253_402_300_799_999_999, "9999-12-31T23:59:59.999Z"),
    ])
    func aFractionHasThreeDigitsOrIsLeftOut(microseconds: Int, text: String) {
        #expect(Timestamp(microseconds: Int64(microseconds)).description == text)
    }

    @Test(arguments: [
        (Int64.min, "0001-01-01T00:00:00Z"), (-62_135_596_800_000_001, "0001-01-01T00:00:00Z"),
        (253_402_300_800_000_000, "9999-12-31T23:59:59.999Z"), (Int64.max, "9999-12-31T23:59:59.999Z"),
    ])
    func whatHasNoFormIsWrittenAsTheNearestThatHas(microseconds: Int64, text: String) {
        #expect(Timestamp(microseconds: microseconds).description == text)
    }

    // MARK: Parse

    @Test(arguments: [
        ("2025-06-01T10:00:00Z", 1_748_772_000_000_000),
        ("2025-06-01t10:00:00z", 1_748_772_000_000_000),
        ("2025-06-01T12:00:00+02:00", 1_748_772_000_000_000),
        ("2025-06-01T04:30:00-05:30", 1_748_772_000_000_000),
        ("2025-06-01T10:00:00-00:00", 1_748_772_000_000_000),
        ("2025-06-02T09:59:00+23:59", 1_748_772_000_000_000),
        ("2025-06-01T10:00:00.5Z", 1_748_772_000_500_000),
        ("2025-06-01T10:00:00.000001Z", 1_748_772_000_000_001),
        ("2025-06-01T10:00:00.1234569Z", 1_748_772_000_123_456),
        ("2025-06-01T10:00:00.9999999999999999999999Z", 1_748_772_000_999_999),
        ("1969-12-31T23:59:59.999999Z", -1),
        ("0001-01-01T00:00:00Z", -62_135_596_800_000_000),
        ("0001-01-01T01:00:00+01:00", -62_135_596_800_000_000),
        ("9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999),
    ])
    func zonesAndFractionsAreRead(text: String, microseconds: Int) {
        #expect(Timestamp(text)?.microseconds == Int64(microseconds))
    }

    @Test(arguments: [
        ("2024-02-29", true), ("2025-02-29", false), ("2000-02-29", true), ("1900-02-29", false), ("2400-02-29", true),
        ("2025-02-28", true), ("2025-04-30", true), ("2025-04-31", false), ("2025-06-31", false), ("2025-09-31", false),
        ("2025-11-31", false), ("2025-01-31", true), ("2025-12-31", true), ("2025-12-32", false), ("2025-01-00", false),
        ("2025-00-01", false), ("2025-13-01", false), ("0000-12-31", false),
    ])
    func onlyDaysThatExistAreRead(day: String, exists: Bool) {
        #expect((Timestamp(day + "T00:00:00Z") != nil) == exists)
    }

    /// The year of the UTC form has four digits; else it could not be written.
    @Test(arguments: ["0001-01-01T00:59:59+01:00", "9999-12-31T23:00:00-01:00", "9999-12-31T23:59:59.999999-00:01"])
    func instantsWhoseUTCYearIsOutOfBoundsAreRefused(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test(arguments: [
        "", "2025", "2025-06-01", "2025-06-01T10:00Z", "2025-06-01T10:00:00", "2025-06-01 10:00:00Z",
        "2025-6-1T10:00:00Z", "25-06-01T10:00:00Z", "+2025-06-01T10:00:00Z", "12025-06-01T10:00:00Z",
        "20250601T100000Z", "2025-06-01T24:00:00Z", "2025-06-01T10:60:00Z", "2025-06-01T23:59:60Z",
        "2025-06-01T10:00:00.Z", "2025-06-01T10:00:00,5Z", "2025-06-01T10:00:00.5", "2025-06-01T10:00:00.-5Z",
        "2025-06-01T10:00:00+02", "2025-06-01T10:00:00+0200", "2025-06-01T10:00:00+24:00",
        "2025-06-01T10:00:00+02:60", "2025-06-01T10:00:00 +02:00", "2025-06-01T10:00:00Zz", "2025-06-01T10:00:00Z ",
        " 2025-06-01T10:00:00Z", "2025-06-01T10:00:00Z+00:00", "2025-W23-1T10:00:00Z", "2025-152T10:00:00Z",
        "２０２５-06-01T10:00:00Z", "2025-06-01T10:00:00\u{0}Z", "1748772000", "2025/06/01T10:00:00Z",
    ])
    func otherTextsAreRefused(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test func substringsAreRead() {
        #expect(Timestamp("[2025-06-01T10:00:00Z]".dropFirst().dropLast()) == Timestamp(seconds: 1_748_772_000))
    }

    // MARK: Round trip

    @Test func everyMillisecondRoundTrips() {
        var generator = SplitMix(state: 7)
        for _ in 0..<20_000 {
            let millisecond = Int64.random(in: -62_135_596_800_000...253_402_300_799_999, using: &generator)
            let instant = Timestamp(microseconds: millisecond * 1_000)
            #expect(Timestamp(instant.description) == instant)
        }
    }

    @Test func everyDayOfFourCenturiesFollowsTheOneBefore() throws {
        let start = try #require(Timestamp("1899-12-31T00:00:00Z"))
        var expected = (year: 1899, month: 12, day: 31)
        for day in Int64(0)..<146_098 {
            let text = Timestamp(seconds: start.seconds + day * 86_400).description
            #expect(text == "\(expected.year)-\(padded(expected.month))-\(padded(expected.day))T00:00:00Z")
            expected = next(expected)
        }
    }

    private func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private func next(_ date: (year: Int, month: Int, day: Int)) -> (year: Int, month: Int, day: Int) {
        let isLeap = date.year.isMultiple(of: 400) || date.year.isMultiple(of: 4) && !date.year.isMultiple(of: 100)
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        if date.day < lengths[date.month - 1] { return (date.year, date.month, date.day + 1) }
        return date.month < 12 ? (date.year, date.month + 1, 1) : (date.year + 1, 1, 1)
    }

    // MARK: Arithmetic

    @Test(arguments: [(0, 0), (999_999, 0), (1_000_000, 1), (-1, -1), (-1_000_000, -1), (-1_000_001, -2)])
    func secondsAreRoundedDown(microseconds: Int, seconds: Int) {
        #expect(Timestamp(microseconds: Int64(microseconds)).seconds == Int64(seconds))
    }

    @Test(arguments: [(1.5, 1_500_000), (-1.5, -1_500_000), (0.000_000_6, 1), (0, 0)])
    func secondsAreAddedToTheMicrosecond(seconds: Double, microseconds: Int) {
        #expect(Timestamp(seconds: 10).adding(seconds: seconds).microseconds == 10_000_000 + Int64(microseconds))
    }

    @Test func orderIsThatOfTime() {
        #expect(Timestamp(microseconds: -1) < Timestamp(microseconds: 0))
        #expect(Timestamp(seconds: 1) == Timestamp(microseconds: 1_000_000))
    }
}

/// Random numbers that are the same in each run (SplitMix64).
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
