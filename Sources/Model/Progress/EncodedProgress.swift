/// A progress record as it goes out: the body and its strong entity tag.
public struct EncodedProgress: Sendable {
    /// The tag with its quotes, ASCII.
    public let entityTag: [UInt8]
    /// The JSON object.
    public let body: [UInt8]

    /// Takes a body and what its tag is made of.
    public init(body: [UInt8], revision: Int64, changedAt: Timestamp) {
        self.entityTag = Self.entityTag(revision: revision, changedAt: changedAt)
        self.body = body
    }

    /// The strong entity tag of a record, with quotes (contract §7.5): the version of the public form, which moves when a
    /// release changes how a record is written; the record's revision; and when it last changed, in hex.
    public static func entityTag(revision: Int64, changedAt: Timestamp) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(36)
        bytes.append(contentsOf: [UInt8(ascii: "\""), UInt8(ascii: "1"), UInt8(ascii: "-")])
        appendHex(UInt64(bitPattern: revision), to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        appendHex(UInt64(bitPattern: changedAt.microseconds), to: &bytes)
        bytes.append(UInt8(ascii: "\""))
        return bytes
    }

    private static func appendHex(_ value: UInt64, to bytes: inout [UInt8]) {
        var shift = max(0, (63 - value.leadingZeroBitCount) / 4 * 4)
        while shift >= 0 {
            bytes.append(lowerHexDigit(UInt8(truncatingIfNeeded: value >> UInt64(shift)) & 15))
            shift -= 4
        }
    }
}
