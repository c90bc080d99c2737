import Directory
import Model
import Testing

/// Which members a lesson file has, and how many and how long they may be.
@Suite struct LessonFileMemberTests {
    private typealias File = LessonFileFixture

    @Test(arguments: [
        ("{}", ["title: missing", "sections: missing"]),
        (#"{"title":null,"sections":null}"#, ["title: must be a string", "sections: must be an array"]),
        (#"{"title":"T","sections":{}}"#, ["sections: must be an array"]),
        (#"{"title":"T","sections":[]}"#, ["sections: must have 1 to 100 elements"]),
        (#"{"title":"T","sections":[1,[]]}"#, ["sections[0]: must be an object", "sections[1]: must be an object"]),
        (#"{"title":"T","sections":[{}]}"#, ["sections[0].title: missing", "sections[0].steps: missing"]),
        (
            #"{"title":"T","sections":[{"title":"S","steps":[]}]}"#,
            ["sections[0].steps: must have 1 to 200 elements"]
        ),
        (
            #"{"title":"T","sections":[{"title":"S","steps":["P",{}]}]}"#,
            ["sections[0].steps[0]: must be an object", "sections[0].steps[1].title: missing"]
        ),
        (File.file(lesson: #""title":"T","id":7"#), ["id: must be a UUID"]),
        (File.file(lesson: #""title":"T","id":"550e8400e29b41d4a716446655440000""#), ["id: must be a UUID"]),
        (File.file(section: #""title":"S","id":"{}""#), ["sections[0].id: must be a UUID"]),
        (File.file(step: #""title":"P","id":"""#), ["sections[0].steps[0].id: must be a UUID"]),
        (File.file(lesson: #""title":"T","tags":"x""#), ["tags: must be an array"]),
        (
            File.file(lesson: #""title":"T","tags":["a",1,"","b"," ","a"]"#),
            [
                "tags[1]: must be a string", "tags[2]: must have 1 to 50 characters", "tags[4]: must not be blank",
                "tags[5]: must be unique; tags[0] is the same",
            ]
        ),
        (File.file(lesson: #""title":"T","variables":{}"#), ["variables: must be an array"]),
        (File.file(step: #""title":"P","widgets":{}"#), ["sections[0].steps[0].widgets: must be an array"]),
        (
            File.file(step: #""title":"P","content":1"#),
            ["sections[0].steps[0].content: must be a string, an object or an array"]
        ),
        (
            File.file(step: #""title":"P","content":true"#),
            ["sections[0].steps[0].content: must be a string, an object or an array"]
        ),
    ])
    func membersMustBeThereAndOfTheirType(text: String, problems: [String]) {
        #expect(File.problems(text) == problems)
    }

    @Test(arguments: [
        (File.file(lesson: #""title":"T","Tag":[]"#), "Tag: unknown member; did you mean tags?"),
        (File.file(lesson: #""title":"T","language":"en""#), "language: unknown member"),
        (File.file(lesson: #""title":"T","":1"#), #"[""]: unknown member"#),
        (File.file(lesson: #""title":"T","a b\n":1"#), #"["a b\n"]: unknown member"#),
        (File.file(section: #""title":"S","step":[]"#), "sections[0].step: unknown member; did you mean steps?"),
        (File.file(section: #""title":"S","tags":[]"#), "sections[0].tags: unknown member"),
        (
            File.file(step: #""title":"P","titel":"x""#),
            "sections[0].steps[0].titel: unknown member; did you mean title?"
        ),
        (
            File.file(step: #""title":"P","contents":"x""#),
            "sections[0].steps[0].contents: unknown member; did you mean content?"
        ),
        (
            File.variable(#""name":"a","type":"number","initialValue":1,"initial_value":1"#),
            "variables[0].initial_value: unknown member; did you mean initialValue?"
        ),
        (File.file(lesson: #""title":"T","title":"T""#), "title: given more than once"),
        (
            File.file(step: #""title":"P","content":"a","content":"b""#),
            "sections[0].steps[0].content: given more than once"
        ),
        (
            File.widget(#""id":"w","type":"text","html":"a","html":"b""#),
            "sections[0].steps[0].widgets[0].html: given more than once"
        ),
    ])
    func unknownAndRepeatedMembersAreNamed(text: String, problem: String) {
        #expect(File.problems(text) == [problem])
    }

    @Test func longNamesAreCut() {
        let name = String(repeating: "ä", count: 100)
        #expect(
            File.problems(File.file(lesson: #""title":"T","\#(name)":1"#))
                == ["[\"\(String(repeating: "ä", count: 64))…\"]: unknown member"]
        )
    }

    // MARK: - Bounds

    @Test func lengthsAreCountedInCharacters() {
        func titled(_ count: Int) -> String {
            let title = String(repeating: "é", count: count)
            return File.file(
                lesson: #""title":"\#(title)""#,
                section: #""title":"\#(title)""#,
                step: #""title":"\#(title)""#
            )
        }
        #expect(File.problems(titled(200)).isEmpty)
        for count in [0, 201] {
            #expect(
                File.problems(titled(count)) == [
                    "title: must have 1 to 200 characters",
                    "sections[0].title: must have 1 to 200 characters",
                    "sections[0].steps[0].title: must have 1 to 200 characters",
                ]
            )
        }
    }

    @Test func blankTextsAreRefused() {
        #expect(File.problems(File.file(lesson: #""title":" \n""#)) == ["title: must not be blank"])
    }

    @Test func tagsAreBounded() {
        func tagged(_ count: Int, length: Int) -> String {
            let tags = File.list(count) { index in
                "\"" + String(repeating: "x", count: length - String(index).count) + "\(index)\""
            }
            return File.file(lesson: #""title":"T","tags":[\#(tags)]"#)
        }
        #expect(File.problems(tagged(50, length: 50)).isEmpty)
        #expect(File.problems(tagged(51, length: 50)) == ["tags: must have at most 50 elements"])
        #expect(File.problems(tagged(1, length: 51)) == ["tags[0]: must have 1 to 50 characters"])
    }

    @Test func variablesAreBounded() {
        func variables(_ count: Int) -> String {
            let list = File.list(count) { #"{"name":"v\#($0)","type":"boolean","initialValue":true}"# }
            return File.file(lesson: #""title":"T","variables":[\#(list)]"#)
        }
        #expect(File.problems(variables(200)).isEmpty)
        #expect(File.problems(variables(201)) == ["variables: must have at most 200 elements"])
    }

    @Test func sectionsStepsAndWidgetsAreBounded() {
        func steps(_ count: Int) -> String {
            #"{"title":"S","steps":[\#(File.list(count) { _ in #"{"title":"P"}"# })]}"#
        }
        func sections(_ count: Int) -> String {
            #"{"title":"T","sections":[\#(File.list(count) { _ in steps(1) })]}"#
        }
        func widgets(_ count: Int) -> String {
            File.file(step: #""title":"P","widgets":[\#(File.list(count) { #"{"id":"\#($0)","type":"text"}"# })]"#)
        }
        #expect(File.problems(sections(100)).isEmpty)
        #expect(File.problems(sections(101)) == ["sections: must have 1 to 100 elements"])
        #expect(File.problems(#"{"title":"T","sections":[\#(steps(200))]}"#).isEmpty)
        #expect(
            File.problems(#"{"title":"T","sections":[\#(steps(201))]}"#)
                == ["sections[0].steps: must have 1 to 200 elements"]
        )
        #expect(File.problems(widgets(100)).isEmpty)
        #expect(File.problems(widgets(101)) == ["sections[0].steps[0].widgets: must have at most 100 elements"])
    }

    // MARK: - Ids

    @Test func idsAreUniqueInTheLesson() {
        let id = "0a565296-4e53-477d-b118-b89e25e1af62"
        let text = #"""
            {"title":"T","id":"\#(id)","sections":[{"id":"\#(id.uppercased())","title":"A","steps":[
                {"id":"6c96670e-4204-4bc0-bd64-b4c576c09876","title":"a"}]},{"title":"B","steps":[
                {"id":"6c96670e-4204-4bc0-bd64-b4c576c09876","title":"b"}]}]}
            """#
        #expect(
            File.problems(text) == [
                "sections[0].id: must be unique; id is the same",
                "sections[1].steps[0].id: must be unique; sections[0].steps[0].id is the same",
            ]
        )
    }

    @Test func widgetIDsAreUniqueInTheLesson() {
        let step = #"{"title":"P","widgets":[{"id":"w","type":"text"}]}"#
        #expect(
            File.problems(#"{"title":"T","sections":[{"title":"S","steps":[\#(step),\#(step)]}]}"#) == [
                "sections[0].steps[1].widgets[0].id: must be unique; sections[0].steps[0].widgets[0].id is the same"
            ]
        )
    }
}
