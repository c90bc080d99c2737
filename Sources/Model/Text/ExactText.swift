/// A text that equals another only byte for byte.
///
/// Swift compares strings by what they look like: `é` as one character equals `e` with an accent. Names that others give
/// (issuers, client ids, deployments, users, groups) are opaque, and two that differ in a byte are two, as in the stores
/// (LTI rules R2, V18).
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
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        hasher.combine(text.utf8.count)
    }
}

extension String {
    /// Whether there is another text, and it has the same bytes, which `==` does not ask.
    public func isExactly(_ other: String?) -> Bool {
        guard let other else { return false }
        return utf8.elementsEqual(other.utf8)
    }
}
