import Credentials

/// Texts that nobody can guess.
enum RandomText {
    /// Base64url of so many bytes of the cryptographic random generator.
    static func make(byteCount: Int = 32) -> String {
        SecretBytes.random(count: byteCount).withBytes { Base64URL.encode($0) }
    }
}
