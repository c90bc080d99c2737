/// Texts that nobody can guess, of the cryptographic random generator.
public enum RandomText {
    /// Base64url of so many random bytes: 22 characters for 16, 43 for 32.
    public static func urlSafe(byteCount: Int = 32) -> String {
        SecretBytes.random(count: byteCount).withBytes { Base64URL.encode($0) }
    }

    /// 32 lower-case hex digits, 128 random bits.
    public static func hex() -> String {
        SecretBytes.random(count: 16).withBytes { LowerHex.encode($0) }
    }
}
