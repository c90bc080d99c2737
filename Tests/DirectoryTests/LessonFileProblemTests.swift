import Directory
import Model
import Testing

/// How problems of lesson files are told: places, order and number; and files that are no lesson at all.
@Suite struct LessonFileProblemTests {
    private typealias File = LessonFileFixture

    @Test func theFileThatTheTablesStartFromIsGood() {
        #expect(File.problems(File.file()).isEmpty)
    }

    @Test(arguments: [
        ("", "file: not JSON: a value is missing (line 1, column 1)"),
        ("title: x", "file: not JSON: a value is missing (line 1, column 1)"),
        ("{\n  \"title\": \"é\" \"x\"}", "file: not JSON: a comma or closing brace is missing (line 2, column 16)"),
        ("{\r\n}\r\n}", "file: not JSON: text after the value (line 3, column 1)"),
        ("\u{FEFF}[,]", "file: not JSON: a value is missing (line 1, column 2)"),
        ("{\"title\":\"a\tb\"}", "file: not JSON: a control character in a string (line 1, column 12)"),
        ("[]", "file: must be an object"),
        ("null", "file: must be an object"),
    ])
    func whatIsNoObjectIsOneProblem(text: String, problem: String) {
        #expect(File.problems(text) == [problem])
    }

    @Test func invalidUTF8IsRefused() {
        #expect(
            File.problems(Array(#"{"title":""#.utf8) + [0xFF, 0x22, 0x7D])
                == ["file: not JSON: invalid UTF-8 (line 1, column 12)"]
        )
    }

    /// The content of a step lies within five others: the lesson, its sections, a section, its steps and the step.
    @Test func nestingIsBounded() {
        func nested(_ depth: Int) -> String {
            let content = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            return File.file(step: #""title":"P","content":\#(content)"#)
        }
        #expect(File.problems(nested(59)).isEmpty)
        #expect(File.problems(nested(60)) == ["file: not JSON: nested deeper than 64 (line 1, column 130)"])
    }

    @Test func theSizeIsBounded() {
        func padded(to size: Int, _ prefix: String) -> String {
            let id = "00000000-0000-4000-8000-00000000000"
            let section = #""id":"\#(id)1","title":"S""#
            let head = #"\#(prefix),"sections":[{\#(section),"steps":[{"id":"\#(id)2","title":"P","content":""#
            let tail = #"","widgets":[]}]}]}"#
            return head + String(repeating: "x", count: size - head.utf8.count - tail.utf8.count) + tail
        }
        let complete = #"{"id":"00000000-0000-4000-8000-000000000003","title":"T","tags":[],"variables":[]"#
        #expect(File.problems(padded(to: LessonFile.maximumSize, complete)).isEmpty)
        #expect(
            File.problems(padded(to: LessonFile.maximumSize + 1, complete)) == ["file: must have at most 5 MiB"]
        )
        #expect(
            File.problems(padded(to: LessonFile.maximumSize, #"{"title":"T""#))
                == ["file: must have at most 5 MiB with the missing ids and members filled in"]
        )
    }

    // MARK: - Many problems

    @Test func problemsAreCollectedInOrderUpToFifty() {
        let steps = File.list(200) { _ in #"{"titel":"P"}"# }
        let problems = File.problems(#"{"title":7,"sections":[{"title":"S","steps":[\#(steps)]}]}"#)
        #expect(problems.count == LessonFileErrors.limit)
        #expect(
            Array(problems.prefix(4)) == [
                "title: must be a string",
                "sections[0].steps[0].titel: unknown member; did you mean title?",
                "sections[0].steps[0].title: missing",
                "sections[0].steps[1].titel: unknown member; did you mean title?",
            ]
        )
        #expect(problems.last == "sections[0].steps[24].titel: unknown member; did you mean title?")
    }

    @Test func theDescriptionHasOneLineForEachProblem() {
        let errors = LessonFileErrors(problems: [
            LessonFileProblem(path: "title", reason: "missing"),
            LessonFileProblem(path: "", reason: "must be an object"),
        ])
        #expect(errors.description == "title: missing\nfile: must be an object")
    }
}
