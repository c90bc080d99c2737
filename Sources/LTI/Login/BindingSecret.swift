public import Credentials

/// Proves that the browser which brings a launch is the one that began the login (LTI rule V3).
///
/// The browser keeps the text, in a cookie or in the platform's storage; the record keeps the digest.
public struct BindingSecret: Sendable {
    private static let byteCount = 32
    private static let textCount = 43

    /// What the browser keeps: URL-safe, 43 characters.
    public let text: String

    /// Makes a new secret of 256 random bits.
    public static func random() -> BindingSecret {
        BindingSecret(trusted: RandomText.urlSafe(byteCount: byteCount))
    }

    /// Reads what a browser sent; nil when it has not the form of a secret.
    public init?(_ text: String) {
        guard text.utf8.count == Self.textCount, Base64URL.decode(text.utf8) != nil else { return nil }
        self.text = text
    }

    private init(trusted text: String) {
        self.text = text
    }

    /// What the record keeps.
    ///
    /// The secret is random, so that its plain digest tells nothing.
    public var digest: Digest { Digest.sha256(Array(text.utf8)) }
}

extension BindingSecret: CustomStringConvertible, CustomReflectable {
    /// A placeholder, never the secret.
    public var description: String { "BindingSecret(redacted)" }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
