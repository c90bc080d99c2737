import Model

/// `single_choice` and `multiple_choice`.
extension LessonFileReader {
    /// How many options or items there are.
    static let choiceCount = 2...50

    private static let optionMembers = ["id", "text", "correct", "feedback"]

    /// Checks the options; a poll needs no right one.
    mutating func choice(_ kind: LessonFile.Widget.Kind, isPoll: Bool, _ members: Members) {
        checkRequired("options", of: members) { reader, node in
            var ids = LessonFilePlaces<String>()
            let options = reader.array(node, count: Self.choiceCount) { $0.option($1, ids: &ids) }
            guard let options, options.count == node.elements?.count else { return }
            let right = options.count { $0 }
            switch kind {
            case .singleChoice where right > 1: reader.report("must have one correct option, not \(right)")
            case .singleChoice where right == 0 && !isPoll:
                reader.report("must have one correct option, unless points is 0")
            case .multipleChoice where right == 0 && !isPoll:
                reader.report("must have a correct option, unless points is 0")
            default: break
            }
        }
        check("shuffle", of: members) { $0.flag($1) }
        if kind == .multipleChoice { check("partial", of: members) { $0.flag($1) } }
    }

    /// Reads an option; whether it is right.
    private mutating func option(_ node: JSONNode, ids: inout LessonFilePlaces<String>) -> Bool? {
        guard let members = object(node, known: nil) else { return nil }
        labelled(members, ids: &ids)
        let correct = optional("correct", of: members) { $0.flag($1) }
        check("feedback", of: members) { $0.markup($1) }
        remarkMistypedMembers(of: members.keys.sorted(), known: Self.optionMembers)
        return correct ?? false
    }

    /// Reads what options and items have in common: an id of their own and a text; the id.
    @discardableResult
    mutating func labelled(_ members: Members, ids: inout LessonFilePlaces<String>) -> String? {
        let id = required("id", of: members) { reader, node -> String? in
            guard let id = reader.words(node) else { return nil }
            guard id.unicodeScalars.count <= 100 else {
                reader.report("must have 1 to 100 characters")
                return nil
            }
            reader.reportTwin(ids.claim(id, at: reader.place))
            return id
        }
        checkRequired("text", of: members) { reader, node in
            if let text = reader.words(node) { reader.remarkText(text) }
        }
        return id
    }
}
