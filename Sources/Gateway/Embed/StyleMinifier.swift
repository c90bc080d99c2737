/// Takes comments and unneeded space from a style sheet.
struct StyleMinifier {
    private let source: [Unicode.Scalar]
    private var index = 0
    private var result: [Unicode.Scalar] = []
    /// The length of the result after the last escape: what is escaped is no punctuation.
    private var escapeEnd = 0

    static func minify(_ source: String) -> String {
        var minifier = StyleMinifier(source: Array(source.unicodeScalars))
        minifier.run()
        return String(String.UnicodeScalarView(minifier.result))
    }

    private init(source: [Unicode.Scalar]) {
        self.source = source
        result.reserveCapacity(source.count)
    }

    private mutating func run() {
        while index < source.count {
            switch source[index] {
            case " ", "\t", "\n", "\r", "\u{C}": takeGap()
            case "/" where source[index...].starts(with: Self.opening): takeGap()
            case "\"", "'": takeText()
            case "(" where opensURL: take(upTo: ")")
            case "\\":
                take(2)
                escapeEnd = result.count
            case "}":
                // The last declaration of a block needs no end.
                if lastMark == ";" { result.removeLast() }
                take(1)
            default: take(1)
            }
        }
    }

    private var lastMark: Unicode.Scalar? { result.count == escapeEnd ? nil : result.last }

    private mutating func take(_ count: Int) {
        let end = min(index + count, source.count)
        result += source[index..<end]
        index = end
    }

    private mutating func take(upTo last: Unicode.Scalar) {
        take((source[index...].firstIndex(of: last) ?? source.count - 1) - index + 1)
    }

    private mutating func takeText() {
        let quote = source[index]
        take(1)
        while index < source.count, source[index] != quote { take(source[index] == "\\" ? 2 : 1) }
        take(1)
    }

    /// Whether an address without quotes begins here; a slash in it opens no comment.
    private var opensURL: Bool {
        let rest = source[(index + 1)...].drop { $0.properties.isWhitespace }
        guard let first = rest.first, first != "\"", first != "'" else { return false }
        return String(String.UnicodeScalarView(result.suffix(3))).lowercased() == "url"
    }

    // MARK: Gaps

    private static let opening: [Unicode.Scalar] = ["/", "*"]
    private static let closing: [Unicode.Scalar] = ["*", "/"]

    /// Passes spaces and comments, and writes what must be left of them.
    private mutating func takeGap() {
        var hasSpace = false
        while index < source.count {
            if source[index...].starts(with: Self.opening) {
                let inside = source[index...].dropFirst(2)
                index = inside.firstRange(of: Self.closing)?.upperBound ?? source.count
            } else if [" ", "\t", "\n", "\r", "\u{C}"].contains(source[index]) {
                hasSpace = true
                index += 1
            } else {
                break
            }
        }
        guard !result.isEmpty, index < source.count else { return }
        let isNeedless =
            switch (lastMark, source[index]) {
            // An empty value must at least be a space.
            case (":", ";"), (":", "}"): false
            case ("{", _), ("}", _), (";", _), (",", _), (":", _), (">", _): true
            case (_, "{"), (_, "}"), (_, ";"), (_, ","), (_, ">"): true
            default: false
            }
        guard !isNeedless else { return }
        // A comment alone keeps its neighbours apart, but is no space.
        result += hasSpace ? [" "] : Self.opening + Self.closing
    }
}
