import Model

extension LessonFileReader {
    private typealias Kind = LessonFile.Variable.Kind

    /// Reads the variables of the lesson.
    mutating func variables(_ node: JSONNode) -> [LessonFile.Variable]? {
        var names = LessonFilePlaces<String>()
        return array(node, count: 0...200) { $0.variable($1, names: &names) }
    }

    private mutating func variable(_ node: JSONNode, names: inout LessonFilePlaces<String>) -> LessonFile.Variable? {
        guard let members = object(node, known: ["name", "type", "initialValue"]) else { return nil }
        let name = required("name", of: members) { $0.variableName($1, names: &names) }
        let type: Kind? = required("type", of: members) { $0.choice($1) }
        let value = required("initialValue", of: members) { $0.initialValue($1, type: type) }
        if let name { variableTypes.updateValue(type, forKey: name) }
        guard let name, let type, let value else { return nil }
        return LessonFile.Variable(name: name, type: type, initialValue: value)
    }

    private mutating func variableName(_ node: JSONNode, names: inout LessonFilePlaces<String>) -> String? {
        guard let name = node.string, name.isIdentifier(maximumLength: 64) else {
            report("must be a letter or underscore, then letters, digits and underscores, at most 64 in all")
            return nil
        }
        reportTwin(names.claim(name, at: place))
        return name
    }

    private mutating func initialValue(_ node: JSONNode, type: Kind?) -> JSONText? {
        switch type {
        case .string: guard checkedString(node) != nil else { return nil }
        case .number:
            guard let number = node.number, number.isFinite else {
                report("must be a finite number")
                return nil
            }
        case .boolean:
            guard node.bool != nil else {
                report("must be true or false")
                return nil
            }
        // The type is reported already.
        case nil: return nil
        }
        return JSONText(node)
    }
}
