public import Model

extension LessonFile {
    /// A section of a lesson.
    public struct Section: Sendable, Equatable {
        /// The id, given or made up; unique among the sections and steps of the lesson.
        public let id: ExternalID
        /// The title, 1–200 characters.
        public let title: String
        /// The steps, 1–200, in order.
        public let steps: [Step]
    }
}

extension LessonFile.Section {
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.name("id")
            json.id(id)
            json.name("title")
            json.string(title)
            json.name("steps")
            json.array { json in
                for step in steps { step.write(to: &json) }
            }
        }
    }
}
