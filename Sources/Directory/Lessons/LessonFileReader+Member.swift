import Model

/// Members of widgets, of which only their type is checked: their characters were (`checkStrings`).
extension LessonFileReader {
    /// Whether a member is there and not `null`.
    static func has(_ name: String, _ members: Members) -> Bool {
        members[name].map { !$0.isNull } ?? false
    }

    /// Checks a member that may be absent or `null`.
    mutating func check(
        _ name: String,
        of members: Members,
        _ check: (inout LessonFileReader, JSONNode) -> Void
    ) {
        guard let node = members[name], !node.isNull else { return }
        within(name) { check(&$0, node) }
    }

    /// Checks a member that must be given.
    mutating func checkRequired(
        _ name: String,
        of members: Members,
        _ check: (inout LessonFileReader, JSONNode) -> Void
    ) {
        within(name) { reader in
            guard let node = members[name] else { return reader.report("missing") }
            check(&reader, node)
        }
    }

    /// Whether what is wrong refuses the file.
    enum Severity {
        /// The file is refused.
        case problem
        /// The player makes do without it.
        case remark
    }

    /// Notes that what is read breaks a rule.
    mutating func note(_ reason: @autoclosure () -> String, as severity: Severity) {
        switch severity {
        case .problem: report(reason())
        case .remark: remark(reason())
        }
    }

    /// Reads a string.
    @discardableResult
    mutating func string(_ node: JSONNode, as severity: Severity = .problem) -> String? {
        guard let string = node.string else {
            note("must be a string", as: severity)
            return nil
        }
        return string
    }

    /// Reads a string that is not blank.
    @discardableResult
    mutating func words(_ node: JSONNode) -> String? {
        guard let string = string(node) else { return nil }
        guard !string.unicodeScalars.allSatisfy(\.properties.isWhitespace) else {
            report("must not be blank")
            return nil
        }
        return string
    }

    /// Reads `true` or `false`.
    @discardableResult
    mutating func flag(_ node: JSONNode) -> Bool? {
        guard let flag = node.bool else {
            report("must be true or false")
            return nil
        }
        return flag
    }

    /// Reads a number within a range.
    @discardableResult
    mutating func number(_ node: JSONNode, _ range: ClosedRange<Double>, as severity: Severity) -> Double? {
        guard let number = node.number, range.contains(number) else {
            let bounds = "\(Int(range.lowerBound)) to \(Int(range.upperBound))"
            note("must be a number from \(bounds)", as: severity)
            return nil
        }
        return number
    }

    /// Remarks the members whose names are near to one that the player reads: most likely they are mistyped.
    mutating func remarkMistypedMembers(of members: [String], known: [String]) {
        for name in members where !known.contains(name) {
            guard let meant = MemberSuggestion.nearest(to: name, among: known) else { continue }
            within(name) { $0.remark("the player does not know this member; did you mean \(meant)?") }
        }
    }
}
