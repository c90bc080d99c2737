public import Model

extension LessonFile {
    /// A step of a section: one page of the player.
    public struct Step: Sendable, Equatable {
        /// The id, given or made up, the `node_id` of its sessions; unique among the sections and steps of the lesson.
        public let id: ExternalID
        /// The title, 1–200 characters.
        public let title: String
        /// A string of HTML, not sanitised yet, or an object or array of blocks, as it was written; nil for none.
        public let content: JSONText?
        /// The widgets, at most 100, in order.
        public let widgets: [Widget]
    }
}

extension LessonFile.Step {
    /// The step with its scored widgets only.
    var outline: LessonOutline.Step {
        LessonOutline.Step(
            id: id,
            items: widgets.compactMap { widget in
                widget.points.map { LessonOutline.Item(id: widget.id, points: $0) }
            }
        )
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.name("id")
            json.id(id)
            json.name("title")
            json.string(title)
            json.name("content")
            json.json(content)
            json.name("widgets")
            json.array { json in
                for widget in widgets { json.json(widget.text) }
            }
        }
    }
}
