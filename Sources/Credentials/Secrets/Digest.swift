/// The 32 bytes of a SHA-256 or an HMAC-SHA-256, held without heap storage and compared in constant time.
public struct Digest: Sendable {
    /// How many bytes a digest has.
    public static let byteCount = 32

    // Four words in memory order; their values depend on the machine's byte order, their bytes do not.
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// Takes exactly 32 bytes; nil for any other number.
    public init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count == Digest.byteCount else { return nil }
        words = bytes.loadUnaligned(as: (UInt64, UInt64, UInt64, UInt64).self)
    }

    /// Makes a digest whose bytes `fill` writes, all 32 of them.
    init(filledBy fill: (UnsafeMutablePointer<UInt8>) -> Void) {
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        withUnsafeMutableBytes(of: &words) { buffer in
            buffer.withMemoryRebound(to: UInt8.self) { bytes in
                if let start = bytes.baseAddress { fill(start) }
            }
        }
        self.words = words
    }

    /// Parses 64 lower-case hex digits; nil for anything else.
    public init?(hex text: some StringProtocol) {
        guard let bytes = LowerHex.decode(text.utf8), bytes.count == Digest.byteCount else { return nil }
        self.init(filledBy: { start in
            for (index, byte) in bytes.enumerated() { start[index] = byte }
        })
    }

    /// The bytes as 64 lower-case hex digits.
    public var hex: String {
        withBytes { LowerHex.encode($0) }
    }

    /// Calls `body` with the 32 bytes; the pointer is good for the duration of the call only.
    public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        withUnsafeBytes(of: words, body)
    }
}

extension Digest: Equatable {
    /// Compares all 32 bytes, in a time that does not depend on them.
    public static func == (left: Digest, right: Digest) -> Bool {
        left.withBytes { left in
            right.withBytes { right in constantTimeEquals(left, right) }
        }
    }
}
