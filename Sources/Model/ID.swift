/// A 128-bit identifier of one kind of thing, printed as a lower-case UUID.
///
/// The phantom type `Subject` keeps identifiers of different things from being swapped. Input is 8-4-4-4-12 hex of any
/// version and case, or (for the logger API) 32 hex digits; output is dashed lower case (contract §1, logger rule C3).
public struct ID<Subject>: Hashable, Sendable {
    /// The first eight bytes, big endian.
    public let high: UInt64
    /// The last eight bytes, big endian.
    public let low: UInt64

    /// Makes an identifier from its two halves.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Makes a random identifier (UUID version 4).
    public static func random() -> ID {
        var generator = SystemRandomNumberGenerator()
        let high = generator.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x0000_0000_0000_4000
        let low = generator.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        return ID(high: high, low: low)
    }

    /// Makes an identifier that sorts by the time it was made at (UUID version 7, RFC 9562 §5.7): the rows of one hour lie
    /// together in an index, where random ones would touch a page each.
    public static func timeOrdered(_ now: Timestamp) -> ID {
        var generator = SystemRandomNumberGenerator()
        let milliseconds = UInt64(bitPattern: now.microseconds / 1_000) & 0xFFFF_FFFF_FFFF
        let high = milliseconds << 16 | 0x7000 | generator.next() & 0x0FFF
        let low = generator.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        return ID(high: high, low: low)
    }

    /// Parses a dashed UUID, case-insensitively; nil for anything else.
    public init?(_ text: some StringProtocol) {
        guard text.utf8.count == 36 else { return nil }
        self.init(text, dashes: true)
    }

    /// Parses a dashed UUID from its 36 ASCII bytes; nil for anything else.
    ///
    /// For the hot path: neither generic nor allocating.
    public init?(dashed bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 36 else { return nil }
        self.init(bytes, dashes: true)
    }

    /// Parses a UUID dashed or as 32 hex digits (logger rule C3); nil for anything else.
    public init?(lenient text: some StringProtocol) {
        switch text.utf8.count {
        case 36: self.init(text, dashes: true)
        case 32: self.init(text, dashes: false)
        default: return nil
        }
    }

    private init?(_ text: some StringProtocol, dashes: Bool) {
        var text = String(text)
        let parsed = text.withUTF8 { ID(UnsafeRawBufferPointer($0), dashes: dashes) }
        guard let parsed else { return nil }
        self = parsed
    }

    private init?(_ bytes: UnsafeRawBufferPointer, dashes: Bool) {
        var high: UInt64 = 0
        var low: UInt64 = 0
        var digits = 0
        for position in 0..<bytes.count {
            let byte = bytes[position]
            if dashes, position == 8 || position == 13 || position == 18 || position == 23 {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard let digit = hexValue(byte) else { return nil }
            if digits < 16 { high = high << 4 | UInt64(digit) } else { low = low << 4 | UInt64(digit) }
            digits += 1
        }
        self.init(high: high, low: low)
    }

    /// Calls `body` with the 36 ASCII bytes of the dashed lower-case form, which are good for the duration of the call.
    public func withText<Value>(_ body: (UnsafeRawBufferPointer) -> Value) -> Value {
        withUnsafeTemporaryAllocation(byteCount: 36, alignment: 1) { text in
            fill(text)
            return body(UnsafeRawBufferPointer(text))
        }
    }

    private func fill(_ text: UnsafeMutableRawBufferPointer) {
        var position = 0
        for index in 0..<16 {
            if index == 4 || index == 6 || index == 8 || index == 10 {
                text[position] = UInt8(ascii: "-")
                position += 1
            }
            let half = index < 8 ? high : low
            let byte = UInt8(truncatingIfNeeded: half >> UInt64((7 - index & 7) * 8))
            text[position] = lowerHexDigit(byte >> 4)
            text[position + 1] = lowerHexDigit(byte & 15)
            position += 2
        }
    }
}

extension ID: CustomStringConvertible {
    /// The dashed lower-case form, 36 characters.
    public var description: String {
        withText { String(decoding: $0, as: UTF8.self) }
    }
}

extension ID: Comparable {
    /// Orders identifiers like their printed forms.
    public static func < (left: ID, right: ID) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}

/// The value of a hex digit of either case; nil for other bytes.
public func hexValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
}

/// The lower-case hex digit of a value 0…15.
public func lowerHexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
}

/// Names the kinds of things that have identifiers.
public enum Subject {
    /// An organization, the tenant.
    public enum Organization {}
    /// An API token.
    public enum APIToken {}
    /// A lesson.
    public enum Lesson {}
    /// One immutable version of a lesson.
    public enum LessonVersion {}
    /// A learner inside one organization or one LTI platform.
    public enum Learner {}
    /// A course: a class of learners, be it one LTI platform's context or made by the organization.
    public enum Course {}
    /// A group of learners within a course.
    public enum Group {}
    /// Something a coach gives to learners: a lesson, a quiz, a course session.
    public enum Assignment {}
    /// A content session of the logger.
    public enum Session {}
    /// A learner's record of one content over all sessions.
    public enum Summary {}
    /// A run at an assessment: a mastery log of the logger.
    public enum Try {}
    /// An attempt log of the logger.
    public enum Attempt {}
    /// A node, content, channel or other thing that the logger's client names and Lectern does not own.
    public enum External {}
}

/// Identifies an organization.
public typealias OrganizationID = ID<Subject.Organization>
/// Identifies an API token (not its public half).
public typealias APITokenID = ID<Subject.APIToken>
/// Identifies a lesson.
public typealias LessonID = ID<Subject.Lesson>
/// Identifies a version of a lesson.
public typealias LessonVersionID = ID<Subject.LessonVersion>
/// Identifies a learner.
public typealias LearnerID = ID<Subject.Learner>
/// Identifies a course.
public typealias CourseID = ID<Subject.Course>
/// Identifies a group within a course.
public typealias GroupID = ID<Subject.Group>
/// Identifies an assignment.
public typealias AssignmentID = ID<Subject.Assignment>
/// Identifies a content session.
public typealias SessionID = ID<Subject.Session>
/// Identifies a learner's summary of one content.
public typealias SummaryID = ID<Subject.Summary>
/// Identifies a try (mastery log).
public typealias TryID = ID<Subject.Try>
/// Identifies an attempt log.
public typealias AttemptID = ID<Subject.Attempt>
/// Identifies something that the client names (node, content, channel).
public typealias ExternalID = ID<Subject.External>
