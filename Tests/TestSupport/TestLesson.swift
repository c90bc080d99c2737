package import Model

/// A lesson that a test imported.
package struct TestLesson: Sendable {
    package let id: LessonID
    package let version: LessonVersionID
    package let title: String
    /// The steps of both sections, in order.
    package let steps: [ExternalID]

    package init(id: LessonID, version: LessonVersionID, title: String, steps: [ExternalID]) {
        self.id = id
        self.version = version
        self.title = title
        self.steps = steps
    }

    /// The file of a lesson with two sections of two steps each, and a scored widget in each section.
    static func file(title: String, steps: [ExternalID], tags: [String]) -> String {
        let tags = tags.map { "\"\($0)\"" }.joined(separator: ",")
        return """
            {
              "title": "\(title)",
              "tags": [\(tags)],
              "variables": [{"name": "pace", "type": "number", "initialValue": 1}],
              "sections": [
                {
                  "title": "Halves",
                  "steps": [
                    {"id": "\(steps[0])", "title": "Cut a cake", "content": "<p>One cake, two plates.</p>"},
                    {"id": "\(steps[1])", "title": "Try it",
                     "widgets": [{"id": "q1", "type": "single_choice", "points": 2, "choices": ["1/2", "2/1"]}]}
                  ]
                },
                {
                  "title": "Quarters",
                  "steps": [
                    {"id": "\(steps[2])", "title": "Cut again"},
                    {"id": "\(steps[3])", "title": "Try that",
                     "widgets": [{"id": "q2", "type": "numeric", "points": 1, "answer": 0.25}]}
                  ]
                }
              ]
            }
            """
    }
}
