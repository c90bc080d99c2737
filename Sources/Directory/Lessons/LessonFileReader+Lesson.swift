import Model

extension LessonFileReader {
    private static let maximumTitleLength = 200

    /// Reads the whole file.
    mutating func lesson(_ node: JSONNode) -> LessonFile? {
        guard let members = object(node, known: ["id", "title", "tags", "variables", "sections"]) else { return nil }
        let id: LessonID? = optional("id", of: members) { $0.lessonID($1) }
        let title = required("title", of: members) { $0.text($1, maximum: Self.maximumTitleLength) }
        let tags = optional("tags", of: members) { $0.tags($1) }
        let variables = optional("variables", of: members) { $0.variables($1) }
        let sections = required("sections", of: members) { reader, node in
            reader.array(node, count: 1...100) { $0.section($1) }
        }
        guard let title, let sections else { return nil }
        return LessonFile(
            id: id,
            lessonID: lessonID,
            title: title,
            tags: tags ?? [],
            variables: variables ?? [],
            sections: sections,
            remarks: remarks
        )
    }

    private mutating func lessonID(_ node: JSONNode) -> LessonID? {
        guard let id: LessonID = uuid(node) else { return nil }
        claim(ExternalID(high: id.high, low: id.low))
        return id
    }

    private mutating func tags(_ node: JSONNode) -> [String]? {
        var seen = LessonFilePlaces<String>()
        return array(node, count: 0...50) { reader, node in
            guard let tag = reader.text(node, maximum: 50) else { return nil }
            reader.reportTwin(seen.claim(tag, at: reader.place))
            return tag
        }
    }

    private mutating func section(_ node: JSONNode) -> LessonFile.Section? {
        guard let members = object(node, known: ["id", "title", "steps"]) else { return nil }
        let id = sectionOrStepID(members)
        let title = required("title", of: members) { $0.text($1, maximum: Self.maximumTitleLength) }
        let steps = required("steps", of: members) { reader, node in
            reader.array(node, count: 1...200) { $0.step($1) }
        }
        guard let title, let steps else { return nil }
        return LessonFile.Section(id: id, title: title, steps: steps)
    }

    private mutating func step(_ node: JSONNode) -> LessonFile.Step? {
        guard let members = object(node, known: ["id", "title", "content", "widgets"]) else { return nil }
        let id = sectionOrStepID(members)
        let title = required("title", of: members) { $0.text($1, maximum: Self.maximumTitleLength) }
        let content = optional("content", of: members) { $0.content($1) }
        let widgets = optional("widgets", of: members) { reader, node in
            reader.array(node, count: 0...100) { $0.widget($1) }
        }
        guard let title else { return nil }
        return LessonFile.Step(id: id, title: title, content: content, widgets: widgets ?? [])
    }

    private mutating func content(_ node: JSONNode) -> JSONText? {
        switch node.kind {
        case .string, .object, .array:
            checkStrings(within: node)
            if let html = node.string {
                remarkMarkup(html)
            } else {
                remark("the player shows nothing of it: its content must be HTML in a string")
            }
            return JSONText(node)
        case .null, .bool, .number:
            report("must be a string, an object or an array")
            return nil
        }
    }
}

// MARK: - Ids

extension LessonFileReader {
    /// The id that a section or step gives, or one that is made up for its place.
    private mutating func sectionOrStepID(_ members: Members) -> ExternalID {
        let given: ExternalID? = optional("id", of: members) { reader, node in
            guard let id: ExternalID = reader.uuid(node) else { return nil }
            reader.claim(id)
            return id
        }
        return given ?? ids.derive(at: place)
    }

    private mutating func claim(_ id: ExternalID) {
        reportTwin(ids.claim(id, at: place))
    }

    /// Reports that what is read was read elsewhere before.
    mutating func reportTwin(_ first: String?) {
        if let first { report("must be unique; \(first) is the same") }
    }
}
