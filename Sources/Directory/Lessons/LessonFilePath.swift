import Model

/// Where the reader is within a lesson file; turned into text only for a problem.
struct LessonFilePath {
    private enum Component {
        case member(String)
        case index(Int)
    }

    /// Longer member names are cut in the text: a name can be as long as the file.
    private static let shownNameLength = 64

    private var components: [Component] = []

    mutating func enter(member name: String) {
        components.append(.member(name))
    }

    mutating func enter(index: Int) {
        components.append(.index(index))
    }

    mutating func leave() {
        components.removeLast()
    }
}

extension LessonFilePath: CustomStringConvertible {
    /// Like `sections[0].steps[1].title`; names that are no identifiers are quoted: `["my name"]`.
    var description: String {
        var text = ""
        for component in components {
            switch component {
            case .index(let index): text += "[\(index)]"
            case .member(let name) where name.isIdentifier(maximumLength: Self.shownNameLength):
                text += text.isEmpty ? name : ".\(name)"
            case .member(let name): text += "[\(Self.quoted(name))]"
            }
        }
        return text
    }

    private static func quoted(_ name: String) -> String {
        let shown = String(String.UnicodeScalarView(name.unicodeScalars.prefix(shownNameLength)))
        var json = JSONWriter()
        json.string(shown.utf8.count == name.utf8.count ? name : shown + "…")
        return json.text
    }
}
