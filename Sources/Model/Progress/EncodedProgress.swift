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

    private init(bytes: [UInt8], tagCount: Int) {
        self.bytes = bytes
        self.tagCount = tagCount
    }

    /// The tag with its quotes, ASCII.
    public var entityTag: ArraySlice<UInt8> { bytes[..<tagCount] }

    /// The JSON object.
    public var body: ArraySlice<UInt8> { bytes[tagCount...] }

    /// The same without room to grow, for keeping.
    public var compact: EncodedProgress {
        let exact = [UInt8](unsafeUninitializedCapacity: bytes.count) { buffer, count in
            _ = buffer.initialize(fromContentsOf: bytes)
            count = bytes.count
        }
        return EncodedProgress(bytes: exact, tagCount: tagCount)
    }

    /// The strong entity tag of a record, with quotes (contract §7.5): the version of the public form, which moves when a
    /// release changes how a record is written; the record's revision; and when it last changed, in hex.
    public static func entityTag(revision: Int64, changedAt: Timestamp) -> [UInt8] {
        var bytes: [UInt8] = []
        appendEntityTag(revision: revision, changedAt: changedAt, to: &bytes)
        return bytes
    }

    private static func appendEntityTag(revision: Int64, changedAt: Timestamp, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: "\"1-".utf8)
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
