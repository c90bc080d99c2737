import Model

/// Scored widgets as the player asks them.
extension LessonFileReader {
    /// Checks a scored widget; one without a prompt is for players of the site's own.
    mutating func question(_ kind: LessonFile.Widget.Kind, points: Double, _ node: JSONNode, _ members: Members) {
        let names = node.members?.map(\.name) ?? []
        guard Self.has("prompt", members) else {
            remark("the player leaves it out: it has no prompt")
            return remarkMistypedMembers(of: names, known: ["prompt"])
        }
        check("prompt", of: members) { $0.wordsWithMarkup($1) }
        feedback(members)
        check("variable", of: members) { $0.checkVariable($1, kind: kind, members) }
        switch kind {
        case .singleChoice, .multipleChoice: choice(kind, isPoll: points == 0, members)
        case .numeric: numeric(members)
        case .shortText: shortText(members)
        case .ordering: ordering(members)
        case .text, .image, .video, .html5, .external: break
        }
        remarkMistypedMembers(of: names, known: kind.members)
    }

    private mutating func feedback(_ members: Members) {
        check("hint", of: members) { $0.markup($1) }
        check("feedback", of: members) { reader, node in
            guard let feedback = reader.object(node, known: nil) else { return }
            reader.check("correct", of: feedback) { $0.markup($1) }
            reader.check("incorrect", of: feedback) { $0.markup($1) }
            reader.remarkMistypedMembers(of: feedback.keys.sorted(), known: ["correct", "incorrect"])
        }
        check("explanation", of: members) { $0.markup($1) }
    }

    /// Checks the name of the variable that takes the answer.
    private mutating func checkVariable(_ node: JSONNode, kind: LessonFile.Widget.Kind, _ members: Members) {
        guard let name = string(node) else { return }
        guard let type = variableTypes[name] else {
            let meant = MemberSuggestion.nearest(to: name, among: variableTypes.keys.sorted())
            report("must name a variable of the lesson" + (meant.map { "; did you mean \($0)?" } ?? ""))
            return
        }
        // A type that is wrong is reported already.
        guard let type, !Self.takes(type, kind, members) else { return }
        report("must name a variable whose type takes each answer, as string does; \(name) is a \(type.rawValue)")
    }
    /// Whether a variable of a type can hold whatever a learner answers.
    private static func takes(
        _ type: LessonFile.Variable.Kind,
        _ kind: LessonFile.Widget.Kind,
        _ members: Members
    ) -> Bool {
        // The answer to a choice is the id of the option.
        let ids = members["options"]?.elements?.map { $0["id"]?.string ?? "" } ?? []
        return switch (type, kind) {
        case (.string, _), (.number, .numeric): true
        case (.number, .singleChoice): ids.allSatisfy { Double($0)?.isFinite ?? false }
        case (.boolean, .singleChoice): ids.allSatisfy { ["true", "false"].contains($0) }
        case (.number, _), (.boolean, _): false
        }
    }
}
