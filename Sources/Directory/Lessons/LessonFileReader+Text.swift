import Model

extension LessonFileReader {
    /// Reads a text of 1 to `maximum` characters (Unicode scalars) that is not blank.
    mutating func text(_ node: JSONNode, maximum: Int) -> String? {
        guard let string = checkedString(node) else { return nil }
        guard (1...maximum).contains(string.unicodeScalars.count) else {
            report("must have 1 to \(maximum) characters")
            return nil
        }
        guard !string.unicodeScalars.allSatisfy(\.properties.isWhitespace) else {
            report("must not be blank")
            return nil
        }
        return string
    }

    /// Reads a string of any length without the characters that nothing we store or send may hold.
    mutating func checkedString(_ node: JSONNode) -> String? {
        guard case .string(let string, let flaw) = node.kind else {
            report("must be a string")
            return nil
        }
        if let reason = Self.refusal(of: string, flaw: flaw) {
            report(reason)
            return nil
        }
        return string
    }

    private static func refusal(of string: String, flaw: JSONNode.StringFlaw?) -> String? {
        switch flaw {
        case .nullCharacter: return "must not hold U+0000"
        case .loneSurrogate: return "must not hold half of a surrogate pair"
        case nil: break
        }
        guard let control = string.unicodeScalars.first(where: isRefusedControl) else { return nil }
        let digits = String(control.value, radix: 16, uppercase: true)
        let code = String(repeating: "0", count: 4 - digits.count) + digits
        return "must not hold the control character U+\(code); only newline and tab are allowed"
    }

    private static func isRefusedControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: false
        case 0..<0x20, 0x7F..<0xA0: true
        default: false
        }
    }

    /// Checks every string within a value that is kept as it was written.
    mutating func checkStrings(within node: JSONNode) {
        switch node.kind {
        case .string: _ = checkedString(node)
        case .array(let elements):
            for (index, element) in elements.enumerated() { within(index) { $0.checkStrings(within: element) } }
        case .object(let members): checkStrings(within: members)
        case .null, .bool, .number: break
        }
    }

    /// Checks the names and every string within members that are kept as they were written.
    mutating func checkStrings(within members: [(name: String, value: JSONNode)]) {
        for (name, value) in members {
            within(name) { reader in
                if let reason = Self.refusal(ofName: name) { reader.report(reason) }
                reader.checkStrings(within: value)
            }
        }
    }

    private static func refusal(ofName name: String) -> String? {
        if name.unicodeScalars.contains("\0") { return "the name must not hold U+0000" }
        // The parser puts U+FFFD for half of a surrogate pair and does not tell for names; no name needs either.
        if name.unicodeScalars.contains("\u{FFFD}") {
            return "the name must not hold U+FFFD or half of a surrogate pair"
        }
        return refusal(of: name, flaw: nil).map { "the name \($0)" }
    }

    /// Reads a dashed UUID.
    mutating func uuid<Thing>(_ node: JSONNode) -> ID<Thing>? {
        guard let id = node.string.flatMap({ ID<Thing>($0) }) else {
            report("must be a UUID")
            return nil
        }
        return id
    }

    /// Reads one of the names of an enumeration.
    mutating func choice<Choice>(_ node: JSONNode) -> Choice?
    where Choice: RawRepresentable<String>, Choice: CaseIterable {
        guard let choice = node.string.flatMap(Choice.init(rawValue:)) else {
            report("must be one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
            return nil
        }
        return choice
    }
}
