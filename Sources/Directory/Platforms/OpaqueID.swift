import Credentials

/// Names that say nothing and cannot be guessed.
enum OpaqueID {
    /// 32 lower-case hex digits, 128 random bits.
    static func hex() -> String {
        var generator = SystemRandomNumberGenerator()
        return padded(generator.next()) + padded(generator.next())
    }

    /// So many random bytes in the alphabet of URLs: 22 characters for 16, 43 for 32.
    static func urlSafe(byteCount: Int) -> String {
        SecretBytes.random(count: byteCount).withBytes { Base64URL.encode($0) }
    }

    private static func padded(_ word: UInt64) -> String {
        let digits = String(word, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
