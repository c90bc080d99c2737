/// An instant as integer microseconds since 1970-01-01T00:00:00Z, the unit of every stored time (design §3).
public struct Timestamp: Hashable, Comparable, Sendable {
    /// Microseconds since the Unix epoch.
    public let microseconds: Int64

    /// Makes an instant from microseconds since the Unix epoch.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// Makes an instant from whole seconds since the Unix epoch.
    public init(seconds: Int64) {
        self.microseconds = seconds * 1_000_000
    }

    /// Whole seconds since the Unix epoch, rounded down.
    public var seconds: Int64 { microseconds.floorDivided(by: 1_000_000) }

    /// Orders instants by time.
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microseconds < right.microseconds
    }

    /// The instant this many seconds later (earlier when negative).
    public func adding(seconds: Double) -> Timestamp {
        Timestamp(microseconds: microseconds + Int64((seconds * 1_000_000).rounded()))
    }
}

// MARK: - ISO 8601

extension Timestamp: CustomStringConvertible {
    /// ISO 8601 in UTC with `Z`: no fraction when it is zero, else 3 digits (contract §1).
    ///
    /// An instant outside the years 0001…9999 is written as the nearest one within them.
    public var description: String {
        withText { String(decoding: $0, as: UTF8.self) }
    }

    /// Calls `body` with the ASCII bytes of ``description``, which are good for the duration of the call.
    public func withText<Value>(_ body: (UnsafeRawBufferPointer) -> Value) -> Value {
        withUnsafeTemporaryAllocation(byteCount: 24, alignment: 1) { text in
            let count = fill(text)
            return body(UnsafeRawBufferPointer(rebasing: text[..<count]))
        }
    }

    /// Writes the text and gives its length, 20 or 24.
    private func fill(_ text: UnsafeMutableRawBufferPointer) -> Int {
        let microseconds = min(max(microseconds, earliest), latest)
        let second = microseconds.floorDivided(by: 1_000_000)
        let days = second.floorDivided(by: 86_400)
        let secondOfDay = Int(second - days * 86_400)
        let (year, month, day) = civil(fromDays: days)
        text.write(year, digits: 4, at: 0)
        text[4] = UInt8(ascii: "-")
        text.write(month, digits: 2, at: 5)
        text[7] = UInt8(ascii: "-")
        text.write(day, digits: 2, at: 8)
        text[10] = UInt8(ascii: "T")
        text.write(secondOfDay / 3_600, digits: 2, at: 11)
        text[13] = UInt8(ascii: ":")
        text.write(secondOfDay / 60 % 60, digits: 2, at: 14)
        text[16] = UInt8(ascii: ":")
        text.write(secondOfDay % 60, digits: 2, at: 17)
        let millisecond = Int(microseconds - second * 1_000_000) / 1_000
        guard millisecond != 0 else {
            text[19] = UInt8(ascii: "Z")
            return 20
        }
        text[19] = UInt8(ascii: ".")
        text.write(millisecond, digits: 3, at: 20)
        text[23] = UInt8(ascii: "Z")
        return 24
    }

    /// Parses `YYYY-MM-DDThh:mm:ss[.fraction](Z|±hh:mm)`; nil for anything else or a date that does not exist.
    ///
    /// Fractions beyond microseconds are cut. Years 0001…9999, as given and in UTC.
    public init?(_ text: some StringProtocol) {
        var digits = DigitReader(Array(text.utf8))
        guard let year = digits.number(4), year >= 1, digits.take("-"),
            let month = digits.number(2), (1...12).contains(month), digits.take("-"),
            let day = digits.number(2), day >= 1, day <= daysIn(month: month, year: year),
            digits.take("T") || digits.take("t"),
            let hour = digits.number(2), hour < 24, digits.take(":"),
            let minute = digits.number(2), minute < 60, digits.take(":"),
            let second = digits.number(2), second < 60
        else { return nil }
        var fraction: Int64 = 0
        if digits.take(".") {
            guard let value = digits.fraction() else { return nil }
            fraction = value
        }
        var offset: Int64 = 0
        if !digits.take("Z") && !digits.take("z") {
            let sign: Int64
            if digits.take("+") { sign = 1 } else if digits.take("-") { sign = -1 } else { return nil }
            guard let hours = digits.number(2), hours < 24, digits.take(":"),
                let minutes = digits.number(2), minutes < 60
            else { return nil }
            offset = sign * Int64(hours * 3_600 + minutes * 60)
        }
        guard digits.isAtEnd else { return nil }
        let days = daysFromCivil(year: year, month: month, day: day)
        let total = days * 86_400 + Int64(hour * 3_600 + minute * 60 + second) - offset
        let microseconds = total * 1_000_000 + fraction
        guard (earliest...latest).contains(microseconds) else { return nil }
        self.init(microseconds: microseconds)
    }
}

// 0001-01-01T00:00:00Z and the last microsecond of the year 9999, the bounds of what the form can name.
private let earliest: Int64 = -62_135_596_800_000_000
private let latest: Int64 = 253_402_300_799_999_999

private struct DigitReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    mutating func number(_ count: Int) -> Int? {
        guard position + count <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[position..<position + count] {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
        }
        position += count
        return value
    }

    /// Reads 1…9 or more digits as microseconds.
    mutating func fraction() -> Int64? {
        var value: Int64 = 0
        var count = 0
        while let digit = number(1) {
            if count < 6 { value = value * 10 + Int64(digit) }
            count += 1
        }
        guard count > 0 else { return nil }
        while count < 6 {
            value *= 10
            count += 1
        }
        return value
    }
}

extension UnsafeMutableRawBufferPointer {
    /// Writes a number with leading zeros.
    fileprivate func write(_ value: Int, digits: Int, at offset: Int) {
        var rest = value
        for place in stride(from: offset + digits - 1, through: offset, by: -1) {
            self[place] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        }
    }
}

private func daysIn(month: Int, year: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: 31
    }
}

// Days and civil dates by 400-year eras that start on 1 March, so that the leap day is the last day of a year.
private func daysFromCivil(year: Int, month: Int, day: Int) -> Int64 {
    let shifted = Int64(month <= 2 ? year - 1 : year)
    let era = shifted.floorDivided(by: 400)
    let yearOfEra = shifted - era * 400
    let dayOfYear = Int64((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1)
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
}

private func civil(fromDays days: Int64) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = shifted.floorDivided(by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    let month = Int(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9)
    let year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
    return (year, month, day)
}

extension Int64 {
    fileprivate func floorDivided(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
