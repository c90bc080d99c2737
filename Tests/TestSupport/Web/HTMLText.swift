/// Character references of HTML.
package enum HTMLText {
    private static let names: [(name: String, character: String)] = [
        ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#x27;", "'"), ("&#x2F;", "/"),
        ("&#47;", "/"), ("&#x3D;", "="), ("&#61;", "="), ("&#x60;", "`"), ("&amp;", "&"),
    ]

    /// A text for the inside of elements and attributes.
    package static func escape(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }

    /// What a text of a page says.
    package static func unescape(_ text: some StringProtocol) -> String {
        guard text.contains("&") else { return String(text) }
        return names.reduce(String(text)) { $0.replacing($1.name, with: $1.character) }
    }
}
