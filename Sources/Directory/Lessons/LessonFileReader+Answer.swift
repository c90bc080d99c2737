import Model

/// `numeric`, `short_text` and `ordering`.
extension LessonFileReader {
    /// Checks the right number and how far an answer may be from it.
    mutating func numeric(_ members: Members) {
        checkRequired("answer", of: members) { reader, node in
            guard let number = node.number, number.isFinite else { return reader.report("must be a finite number") }
        }
        check("tolerance", of: members) { reader, node in
            guard let number = node.number, number.isFinite, number >= 0 else {
                return reader.report("must be a finite number, 0 or more")
            }
        }
        check("unit", of: members) { $0.string($1) }
    }

    /// Checks the texts that count as right.
    mutating func shortText(_ members: Members) {
        checkRequired("accepted", of: members) { reader, node in
            _ = reader.array(node, count: 1...50) { $0.words($1) }
        }
        check("caseSensitive", of: members) { $0.flag($1) }
    }

    /// Checks the things to put in order and the order itself.
    mutating func ordering(_ members: Members) {
        var ids = LessonFilePlaces<String>()
        let items = required("items", of: members) { reader, node in
            reader.array(node, count: Self.choiceCount) { $0.item($1, ids: &ids) }
        }
        checkRequired("correctOrder", of: members) { reader, node in
            guard let elements = node.elements else { return reader.report("must be an array") }
            // Wrong items are reported already; what is said about the order of others would be wrong, too.
            guard let items, items.count == members["items"]?.elements?.count else { return }
            reader.checkOrder(elements, of: items)
        }
    }

    private mutating func item(_ node: JSONNode, ids: inout LessonFilePlaces<String>) -> String? {
        guard let members = object(node, known: nil) else { return nil }
        let id = labelled(members, ids: &ids)
        remarkMistypedMembers(of: members.keys.sorted(), known: ["id", "text"])
        return id
    }

    private mutating func checkOrder(_ elements: [JSONNode], of items: [String]) {
        let known = Set(items)
        var seen = LessonFilePlaces<String>()
        var missing = known
        for (index, element) in elements.prefix(Self.choiceCount.upperBound).enumerated() {
            within(index) { reader in
                guard let id = reader.string(element) else { return }
                guard known.contains(id) else { return reader.report("must be the id of an item") }
                missing.remove(id)
                reader.reportTwin(seen.claim(id, at: reader.place))
            }
        }
        if !missing.isEmpty { report("must hold the id of each item") }
    }
}
