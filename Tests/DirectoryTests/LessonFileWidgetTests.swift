import Directory
import Model
import Testing

/// The rules of widgets.
@Suite struct LessonFileWidgetTests {
    private typealias File = LessonFileFixture

    private static let kinds =
        "single_choice, multiple_choice, numeric, short_text, ordering, text, image, video, html5, external"

    @Test(arguments: [
        ("", ["id: missing", "type: missing"]),
        (#""id":1,"type":1"#, ["id: must be a string", "type: must be one of \(kinds)"]),
        (#""id":"","type":"Text""#, ["id: must have 1 to 100 characters", "type: must be one of \(kinds)"]),
        (#""id":"  ","type":"text""#, ["id: must not be blank"]),
        (#""id":"w","type":"numeric","points":-1"#, ["points: must be a number from 0 to 1000"]),
        (#""id":"w","type":"numeric","points":1000.5"#, ["points: must be a number from 0 to 1000"]),
        (#""id":"w","type":"numeric","points":1e999"#, ["points: must be a number from 0 to 1000"]),
        (#""id":"w","type":"numeric","points":"1""#, ["points: must be a number from 0 to 1000"]),
        (#""id":"w","type":"image","points":1"#, ["points: not allowed: image is not scored"]),
        (
            #""id":"w","type":"quiz","points":-1"#,
            ["type: must be one of \(kinds)", "points: must be a number from 0 to 1000"]
        ),
    ])
    func widgetRules(members: String, problems: [String]) {
        #expect(File.problems(File.widget(members)) == problems.map { "sections[0].steps[0].widgets[0].\($0)" })
    }

    @Test(arguments: ["0", "-0", "0.25", "1e3", "1000.0"])
    func pointsFromZeroToAThousand(points: String) {
        #expect(File.problems(File.widget(#""id":"w","type":"numeric","points":\#(points)"#)).isEmpty)
    }

    @Test func aWidgetIDIsBounded() {
        func widget(_ length: Int) -> String {
            File.widget(#""id":"\#(String(repeating: "w", count: length))","type":"text""#)
        }
        #expect(File.problems(widget(100)).isEmpty)
        #expect(File.problems(widget(101)) == ["sections[0].steps[0].widgets[0].id: must have 1 to 100 characters"])
    }

    @Test func aWidgetMustBeAnObject() {
        #expect(
            File.problems(File.file(step: #""title":"P","widgets":["text"]"#))
                == ["sections[0].steps[0].widgets[0]: must be an object"]
        )
    }
}
