/// What the core must know of a lesson version to derive progress: its steps in order and what they score (design §5).
public struct LessonOutline: Sendable, Equatable {
    /// Something scored within a step.
    public struct Item: Sendable, Equatable {
        /// The widget's id, the `item` of its attempts.
        public let id: String
        /// What a right first answer is worth; at least 0.
        public let points: Double

        /// Makes an item.
        public init(id: String, points: Double) {
            self.id = id
            self.points = points
        }
    }

    /// One step.
    public struct Step: Sendable, Equatable {
        /// The step's id, the `node_id` of its sessions.
        public let id: ExternalID
        /// What it scores.
        public let items: [Item]

        /// Makes a step.
        public init(id: ExternalID, items: [Item]) {
            self.id = id
            self.items = items
        }
    }

    /// The steps of each section, in order.
    public let sections: [[Step]]

    /// Makes an outline.
    public init(sections: [[Step]]) {
        self.sections = sections
    }

    /// Steps over the whole lesson.
    public var totalSteps: Int { sections.reduce(0) { $0 + $1.count } }

    /// Where a step stands, both zero-based; nil when the version has no such step.
    public func position(of step: ExternalID) -> (section: Int, step: Int)? {
        for (sectionIndex, section) in sections.enumerated() {
            if let stepIndex = section.firstIndex(where: { $0.id == step }) { return (sectionIndex, stepIndex) }
        }
        return nil
    }

    /// The points of each item by its id.
    public var points: [String: Double] {
        var points: [String: Double] = [:]
        for item in sections.joined().flatMap(\.items) { points[item.id] = item.points }
        return points
    }
}

// MARK: - On the wire and in the store

extension LessonOutline {
    /// The outline as JSON: `{"sections":[[{"id","items":[{"id","points"}]}]]}`.
    public var jsonText: JSONText {
        var json = JSONWriter()
        json.object { json in
            json.name("sections")
            json.array { json in
                for section in sections {
                    json.array { json in
                        for step in section { Self.write(step, to: &json) }
                    }
                }
            }
        }
        return JSONText(trusted: json.text)
    }

    private static func write(_ step: Step, to json: inout JSONWriter) {
        json.object { json in
            json.name("id")
            json.id(step.id)
            json.name("items")
            json.array { json in
                for item in step.items {
                    json.object { json in
                        json.name("id")
                        json.string(item.id)
                        json.name("points")
                        json.number(item.points)
                    }
                }
            }
        }
    }

    /// Reads what ``jsonText`` wrote; nil when a part is missing or malformed.
    public init?(json node: JSONNode) {
        guard let sections = node["sections"]?.elements else { return nil }
        var result: [[Step]] = []
        for section in sections {
            guard let steps = section.elements else { return nil }
            var parsed: [Step] = []
            for step in steps {
                guard let id = step["id"]?.string.flatMap({ ExternalID($0) }), let items = step["items"]?.elements
                else { return nil }
                var parsedItems: [Item] = []
                for item in items {
                    guard let itemID = item["id"]?.string, let points = item["points"]?.number, points.isFinite,
                        points >= 0
                    else { return nil }
                    parsedItems.append(Item(id: itemID, points: points))
                }
                parsed.append(Step(id: id, items: parsedItems))
            }
            result.append(parsed)
        }
        self.init(sections: result)
    }
}
