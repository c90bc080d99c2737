/// A progress record as it goes out: the body and its strong entity tag.
public struct EncodedProgress: Sendable {
    // One array for both, since caches hold many of these.
    private let bytes: [UInt8]
    private let tagCount: Int

    /// Writes the body after the tag that its revision and time of change make.
    public init(revision: Int64, changedAt: Timestamp, writeBody: (inout JSONWriter) -> Void) {
        var start: [UInt8] = []
        start.reserveCapacity(768)
        Self.appendEntityTag(revision: revision, changedAt: changedAt, to: &start)
        tagCount = start.count
        var json = JSONWriter(after: start)
        writeBody(&json)
        bytes = json.bytes
    }

    /// Takes back what ``withStored(_:)`` gave; nil when a release wrote it whose public form was another one.
    public init?(stored: UnsafeRawBufferPointer) {
        let form = Self.form
        guard stored.count > form.utf8CodeUnitCount,
            stored.starts(with: UnsafeRawBufferPointer(start: form.utf8Start, count: form.utf8CodeUnitCount)),
            let end = stored[form.utf8CodeUnitCount...].firstIndex(of: UInt8(ascii: "\""))
        else { return nil }
        self.init(bytes: Array(stored), tagCount: end + 1)
    }

    /// Calls `body` with the tag and the body, for keeping outside of memory.
    public func withStored<Value>(_ body: (UnsafeRawBufferPointer) -> Value) -> Value {
        bytes.withUnsafeBytes(body)
    }

    private init(bytes: [UInt8], tagCount: Int) {
        self.bytes = bytes
        self.tagCount = tagCount
    }

    /// The tag with its quotes, ASCII.
    public var entityTag: ArraySlice<UInt8> { bytes[..<tagCount] }

    /// The JSON object.
    public var body: ArraySlice<UInt8> { bytes[tagCount...] }

    /// The strong entity tag of a record, with quotes (contract §7.5): the version of the public form, which moves when a
    /// release changes how a record is written; the record's revision; and when it last changed, in hex.
    public static func entityTag(revision: Int64, changedAt: Timestamp) -> [UInt8] {
        var bytes: [UInt8] = []
        appendEntityTag(revision: revision, changedAt: changedAt, to: &bytes)
        return bytes
    }

    /// The start of the tag: the version of the public form.
    private static let form: StaticString = "\"1-"

    private static func appendEntityTag(revision: Int64, changedAt: Timestamp, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: form.utf8Start, count: form.utf8CodeUnitCount))
        appendHex(UInt64(bitPattern: revision), to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        appendHex(UInt64(bitPattern: changedAt.microseconds), to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    private static func appendHex(_ value: UInt64, to bytes: inout [UInt8]) {
        var shift = max(0, (63 - value.leadingZeroBitCount) / 4 * 4)
        while shift >= 0 {
            bytes.append(lowerHexDigit(UInt8(truncatingIfNeeded: value >> UInt64(shift)) & 15))
            shift -= 4
        }
    }
}
