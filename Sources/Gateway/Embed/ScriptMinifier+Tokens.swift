// Reads tokens one by one; each function says whether there is one.
extension ScriptMinifier {
    mutating func takeNumber() -> Bool {
        var end = index
        while end < source.count, Self.isWord(source[end]) || source[end] == "." { end += 1 }
        write(to: end, as: .number)
        return true
    }

    mutating func takeWord() -> Bool {
        var end = index
        while end < source.count, Self.isWord(source[end]) { end += 1 }
        if at() == "#" { return takeMember(to: end) }
        if source[index..<end].elementsEqual("const".unicodeScalars), isDeclaration(from: end) {
            if endsDeclaration {
                // One declaration can declare all that declarations in a row do.
                result.removeLast()
                result.append(",")
                declarations.append(scopes.count)
                (index, gap, lastMark, isLastOptional, endsDeclaration) = (end, .none, ",", false, false)
                return true
            }
            if !isExported { declarations.append(scopes.count) }
        }
        let token: Token =
            switch word(to: end) {
            // After a dot they are names like any other.
            case _ where lastMark == ".": .word
            case "if", "for", "while", "with": .head
            case "do", "else": .mark
            case "await", "case", "default", "delete", "extends", "in", "instanceof", "new", "of", "return", "throw",
                "typeof", "void", "yield":
                .keyword
            default: .word
            }
        let shortForm = shortForm(of: word(to: end))
        write(to: end, as: token)
        self.shortForm = shortForm
        return true
    }

    private func word(to end: Int) -> String { String(String.UnicodeScalarView(source[index..<end])) }

    /// The short form of a word, where that begins an operand.
    private func shortForm(of word: String) -> String? {
        let operators: [Unicode.Scalar] = ["=", "(", "[", ":", "?", "&", "|"]
        let isInList =
            switch scopes.last {
            case .group, .list: lastMark == ","
            default: false
            }
        guard last == .keyword || isInList || lastMark.map(operators.contains) ?? false else { return nil }
        return ["true": "!0", "false": "!1"][word]
    }

    /// Shortens the last token if that is a whole operand, as it is before these.
    private mutating func shorten(before mark: Unicode.Scalar) {
        guard let shortForm, [";", ",", ")", "]", "}", "&", "|"].contains(mark) else { return }
        while let scalar = result.last, Self.isWord(scalar) { result.removeLast() }
        if result.last == " " { result.removeLast() }
        result += shortForm.unicodeScalars
        self.shortForm = nil
    }

    /// Takes the name of a private member; one with an escape in it may be the same as another without.
    private mutating func takeMember(to end: Int) -> Bool {
        let name = word(to: end)
        let short = members[name] ?? Self.memberName(members.count)
        members[name] = short
        write(to: end, as: .word, instead: short)
        return name.count > 1 && !name.contains("\\")
    }

    /// #a to #z, then #a1 to #z1 and so on.
    private static func memberName(_ number: Int) -> String {
        let letter = Unicode.Scalar(UInt8(ascii: "a") + UInt8(number % 26))
        return number < 26 ? "#\(letter)" : "#\(letter)\(number / 26)"
    }

    /// Whether a name or a pattern follows, as it does unless `const` is the name of a member.
    private func isDeclaration(from end: Int) -> Bool {
        let next = source[end...].first { !$0.properties.isWhitespace }
        return lastMark != "." && (next.map { Self.isWord($0) || $0 == "{" || $0 == "[" } ?? false)
    }

    /// What a module exports is declared apart from the rest.
    private var isExported: Bool {
        last == .word && result.suffix(6).elementsEqual("export".unicodeScalars)
    }

    mutating func takeText() -> Bool {
        let quote = at()
        var end = index + 1
        while end < source.count, source[end] != quote {
            if source[end] == "\n" { return false }
            end += source[end] == "\\" ? 2 : 1
        }
        guard end < source.count else { return false }
        write(to: end + 1, as: .value)
        return true
    }

