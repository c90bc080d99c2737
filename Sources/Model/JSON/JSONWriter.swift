/// Appends JSON in the order of the calls, always with explicit nulls, and splices stored JSON unparsed.
public struct JSONWriter: Sendable {
    /// What was written so far.
    public private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// Makes an empty writer with room for a typical answer.
    public init(capacity: Int = 512) {
        bytes.reserveCapacity(capacity)
    }

    /// Makes a writer that appends to bytes which are not its own.
    init(after bytes: consuming [UInt8]) {
        self.bytes = bytes
    }

    /// The text written so far.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Writes an object whose members `body` writes.
    public mutating func object(_ body: (inout JSONWriter) throws -> Void) rethrows {
        try nest(open: UInt8(ascii: "{"), close: UInt8(ascii: "}"), body)
    }

    /// Writes an array whose elements `body` writes.
    public mutating func array(_ body: (inout JSONWriter) throws -> Void) rethrows {
        try nest(open: UInt8(ascii: "["), close: UInt8(ascii: "]"), body)
    }

    private mutating func nest(
        open: UInt8,
        close: UInt8,
        _ body: (inout JSONWriter) throws -> Void
    ) rethrows {
        separate()
        bytes.append(open)
        needsComma = false
        try body(&self)
        bytes.append(close)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    /// Writes the name of the member whose value comes next; a literal must need no escape.
    public mutating func name(_ name: StaticString) {
        let length = name.utf8CodeUnitCount
        withUnsafeTemporaryAllocation(byteCount: length + 4, alignment: 1) { text in
            var start = 1
            if needsComma {
                text[0] = UInt8(ascii: ",")
                start = 0
            }
            text[1] = UInt8(ascii: "\"")
            UnsafeMutableRawBufferPointer(rebasing: text[2..<length + 2]).copyMemory(
                from: UnsafeRawBufferPointer(start: name.utf8Start, count: length)
            )
            text[length + 2] = UInt8(ascii: "\"")
            text[length + 3] = UInt8(ascii: ":")
            bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[start...]))
        }
        needsComma = false
    }

    /// Writes the name of the member whose value comes next.
    @_disfavoredOverload
    public mutating func name(_ name: String) {
        string(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes a string, or `null`.
    public mutating func string(_ value: String?) {
        guard var value else { return null() }
        separate()
        bytes.append(UInt8(ascii: "\""))
        value.withUTF8 { utf8 in
            // One copy for the usual string that needs no escape.
            if utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C }) {
                bytes.append(contentsOf: utf8)
            } else {
                for byte in utf8 { appendEscaped(byte) }
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func appendEscaped(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            bytes.append(UInt8(ascii: "\\"))
            bytes.append(byte)
        case 0x0A: bytes.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "n")])
        case 0x0D: bytes.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "r")])
        case 0x09: bytes.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "t")])
        case 0..<0x20:
            bytes.append(contentsOf: "\\u00".utf8)
            bytes.append(lowerHexDigit(byte >> 4))
            bytes.append(lowerHexDigit(byte & 15))
        default: bytes.append(byte)
        }
    }

    /// Writes an identifier as a string, or `null`.
    public mutating func id<Subject>(_ value: ID<Subject>?) {
        guard let value else { return null() }
        value.withText { string(plainUTF8: $0) }
    }

    /// Writes an instant as ISO 8601, or `null`.
    public mutating func time(_ value: Timestamp?) {
        guard let value else { return null() }
        value.withText { string(plainUTF8: $0) }
    }

    /// Writes a whole number, or `null`.
    public mutating func integer(_ value: Int?) {
        guard let value else { return null() }
        separate()
        if (0...9).contains(value) {
            bytes.append(UInt8(ascii: "0") + UInt8(value))
        } else {
            bytes.append(contentsOf: String(value).utf8)
        }
    }

    /// Writes a finite number, whole ones without a fraction; `null` for nil.
    public mutating func number(_ value: Double?) {
        guard let value else { return null() }
        if value.rounded() == value, abs(value) < 1e18 { return integer(Int(value)) }
        separate()
        bytes.append(contentsOf: value.description.utf8)
    }

    /// Writes `true` or `false`.
    public mutating func bool(_ value: Bool) {
        separate()
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    /// Writes `null`.
    public mutating func null() {
        separate()
        bytes.append(contentsOf: "null".utf8)
    }

    /// Writes stored JSON as it is.
    public mutating func json(utf8: UnsafeRawBufferPointer) {
        separate()
        bytes.append(contentsOf: utf8)
    }

    /// Writes a string whose UTF-8 is known to need no escape.
    public mutating func string(plainUTF8: UnsafeRawBufferPointer) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: plainUTF8)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes stored JSON as it is, or `null`.
    public mutating func json(_ value: JSONText?) {
        guard let value else { return null() }
        separate()
        bytes.append(contentsOf: value.text.utf8)
    }
}
