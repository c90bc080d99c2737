import Directory
import Model

/// Lesson files that are good but for what a test puts in, and what is said about them.
enum LessonFileFixture {
    static func problems(_ bytes: [UInt8]) -> [String] {
        do {
            _ = try LessonFile.parse(bytes, fallbackID: LessonID(high: 1, low: 2))
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    static func problems(_ text: String) -> [String] { problems(Array(text.utf8)) }

    /// What is remarked of a file that is imported.
    static func remarks(_ text: String) throws -> [String] {
        try LessonFile.parse(Array(text.utf8), fallbackID: LessonID(high: 1, low: 2)).remarks.map(\.description)
    }

    /// A file that is good but for what is put in.
    static func file(
        lesson: String = #""title":"T""#,
        section: String = #""title":"S""#,
        step: String = #""title":"P""#
    ) -> String {
        #"{\#(lesson),"sections":[{\#(section),"steps":[{\#(step)}]}]}"#
    }

    static func widget(_ members: String) -> String {
        file(step: #""title":"P","widgets":[{\#(members)}]"#)
    }

    /// Where ``widget(_:)`` puts it.
    static let widgetPath = "sections[0].steps[0].widgets[0]"

    /// A file with a widget that the player asks, and variables of each type for its answer.
    static func question(_ type: String, _ members: String) -> String {
        file(
            lesson: #"""
                "title":"T","variables":[{"name":"word","type":"string","initialValue":""},\#
                {"name":"count","type":"number","initialValue":0},{"name":"flag","type":"boolean","initialValue":true}]
                """#,
            step: #"""
                "title":"P","widgets":[{"id":"w","type":"\#(type)","prompt":"?"\#(members.isEmpty ? "" : ",\(members)")}]
                """#
        )
    }

    static func variable(_ members: String) -> String {
        file(lesson: #""title":"T","variables":[{\#(members)}]"#)
    }

    static func list(_ count: Int, _ element: (Int) -> String) -> String {
        (0..<count).map(element).joined(separator: ",")
    }
}
