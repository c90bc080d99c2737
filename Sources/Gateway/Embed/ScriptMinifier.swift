/// Takes from a script what only its readers need: comments, indentation, and spaces that keep no two tokens apart.
///
/// It reads tokens, not the grammar, so line breaks stay wherever a statement may end at one, and names stay as they are
/// but for those of private members, which nothing beyond their class can see.
struct ScriptMinifier {
    /// What an open bracket holds; its end says whether a slash after it divides.
    enum Scope {
        /// `start` is the place of the bracket in the result.
        case group(isHead: Bool, start: Int)
        case list, block, object, placeholder
    }

    /// What stands between two tokens.
    enum Gap {
        case none, space, line
    }

    /// The last token: what may stand beside it, and what may come after it.
    enum Token {
        /// A value or its end, after which a slash divides.
        case word, number, value
        /// What a value follows; there, a slash begins a regular expression.
        case keyword, head, mark
    }

    let source: [Unicode.Scalar]
    var index = 0
    var result: [Unicode.Scalar] = []
    var scopes: [Scope] = []
    var last = Token.mark
    /// The last token if that is a mark of one character.
    var lastMark: Unicode.Scalar?
    var gap = Gap.none
    /// Whether the comma or semicolon written last ends something, so that it may go before a closing bracket.
    var isLastOptional = false
    /// How many scopes are open around each `const` whose declaration goes on.
    var declarations: [Int] = []
    /// Whether the last token is the semicolon of such a declaration.
    var endsDeclaration = false
    /// The short names of private members.
    var members: [String: String] = [:]
    /// What the last token may become.
    var shortForm: String?
    /// The place in the result of the bracket before the last token, where that ends a name in brackets.
    var nameStart: Int?

    /// The script without what it does not need; one that cannot be read stays as it is.
    static func minify(_ source: String) -> String {
        var minifier = ScriptMinifier(source: Array(source.unicodeScalars))
        return minifier.run() ? String(String.UnicodeScalarView(minifier.result)) : source
    }

    private init(source: [Unicode.Scalar]) {
        self.source = source
        result.reserveCapacity(source.count)
    }

    func at(_ offset: Int = 0) -> Unicode.Scalar {
        index + offset < source.count ? source[index + offset] : "\0"
    }

    mutating func run() -> Bool {
        while index < source.count {
            let isRead =
                switch (at(), at(1)) {
                case _ where isLineEnd: skipSpace(.line)
                case (" ", _), ("\t", _): skipSpace(gap == .line ? .line : .space)
                case ("/", "/"): skipLineComment()
                case ("/", "*"): skipBlockComment()
                case ("/", _) where !isAfterValue: takeExpression()
                case ("\"", _), ("'", _): takeText()
                case ("`", _): takeTemplate()
                case ("0"..."9", _), (".", "0"..."9"): takeNumber()
                case (let scalar, _) where Self.isWord(scalar): takeWord()
                default: takeMark()
                }
            guard isRead else { return false }
        }
        return scopes.isEmpty
    }

    var isAfterValue: Bool {
        switch last {
        case .word, .number, .value: true
        case .keyword, .head, .mark: false
        }
    }

    static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "$", "#", "\\": true
        default: !scalar.isASCII
        }
    }

    // MARK: Gaps

    mutating func skipSpace(_ gap: Gap) -> Bool {
        self.gap = gap
        index += 1
        return true
    }

    mutating func skipLineComment() -> Bool {
        while index < source.count, !isLineEnd { index += 1 }
        return true
    }

    var isLineEnd: Bool {
        ["\n", "\r", "\u{2028}", "\u{2029}"].contains(at())
    }

    mutating func skipBlockComment() -> Bool {
        index += 2
        if gap == .none { gap = .space }
        while at() != "*" || at(1) != "/" {
            guard index < source.count else { return false }
            if isLineEnd { gap = .line }
            index += 1
        }
        index += 2
        return true
    }

    // MARK: Tokens

    /// Writes the source up to `end`, or the text that stands for it, as one token, with as much of the gap before it as
    /// it needs.
    mutating func write(to end: Int, as token: Token, instead text: String? = nil) {
        writeGap(before: text?.unicodeScalars.first ?? at())
        lastMark = token == .mark && end == index + 1 ? at() : nil
        if let text { result += text.unicodeScalars } else { result += source[index..<end] }
        index = end
        last = token
        isLastOptional = false
        endsDeclaration = false
        nameStart = nil
        shortForm = nil
    }

    mutating func writeGap(before next: Unicode.Scalar) {
        if let end = result.last {
            switch gap {
            case .none: break
            case .space where !mustPart(end, next): break
            case .line where isWithin && !mustPart(end, next): break
            case .space: result.append(" ")
            case .line:
                result.append("\n")
                // The declaration may end here without a semicolon.
                if declarations.last == scopes.count { declarations.removeLast() }
            }
        }
        gap = .none
    }

    /// Whether the last token would be another one if the next came right after it.
    func mustPart(_ end: Unicode.Scalar, _ next: Unicode.Scalar) -> Bool {
        switch (end, next) {
        case ("+", "+"), ("-", "-"), ("/", "/"), ("/", "*"), ("<", "/"), ("<", "!"), ("?", "."): true
        case ("/", _) where last == .value: Self.isWord(next)
        case (_, "."): last == .number
        default: (Self.isWord(end) || last == .number) && Self.isWord(next)
        }
    }

    /// Whether no statement can end between the last token and the next, since one of them needs what is beyond the gap.
    var isWithin: Bool {
        if let lastMark {
            let openers: [Unicode.Scalar] = ["{", "(", "[", ",", ";", "=", "?", ":", "&", "|", "<", ">", "!", "+", "-"]
            if openers.contains(lastMark) { return true }
        }
        switch (at(), at(1)) {
        case (".", "0"..."9"): return false
        case (let next, _): return ["}", ")", "]", ",", ";", "=", "?", ":", "&", "|", "."].contains(next)
        }
    }
}
