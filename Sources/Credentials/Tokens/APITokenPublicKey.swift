/// The public half of an API token: `tapub_` and 22 base62 characters, safe to show and log (contract §2.1).
///
/// Held in 24 bytes without heap storage, so that the hot path can look tokens up by it.
public struct APITokenPublicKey: Hashable, Sendable {
    /// What every public half starts with.
    static let prefix: StaticString = "tapub_"
    static let prefixCount = 6
    static let digitCount = 22

    // The 22 characters as they lie in memory: 0…7, 8…15 and 14…21. The overlap saves an odd-sized load and is harmless
    // to equality and hash.
    private let first: UInt64
    private let middle: UInt64
    private let last: UInt64

    /// Parses `tapub_` and 22 base62 characters; nil for anything else.
    public init?(_ text: some StringProtocol) {
        let count = APITokenPublicKey.prefixCount + APITokenPublicKey.digitCount
        guard text.utf8.count == count else { return nil }
        let characters = Array(text.utf8)
        let parsed: APITokenPublicKey? = characters.withUnsafeBytes { bytes in
            let digits = bytes[APITokenPublicKey.prefixCount...]
            guard bytes.contains(APITokenPublicKey.prefix, at: 0), Base62.isDigits(digits) else { return nil }
            return APITokenPublicKey(digits: digits)
        }
        guard let parsed else { return nil }
        self = parsed
    }

    /// Takes the 22 characters after the prefix, which are known to be base62.
    init(digits: Slice<UnsafeRawBufferPointer>) {
        precondition(digits.count == APITokenPublicKey.digitCount)
        let digits = UnsafeRawBufferPointer(rebasing: digits)
        first = digits.loadUnaligned(fromByteOffset: 0, as: UInt64.self)
        middle = digits.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
        last = digits.loadUnaligned(fromByteOffset: 14, as: UInt64.self)
    }
}

extension APITokenPublicKey: CustomStringConvertible {
    /// The 28 characters `tapub_…`.
    public var description: String {
        let count = APITokenPublicKey.prefixCount + APITokenPublicKey.digitCount
        return String(unsafeUninitializedCapacity: count) { characters in
            let bytes = UnsafeMutableRawBufferPointer(characters)
            bytes.copyBytes(from: APITokenPublicKey.prefix.description.utf8)
            bytes.storeBytes(of: first, toByteOffset: APITokenPublicKey.prefixCount, as: UInt64.self)
            bytes.storeBytes(of: middle, toByteOffset: APITokenPublicKey.prefixCount + 8, as: UInt64.self)
            bytes.storeBytes(of: last, toByteOffset: APITokenPublicKey.prefixCount + 14, as: UInt64.self)
            return count
        }
    }
}
