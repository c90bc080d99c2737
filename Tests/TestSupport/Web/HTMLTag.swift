/// A start tag of a page of ours, whose attributes stand in double quotes.
package struct HTMLTag: Sendable {
    private let attributes: [String: String]

    /// The value of an attribute with its character references read.
    package subscript(name: String) -> String? { attributes[name] }

    /// All start tags of a name.
    package static func all(_ name: String, in text: some StringProtocol) -> [HTMLTag] {
        var tags: [HTMLTag] = []
        var rest = Substring(text)
        while let start = rest.firstRange(of: "<\(name)") {
            rest = rest[start.upperBound...]
            guard let next = rest.first, next.isWhitespace || next == ">" || next == "/" else { continue }
            tags.append(HTMLTag(reading: &rest))
        }
        return tags
    }

    package static func first(_ name: String, in text: some StringProtocol) -> HTMLTag? {
        all(name, in: text).first
    }

    private init(reading rest: inout Substring) {
        var attributes: [String: String] = [:]
        while let next = rest.first, next != ">" {
            if next.isWhitespace || next == "/" {
                rest.removeFirst()
                continue
            }
            let name = rest.prefix { !$0.isWhitespace && $0 != "=" && $0 != ">" && $0 != "/" }
            guard !name.isEmpty else {
                rest.removeFirst()
                continue
            }
            rest = rest[name.endIndex...]
            guard rest.first == "=" else {
                attributes[name.lowercased()] = ""
                continue
            }
            rest.removeFirst()
            if rest.first == "\"" || rest.first == "'" {
                let quote = rest.removeFirst()
                let value = rest.prefix { $0 != quote }
                rest = rest[value.endIndex...].dropFirst()
                attributes[name.lowercased()] = HTMLText.unescape(value)
            } else {
                let value = rest.prefix { !$0.isWhitespace && $0 != ">" }
                rest = rest[value.endIndex...]
                attributes[name.lowercased()] = HTMLText.unescape(value)
            }
        }
        self.attributes = attributes
    }
}
