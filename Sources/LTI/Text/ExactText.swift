/// A text that equals another only byte for byte.
///
/// Swift compares strings by what they look like: `é` as one character equals `e` with an accent. Names that platforms
/// give (issuers, client ids, deployments, users) are opaque, and two that differ in a byte are two (LTI rules R2,
/// V18).
public struct ExactText: Hashable, Sendable, CustomStringConvertible {
    /// The text.
    public let text: String

    /// Wraps a text.
    public init(_ text: String) {
        self.text = text
    }

    /// The text.
    public var description: String { text }

    /// Whether all bytes are the same.
    public static func == (left: ExactText, right: ExactText) -> Bool {
        left.text.isExactly(right.text)
    }

    /// Feeds the bytes.
    public func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
        hasher.combine(text.utf8.count)
    }
}

extension String {
    /// Whether both texts have the same bytes, which `==` does not ask.
    func isExactly(_ other: String) -> Bool {
        utf8.elementsEqual(other.utf8)
    }

    /// How many characters (Unicode scalars) the text has.
    var length: Int { unicodeScalars.count }
}