    mutating func takeExpression() -> Bool {
        var end = index + 1
        var isInClass = false
        while end < source.count, source[end] != "/" || isInClass {
            switch source[end] {
            case "\n": return false
            case "[": isInClass = true
            case "]": isInClass = false
            case "\\": end += 1
            default: break
            }
            end += 1
        }
        guard end < source.count else { return false }
        repeat { end += 1 } while end < source.count && Self.isWord(source[end])
        write(to: end, as: .value)
        return true
    }

    /// Takes a template, or what is left of it, up to its end or to its next placeholder.
    mutating func takeTemplate() -> Bool {
        var end = index + 1
        while end < source.count, source[end] != "`" {
            if source[end] == "$", end + 1 < source.count, source[end + 1] == "{" {
                write(to: end + 2, as: .mark)
                scopes.append(.placeholder)
                lastMark = "{"
                return true
            }
            end += source[end] == "\\" ? 2 : 1
        }
        guard end < source.count else { return false }
        write(to: end + 1, as: .value)
        return true
    }

    mutating func takeMark() -> Bool {
        let mark = at()
        shorten(before: mark)
        switch mark {
        case "(":
            let isHead = last == .head
            write(to: index + 1, as: .mark)
            scopes.append(.group(isHead: isHead, start: result.count - 1))
            return true
        case "[", "{":
            let scope = mark == "[" ? .list : braceScope
            write(to: index + 1, as: .mark)
            scopes.append(scope)
            return true
        case ")", "]", "}": return close(mark)
        case "=" where at(1) == ">": unwrapName()
        default: break
        }
        let endsValue = isAfterValue
        let endsDeclaration = mark == ";" && declarations.last == scopes.count
        switch (mark, at(1), at(2)) {
        case ("+", "+", _), ("-", "-", _): write(to: index + 2, as: .value)
        case (".", ".", "."):
            write(to: index + 3, as: .mark)
            lastMark = "\u{2026}"
        default: write(to: index + 1, as: .mark)
        }
        isLastOptional = endsValue && (mark == "," || mark == ";")
        if endsDeclaration {
            declarations.removeLast()
            self.endsDeclaration = true
        }
        return true
    }

    /// The only parameter of an arrow function needs no brackets.
    private mutating func unwrapName() {
        guard let nameStart else { return }
        result.removeLast()
        if nameStart > 0, Self.isWord(result[nameStart - 1]) {
            result[nameStart] = " "
        } else {
            result.remove(at: nameStart)
        }
        (last, lastMark) = (.word, nil)
        self.nameStart = nil
    }

    /// Whether a brace that opens here is that of an object; it decides only what a slash after its end is.
    private var braceScope: Scope {
        switch (last, lastMark) {
        case (.keyword, _): .object
        case (.mark, ":"): if case .object = scopes.last { .object } else { .block }
        case (.mark, ";"), (.mark, "{"), (.mark, "}"), (.mark, ">"), (.mark, nil): .block
        case (.mark, _): .object
        default: .block
        }
    }

    private mutating func close(_ mark: Unicode.Scalar) -> Bool {
        // What is optional at an end: a semicolon in a block, a comma in a list.
        if isLastOptional, mark == "}" || result.last == "," {
            result.removeLast()
            isLastOptional = false
            gap = .none
        }
        let scope = scopes.popLast()
        while let depth = declarations.last, depth > scopes.count { declarations.removeLast() }
        switch (mark, scope) {
        case ("}", .placeholder): return takeTemplate()
        case (")", .group(isHead: true, _)), ("}", .block): write(to: index + 1, as: .mark)
        case (")", .group(_, let start)):
            let inside = result[(start + 1)...]
            let isName = inside.allSatisfy(Self.isWord) && last == .word
            write(to: index + 1, as: .value)
            nameStart = isName ? start : nil
        case ("]", .list), ("}", .object): write(to: index + 1, as: .value)
        default: return false
        }
        return true
    }
}
