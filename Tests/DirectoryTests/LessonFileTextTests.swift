import Directory
import Model
import Testing

/// Which characters a lesson file may hold.
@Suite struct LessonFileTextTests {
    private typealias File = LessonFileFixture

    @Test(arguments: [
        (#"\u0000"#, "must not hold U+0000"),
        (#"\ud800"#, "must not hold half of a surrogate pair"),
        (#"\udc00 x"#, "must not hold half of a surrogate pair"),
        (#"a\r"#, "must not hold the control character U+000D; only newline and tab are allowed"),
        (#"\u001b"#, "must not hold the control character U+001B; only newline and tab are allowed"),
        ("\u{7F}", "must not hold the control character U+007F; only newline and tab are allowed"),
        (#"\u0085"#, "must not hold the control character U+0085; only newline and tab are allowed"),
    ])
    func charactersThatNoTextMayHold(text: String, reason: String) {
        let value = "\"\(text)\""
        let step = "sections[0].steps[0]"
        #expect(File.problems(File.file(lesson: #""title":\#(value)"#)) == ["title: \(reason)"])
        #expect(File.problems(File.file(lesson: #""title":"T","tags":[\#(value)]"#)) == ["tags[0]: \(reason)"])
        #expect(File.problems(File.file(section: #""title":\#(value)"#)) == ["sections[0].title: \(reason)"])
        #expect(
            File.problems(File.variable(#""name":"a","type":"string","initialValue":\#(value)"#))
                == ["variables[0].initialValue: \(reason)"]
        )
        #expect(File.problems(File.file(step: #""title":\#(value)"#)) == ["\(step).title: \(reason)"])
        #expect(
            File.problems(File.file(step: #""title":"P","content":\#(value)"#)) == ["\(step).content: \(reason)"]
        )
        #expect(
            File.problems(File.file(step: #""title":"P","content":[0,{"a":[\#(value)]}]"#))
                == ["\(step).content[1].a[0]: \(reason)"]
        )
        #expect(
            File.problems(File.widget(#""id":\#(value),"type":"text""#)) == ["\(step).widgets[0].id: \(reason)"]
        )
        #expect(
            File.problems(File.widget(#""id":"w","type":"text","options":[{"text":\#(value)}]"#))
                == ["\(step).widgets[0].options[0].text: \(reason)"]
        )
    }

    @Test(arguments: [
        (#"\u0000"#, #"["\u0000"]: the name must not hold U+0000"#),
        (#"\ud800"#, "[\"\u{FFFD}\"]: the name must not hold U+FFFD or half of a surrogate pair"),
        (
            #"\r"#,
            #"["\r"]: the name must not hold the control character U+000D; only newline and tab are allowed"#
        ),
    ])
    func charactersThatNoNameMayHold(name: String, problem: String) {
        #expect(
            File.problems(File.widget(#""id":"w","type":"text","\#(name)":1"#))
                == ["sections[0].steps[0].widgets[0]" + problem]
        )
        #expect(
            File.problems(File.file(step: #""title":"P","content":{"\#(name)":1}"#))
                == ["sections[0].steps[0].content" + problem]
        )
    }

    @Test(arguments: [#"a\n\tb"#, #"\ud83d\ude00"#, "\u{FFFD}", "\u{200B}"])
    func charactersThatTextMayHold(text: String) {
        let file = File.file(lesson: #""title":"T\#(text)""#, step: #""title":"P","content":"\#(text)""#)
        #expect(File.problems(file).isEmpty)
    }
}
