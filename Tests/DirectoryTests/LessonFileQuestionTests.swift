import Directory
import Model
import Testing

/// The rules of scored widgets that the player asks: those with a prompt.
@Suite struct LessonFileQuestionTests {
    private typealias File = LessonFileFixture

    private static let options = #"[{"id":"a","text":"A","correct":true},{"id":"b","text":"B"}]"#
    private static let items = #"[{"id":"a","text":"A"},{"id":"b","text":"B"}]"#

    private static let good: [(type: String, members: String)] = [
        ("single_choice", #""options":\#(options)"#),
        ("multiple_choice", #""options":\#(options)"#),
        ("numeric", #""answer":1"#),
        ("short_text", #""accepted":["a"]"#),
        ("ordering", #""items":\#(items),"correctOrder":["b","a"]"#),
    ]

    private func expect(_ type: String, _ members: String, _ problems: [String]) {
        #expect(File.problems(File.question(type, members)) == problems.map { "\(File.widgetPath).\($0)" })
    }

    @Test(arguments: good)
    func theLeastThatEachKindNeeds(type: String, members: String) throws {
        #expect(try File.remarks(File.question(type, members)) == [])
    }

    @Test(arguments: [
        ("single_choice", ["options: missing"]),
        ("multiple_choice", ["options: missing"]),
        ("numeric", ["answer: missing"]),
        ("short_text", ["accepted: missing"]),
        ("ordering", ["items: missing", "correctOrder: missing"]),
    ])
    func whatIsNeededIsNamed(type: String, problems: [String]) {
        expect(type, "", problems)
    }

    // MARK: - All kinds

    @Test(arguments: [
        (#""prompt":1"#, ["prompt: must be a string"]),
        (#""prompt":" \n""#, ["prompt: must not be blank"]),
        (#""prompt":"?","hint":[]"#, ["hint: must be a string"]),
        (#""prompt":"?","explanation":{}"#, ["explanation: must be a string"]),
        (#""prompt":"?","feedback":"Well done""#, ["feedback: must be an object"]),
        (
            #""prompt":"?","feedback":{"correct":1,"incorrect":false}"#,
            ["feedback.correct: must be a string", "feedback.incorrect: must be a string"]
        ),
        (#""prompt":"?","feedback":{"correct":null},"hint":null,"explanation":null,"variable":null"#, []),
        (#""prompt":"?","variable":7"#, ["variable: must be a string"]),
        (#""prompt":"?","variable":"guess""#, ["variable: must name a variable of the lesson"]),
    ])
    func membersOfAllKinds(members: String, problems: [String]) {
        for (type, needed) in Self.good {
            let text = File.widget(#""id":"w","type":"\#(type)",\#(members),\#(needed)"#)
            #expect(File.problems(text) == problems.map { "\(File.widgetPath).\($0)" })
        }
    }

    @Test(arguments: good)
    func aVariableMustTakeTheAnswer(type: String, members: String) {
        let reason = "variable: must name a variable whose type takes each answer, as string does"
        expect(type, members + #","variable":"word""#, [])
        expect(type, members + #","variable":"count""#, type == "numeric" ? [] : ["\(reason); count is a number"])
        expect(type, members + #","variable":"flag""#, ["\(reason); flag is a boolean"])
        expect(
            type,
            members + #","variable":"cuont""#,
            ["variable: must name a variable of the lesson; did you mean count?"]
        )
    }

    /// What a choice answers is the id of the option.
    @Test func aNumberOrBooleanTakesTheIDsOfOptionsThatAreSuch() {
        func options(_ first: String, _ second: String) -> String {
            #""options":[{"id":"\#(first)","text":"A","correct":true},{"id":"\#(second)","text":"B"}]"#
        }
        let reason = "variable: must name a variable whose type takes each answer, as string does"
        expect("single_choice", options("1", "2.5") + #","variable":"count""#, [])
        expect("single_choice", options("1", "many") + #","variable":"count""#, ["\(reason); count is a number"])
        expect("single_choice", options("true", "false") + #","variable":"flag""#, [])
        expect("single_choice", options("true", "no") + #","variable":"flag""#, ["\(reason); flag is a boolean"])
        expect("multiple_choice", options("1", "2") + #","variable":"count""#, ["\(reason); count is a number"])
    }

    @Test func aVariableThatIsWrongItselfIsReportedOnce() {
        let widget = #"{"id":"w","type":"numeric","prompt":"?","answer":1,"variable":"a"}"#
        let text = File.file(
            lesson: #""title":"T","variables":[{"name":"a","type":"integer","initialValue":1}]"#,
            step: #""title":"P","widgets":[\#(widget)]"#
        )
        #expect(File.problems(text) == ["variables[0].type: must be one of string, number, boolean"])
    }

    // MARK: - Choices

    @Test(arguments: ["single_choice", "multiple_choice"])
    func optionRules(type: String) {
        func option(_ index: Int) -> String { #"{"id":"\#(index)","text":"x","correct":\#(index == 0)}"# }
        func options(_ count: Int) -> String { #""options":[\#(File.list(count, option))]"# }
        expect(type, options(50), [])
        expect(type, options(51), ["options: must have 2 to 50 elements"])
        expect(type, options(1), ["options: must have 2 to 50 elements"])
        expect(type, #""options":{}"#, ["options: must be an array"])
        expect(type, #""options":["a",2]"#, ["options[0]: must be an object", "options[1]: must be an object"])
        expect(
            type,
            #""options":[{},{"id":1,"text":2,"correct":"yes","feedback":[]}]"#,
            [
                "options[0].id: missing", "options[0].text: missing", "options[1].id: must be a string",
                "options[1].text: must be a string", "options[1].correct: must be true or false",
                "options[1].feedback: must be a string",
            ] + (type == "single_choice" ? [Self.noneRight[0]] : [Self.noneRight[1]])
        )
        expect(
            type,
            #""options":[{"id":"a","text":"A","correct":true},{"id":"a","text":" "}],"shuffle":1"#,
            [
                "options[1].id: must be unique; \(File.widgetPath).options[0].id is the same",
                "options[1].text: must not be blank", "shuffle: must be true or false",
            ]
        )
        let long = String(repeating: "x", count: 101)
        expect(
            type,
            #""options":[{"id":"a","text":"A","correct":true},{"id":"\#(long)","text":"B"}]"#,
            ["options[1].id: must have 1 to 100 characters"]
        )
    }

    private static let noneRight = [
        "options: must have one correct option, unless points is 0",
        "options: must have a correct option, unless points is 0",
    ]

    @Test func howManyOptionsAreRight() {
        func options(_ right: Int) -> String {
            #""options":[\#(File.list(3) { #"{"id":"\#($0)","text":"x","correct":\#($0 < right)}"# })]"#
        }
        expect("single_choice", options(0), [Self.noneRight[0]])
        expect("single_choice", options(2), ["options: must have one correct option, not 2"])
        expect("single_choice", options(2) + #","points":0"#, ["options: must have one correct option, not 2"])
        expect("single_choice", options(0) + #","points":0"#, [])
        expect("multiple_choice", options(0), [Self.noneRight[1]])
        expect("multiple_choice", options(0) + #","points":0"#, [])
        expect("multiple_choice", options(3) + #","partial":true"#, [])
        expect("multiple_choice", options(3) + #","partial":"half""#, ["partial: must be true or false"])
    }

    // MARK: - Other answers

    @Test(arguments: [
        ("numeric", #""answer":"1""#, ["answer: must be a finite number"]),
        ("numeric", #""answer":1e999"#, ["answer: must be a finite number"]),
        ("numeric", #""answer":null"#, ["answer: must be a finite number"]),
        ("numeric", #""answer":-1.5,"tolerance":0,"unit":"m""#, []),
        ("numeric", #""answer":1,"tolerance":-0.1"#, ["tolerance: must be a finite number, 0 or more"]),
        ("numeric", #""answer":1,"tolerance":"1%""#, ["tolerance: must be a finite number, 0 or more"]),
        ("numeric", #""answer":1,"unit":5"#, ["unit: must be a string"]),
        ("short_text", #""accepted":"a""#, ["accepted: must be an array"]),
        ("short_text", #""accepted":[]"#, ["accepted: must have 1 to 50 elements"]),
        (
            "short_text", #""accepted":["a"," ",1]"#,
            [
                "accepted[1]: must not be blank", "accepted[2]: must be a string",
            ]
        ),
        ("short_text", #""accepted":["a"],"caseSensitive":"no""#, ["caseSensitive: must be true or false"]),
        ("ordering", #""items":[],"correctOrder":[]"#, ["items: must have 2 to 50 elements"]),
        ("ordering", #""items":{},"correctOrder":{}"#, ["items: must be an array", "correctOrder: must be an array"]),
        (
            "ordering", #""items":["a","b"],"correctOrder":["a","b"]"#,
            [
                "items[0]: must be an object", "items[1]: must be an object",
            ]
        ),
        ("ordering", #""items":\#(items),"correctOrder":["a"]"#, ["correctOrder: must hold the id of each item"]),
        (
            "ordering", #""items":\#(items),"correctOrder":["a","b","a",1,"c"]"#,
            [
                "correctOrder[2]: must be unique; sections[0].steps[0].widgets[0].correctOrder[0] is the same",
                "correctOrder[3]: must be a string", "correctOrder[4]: must be the id of an item",
            ]
        ),
    ])
    func answerRules(type: String, members: String, problems: [String]) {
        expect(type, members, problems)
    }

    /// They are for players of the site's own, which may keep anything in them.
    @Test(arguments: LessonFile.Widget.Kind.allCases.filter(\.isScored))
    func withoutAPromptNothingIsChecked(kind: LessonFile.Widget.Kind) {
        let members = #""options":1,"answer":"x","accepted":{},"items":0,"correctOrder":"","variable":"none","hint":7"#
        for prompt in ["", #","prompt":null"#] {
            #expect(File.problems(File.widget(#""id":"w","type":"\#(kind.rawValue)",\#(members)\#(prompt)"#)).isEmpty)
        }
    }
}
