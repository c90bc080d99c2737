/// Takes comments and indentation from an HTML page, and minifies what scripts and style sheets it has in it.
struct PageMinifier {
    private var rest: Substring
    private var result = ""

    static func minify(_ source: String) -> String {
        var minifier = PageMinifier(rest: source[...])
        minifier.run()
        return minifier.result
    }

    private init(rest: Substring) {
        self.rest = rest
    }

    private mutating func run() {
        while !rest.isEmpty {
            if rest.hasPrefix("<!--") {
                rest = rest.firstRange(of: "-->").map { rest[$0.upperBound...] } ?? ""
            } else if rest.hasPrefix("<") {
                takeTag()
            } else {
                takeText()
            }
        }
    }

    /// Takes text between tags; since space between elements may show, one line break of it stays.
    private mutating func takeText() {
        let text = rest.prefix { $0 != "<" }
        rest = rest[text.endIndex...]
        guard text.allSatisfy(\.isWhitespace), text.contains(where: \.isNewline) else {
            result += text
            return
        }
        if result.last?.isNewline != true { result += "\n" }
    }

    private mutating func takeTag() {
        var quote: Character?
        let inside = rest.prefix { character in
            if character == quote {
                quote = nil
            } else if quote == nil, character == "\"" || character == "'" {
                quote = character
            }
            return quote != nil || character != ">"
        }
        let tag = rest.prefix(inside.count + 1)
        result += tag
        rest = rest[tag.endIndex...]
        let name = tag.dropFirst().prefix { $0.isLetter }.lowercased()
        guard Self.verbatim.contains(name) else { return }
        let content = rest[..<(rest.firstRange(of: "</\(name)")?.lowerBound ?? rest.endIndex)]
        rest = rest[content.endIndex...]
        switch name {
        case "script" where !tag.contains("type=") || tag.contains("module"):
            result += ScriptMinifier.minify(String(content))
        case "style": result += StyleMinifier.minify(String(content))
        default: result += content
        }
    }

    /// In these, text and tags mean something else.
    private static let verbatim: Set = ["pre", "script", "style", "textarea", "title"]
}
