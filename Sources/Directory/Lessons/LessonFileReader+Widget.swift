import Model

extension LessonFileReader {
    private typealias Kind = LessonFile.Widget.Kind

    /// Reads a widget: the members that we know of, and the rest as it is.
    mutating func widget(_ node: JSONNode) -> LessonFile.Widget? {
        guard let members = object(node, known: nil) else { return nil }
        let id = required("id", of: members) { $0.widgetID($1) }
        let kind: Kind? = required("type", of: members) { $0.choice($1) }
        let points = optional("points", of: members) { $0.points($1, kind: kind) }
        let others = node.members?.filter { !["id", "type", "points"].contains($0.name) } ?? []
        checkStrings(within: others)
        switch kind {
        case let kind? where kind.isScored: question(kind, points: points ?? 1, node, members)
        case let kind?: display(kind, node, members)
        case nil: break
        }
        guard let id, let kind else { return nil }
        return LessonFile.Widget(
            id: id,
            kind: kind,
            points: kind.isScored ? points ?? 1 : nil,
            text: JSONText(node)
        )
    }

    private mutating func widgetID(_ node: JSONNode) -> String? {
        guard let id = text(node, maximum: 100) else { return nil }
        reportTwin(widgetIDs.claim(id, at: place))
        return id
    }

    private mutating func points(_ node: JSONNode, kind: Kind?) -> Double? {
        if let kind, !kind.isScored {
            report("not allowed: \(kind.rawValue) is not scored")
            return nil
        }
        guard let points = node.number, (0...1000).contains(points) else {
            report("must be a number from 0 to 1000")
            return nil
        }
        return points
    }
}
