import Model

/// Texts in the subset of HTML that the player shows.
extension LessonFileReader {
    /// Reads markup and remarks what the player will drop of it.
    mutating func markup(_ node: JSONNode, as severity: Severity = .problem) {
        if let text = string(node, as: severity) { remarkMarkup(text) }
    }

    /// Reads markup that is not blank.
    mutating func wordsWithMarkup(_ node: JSONNode) {
        if let text = words(node) { remarkMarkup(text) }
    }

    /// Remarks what the player will drop of a text and which variables in it there are not.
    mutating func remarkMarkup(_ text: String) {
        for dropped in HTMLSubset.dropped(from: text) { remark(dropped.description) }
        remarkVariables(text)
    }

    /// Remarks what the author of a text that the player shows as it is seems to expect of it.
    mutating func remarkText(_ text: String) {
        var scanner = HTMLScanner(text)
        if let tag = scanner.next() { remark("the player shows it as plain text, also <\(tag.name)>") }
        remarkVariables(text)
    }

    private mutating func remarkVariables(_ text: String) {
        for name in VariableReferences.names(in: text) where variableTypes[name] == nil {
            remark("there is no variable \(name)")
        }
    }
}
