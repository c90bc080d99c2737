/// One complete HTTP/1.1 request head, found by a strict scan of received bytes (RFC 9112).
///
/// The scan only decides whether a request may be answered without the framework, so it understands no more than it must:
/// whatever is unusual is `unclear` and goes to the framework's parser untouched. Ranges are offsets into the bytes.
struct RequestHead {
    /// What the scan found.
    enum Scan {
        /// A complete head.
        case complete(RequestHead)
        /// The start of a head that may still become complete.
        case incomplete
        /// Something that only a full parser should judge.
        case unclear
    }

    /// Bytes of the head with the empty line.
    private(set) var count = 0
    private(set) var method = 0..<0
    private(set) var target = 0..<0
    private(set) var authorization: Range<Int>?
    private(set) var ifNoneMatch: Range<Int>?
    private(set) var requestID: Range<Int>?
    /// Bytes of the body.
    private(set) var contentLength = 0
    /// Whether there are headers that only the framework handles, or known ones that are given twice.
    private(set) var needsFramework = false
    /// Whether the length of the body cannot be told from `Content-Length` alone.
    private(set) var hasUnclearLength = false
    /// Fields that the framework takes at most.
    static let fieldLimit = 100

    private var hasHost = false
    private var hasLength = false
    private var fieldCount = 0

    /// Scans for a head at the start of `bytes`.
    static func scan(_ bytes: UnsafeRawBufferPointer) -> Scan {
        var head = RequestHead()
        var start = 0
        while true {
            let end: Int
            switch lineEnd(from: start, in: bytes) {
            case .at(let offset): end = offset
            case .missing: return .incomplete
            case .unclear: return .unclear
            }
            if start == 0 {
                guard head.takeRequestLine(bytes, end: end) else { return .unclear }
            } else if end == start {
                break
            } else {
                guard head.takeField(bytes, start..<end) else { return .unclear }
            }
            start = end + 2
        }
        head.count = start + 2
        if !head.hasHost || head.fieldCount > fieldLimit { head.needsFramework = true }
        return .complete(head)
    }

    private enum LineEnd {
        /// The offset of CR LF.
        case at(Int)
        case missing
        /// Half of it.
        case unclear
    }

    private static func lineEnd(from start: Int, in bytes: UnsafeRawBufferPointer) -> LineEnd {
        var index = start
        while index < bytes.count {
            if bytes[index] == 0x0D {
                guard index + 1 < bytes.count else { return .missing }
                return bytes[index + 1] == 0x0A ? .at(index) : .unclear
            }
            if bytes[index] == 0x0A { return .unclear }
            index += 1
        }
        return .missing
    }

    private mutating func takeRequestLine(_ bytes: UnsafeRawBufferPointer, end: Int) -> Bool {
        var index = 0
        while index < end, isToken(bytes[index]) { index += 1 }
        guard index > 0, index < end, bytes[index] == 0x20 else { return false }
        method = 0..<index
        let start = index + 1
        index = start
        while index < end, bytes[index] > 0x20, bytes[index] < 0x7F { index += 1 }
        guard index > start, end - index == 9, bytes[start] == UInt8(ascii: "/") else { return false }
        target = start..<index
        return bytes.matches(" HTTP/1.1", at: index)
    }

    private mutating func takeField(_ bytes: UnsafeRawBufferPointer, _ line: Range<Int>) -> Bool {
        var index = line.lowerBound
        while index < line.upperBound, isToken(bytes[index]) { index += 1 }
        guard index > line.lowerBound, index < line.upperBound, bytes[index] == UInt8(ascii: ":") else { return false }
        let name = line.lowerBound..<index
        var start = index + 1
        var end = line.upperBound
        while start < end, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
        while end > start, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
        for position in start..<end where bytes[position] < 0x20 && bytes[position] != 0x09 || bytes[position] == 0x7F {
            return false
        }
        fieldCount += 1
        return take(name, value: start..<end, bytes)
    }

    /// Takes a field that matters; the length of its name tells most others apart.
    private mutating func take(_ name: Range<Int>, value: Range<Int>, _ bytes: UnsafeRawBufferPointer) -> Bool {
        switch name.count {
        case 4 where bytes.matches("host", in: name):
            if hasHost || value.isEmpty { needsFramework = true }
            hasHost = true
        case 6 where bytes.matches("prefer", in: name), 6 where bytes.matches("expect", in: name),
            7 where bytes.matches("upgrade", in: name):
            needsFramework = true
        case 10 where bytes.matches("connection", in: name):
            if !bytes.matches("keep-alive", in: value) { needsFramework = true }
        case 12 where bytes.matches("x-request-id", in: name):
            if requestID != nil { needsFramework = true }
            requestID = value
        case 13 where bytes.matches("authorization", in: name):
            if authorization != nil { needsFramework = true }
            authorization = value
        case 13 where bytes.matches("if-none-match", in: name):
            if ifNoneMatch != nil { needsFramework = true }
            ifNoneMatch = value
        case 14 where bytes.matches("content-length", in: name): return takeLength(value, bytes)
        case 15 where bytes.matches("x-forwarded-for", in: name):
            if forwardedFor != nil { needsFramework = true }
            forwardedFor = value
        case 17 where bytes.matches("transfer-encoding", in: name):
            needsFramework = true
            hasUnclearLength = true
        default: break
        }
        return true
    }

    /// The only `X-Forwarded-For`; with several the framework is needed.
    private(set) var forwardedFor: Range<Int>?

    private mutating func takeLength(_ value: Range<Int>, _ bytes: UnsafeRawBufferPointer) -> Bool {
        // A second length, be it the same, is the full parser's to refuse.
        guard !hasLength, (1...15).contains(value.count) else { return false }
        hasLength = true
        var length = 0
        for position in value {
            let byte = bytes[position]
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return false }
            length = length * 10 + Int(byte - UInt8(ascii: "0"))
        }
        contentLength = length
        return true
    }
}

/// Whether a byte may stand in a method or field name (RFC 9110 §5.6.2).
private func isToken(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
        UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "&"),
        UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "^"), UInt8(ascii: "`"),
        UInt8(ascii: "|"), UInt8(ascii: "~"):
        true
    default: false
    }
}

extension UnsafeRawBufferPointer {
    /// Whether a literal stands at an offset, case-sensitively.
    func matches(_ literal: StaticString, at offset: Int) -> Bool {
        let length = literal.utf8CodeUnitCount
        guard offset + length <= count else { return false }
        for index in 0..<length where self[offset + index] != literal.utf8Start[index] { return false }
        return true
    }

    /// Whether a range holds a lower-case literal, in either case.
    func matches(_ literal: StaticString, in range: Range<Int>) -> Bool {
        let length = literal.utf8CodeUnitCount
        guard range.count == length else { return false }
        for index in 0..<length {
            let byte = self[range.lowerBound + index]
            let lower = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
            guard lower == literal.utf8Start[index] else { return false }
        }
        return true
    }

    /// The bytes of a range, by offsets of their own.
    func part(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: self[range])
    }

    /// The text of a range.
    func text(_ range: Range<Int>) -> String {
        String(decoding: part(range), as: UTF8.self)
    }
}
