import Model

/// A progress read whose path is spelled plainly: nothing to decode, no query (contract §7.1).
struct ProgressTarget {
    let lesson: LessonID
    let learner: Range<Int>

    private static let prefix: StaticString = "/api/public/lessons/"
    private static let middle: StaticString = "/progress/"
    private static let uuidLength = 36

    /// Recognizes a target; nil for every other one, which the framework answers.
    init?(_ target: Range<Int>, in bytes: UnsafeRawBufferPointer) {
        let idStart = target.lowerBound + Self.prefix.utf8CodeUnitCount
        let idEnd = idStart + Self.uuidLength
        let learnerStart = idEnd + Self.middle.utf8CodeUnitCount
        guard (1...255).contains(target.upperBound - learnerStart), bytes.matches(Self.prefix, at: target.lowerBound),
            bytes.matches(Self.middle, at: idEnd),
            let lesson = LessonID(dashed: UnsafeRawBufferPointer(rebasing: bytes[idStart..<idEnd]))
        else { return nil }
        for position in learnerStart..<target.upperBound where !Self.isPlain(bytes[position]) { return nil }
        self.lesson = lesson
        self.learner = learnerStart..<target.upperBound
    }

    /// Characters that stand for themselves in a path segment.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
            UInt8(ascii: "~"), UInt8(ascii: "@"), UInt8(ascii: ":"), UInt8(ascii: "+"):
            true
        default: false
        }
    }
}
