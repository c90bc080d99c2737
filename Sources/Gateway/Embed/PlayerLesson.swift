import Model
import NIOCore

/// What player data says to everybody who takes a version of a lesson, encoded once (contract §5).
struct PlayerLesson: Sendable {
    /// The answer up to the value of `userAttributes`.
    let head: ByteBuffer
    /// The same on every node for the same head.
    let headHash: String
    /// The version's title and tags, as they are stored.
    let title: JSONText
    let tags: JSONText
    /// Whether any step has something to show or to answer.
    let isPlayable: Bool

    /// The title for pages; empty when it is no text.
    var plainTitle: String { (try? JSONParser.parse(title.text))?.string ?? "" }

    /// Encodes a lesson's document.
    ///
    /// Content, widgets and initial values go out with the exact text of the lesson file.
    /// - Throws: `LecternError` `unexpected` when it is no document of ours.
    init(document: JSONText, isDraft: Bool) throws {
        let lesson = try JSONParser.parse(document.text)
        let variables = try Self.elements(lesson, "variables")
        let sections = try Self.elements(lesson, "sections")
        let id = try Self.member(lesson, "id")
        let title = JSONText(try Self.member(lesson, "title"))
        var stepCount = 0
        var isPlayable = false
        var json = JSONWriter(capacity: document.text.utf8.count + 1_024)
        // The braces of the whole answer are not the writer's: it goes on behind the head.
        try json.object { json in
            json.name("lesson")
            try json.object { json in
                json.name("id")
                json.exact(id)
                json.name("title")
                json.json(title)
                json.name("status")
                json.string(isDraft ? "draft" : "published")
                json.name("variable_definitions")
                try json.array { json in
                    for variable in variables { try Self.write(variable, ["name", "type", "initialValue"], to: &json) }
                }
                json.name("widget_settings")
                json.object { json in
                    json.name("overrides")
                    json.object { _ in }
                }
            }
            json.name("sections")
            try json.array { json in
                for (index, section) in sections.enumerated() {
                    let steps = try Self.elements(section, "steps")
                    stepCount += steps.count
                    try json.object { json in
                        try Self.writeHead(of: section, index, to: &json)
                        json.name("steps")
                        try json.array { json in
                            for (index, step) in steps.enumerated() {
                                if Self.showsSomething(step) { isPlayable = true }
                                try json.object { json in
                                    try Self.writeHead(of: step, index, to: &json)
                                    json.name("content")
                                    Self.writeContent(of: step, to: &json)
                                }
                            }
                        }
                    }
                }
            }
            json.name("totalSteps")
            json.integer(stepCount)
            json.name("totalSections")
            json.integer(sections.count)
        }
        self.title = title
        tags = JSONText(try Self.member(lesson, "tags"))
        self.isPlayable = isPlayable
        headHash = Gateway.contentHash(json.bytes)
        var head = ByteBuffer()
        head.reserveCapacity(json.bytes.count + 32)
        head.writeStaticString("{\"lesson\":")
        head.writeBytes(json.bytes)
        head.writeStaticString(",\"userAttributes\":")
        self.head = head
    }

    // MARK: Write

    private static func writeHead(of part: JSONNode, _ index: Int, to json: inout JSONWriter) throws {
        json.name("id")
        json.exact(try member(part, "id"))
        json.name("title")
        json.exact(try member(part, "title"))
        json.name("order_index")
        json.integer(index)
    }

    /// A step's content as it is in the file; with widgets, an object of both.
    private static func writeContent(of step: JSONNode, to json: inout JSONWriter) {
        let content = step["content"]
        let widgets = step["widgets"]?.elements ?? []
        guard !widgets.isEmpty else {
            if let content { json.exact(content) } else { json.null() }
            return
        }
        json.object { json in
            let isHTML = content == nil || content?.isNull == true || content?.string != nil
            json.name(isHTML ? "html" : "blocks")
            if let content { json.exact(content) } else { json.null() }
            json.name("widgets")
            json.array { json in
                for widget in widgets { json.exact(widget) }
            }
        }
    }

    private static func write(_ node: JSONNode, _ names: [StaticString], to json: inout JSONWriter) throws {
        try json.object { json in
            for name in names {
                json.name(name)
                json.exact(try member(node, "\(name)"))
            }
        }
    }

    /// Whether a step has a widget, or content that is more than white space.
    private static func showsSomething(_ step: JSONNode) -> Bool {
        if step["widgets"]?.elements?.isEmpty == false { return true }
        return switch step["content"]?.kind {
        case .string(let text, _): !text.allSatisfy(\.isWhitespace)
        case .array(let elements): !elements.isEmpty
        case .object(let members): !members.isEmpty
        default: false
        }
    }

    // MARK: Read

    private static func member(_ node: JSONNode, _ name: String) throws -> JSONNode {
        guard let member = node[name] else {
            throw LecternError(.unexpected, "Internal error", underlying: NoDocument(missing: name))
        }
        return member
    }

    private static func elements(_ node: JSONNode, _ name: String) throws -> [JSONNode] {
        guard let elements = try member(node, name).elements else {
            throw LecternError(.unexpected, "Internal error", underlying: NoDocument(missing: name))
        }
        return elements
    }
}

/// A stored lesson lacks what every import writes; for the log.
private struct NoDocument: Error {
    let missing: String
}

extension JSONWriter {
    /// Writes a parsed value with its exact text.
    fileprivate mutating func exact(_ node: JSONNode) {
        node.text.withUnsafeBytes { json(utf8: $0) }
    }
}
