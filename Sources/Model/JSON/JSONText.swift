/// The exact text of one JSON value, never re-serialized (design §3).
public struct JSONText: Hashable, Sendable {
    /// The text.
    public let text: String

    /// Wraps a text that is known to be JSON: it came from a parse or from our own store.
    public init(trusted text: String) {
        self.text = text
    }

    /// Takes the exact text of a parsed value.
    public init(_ node: JSONNode) {
        self.text = node.textString
    }
}
