import Directory
import Model
import Testing

/// What is remarked of files that are imported, and what of an unscored widget refuses them.
@Suite struct LessonFileRemarkTests {
    private typealias File = LessonFileFixture

    private static let out = "the player leaves the widget out"
    private static let tell = "describe the image, or say \"\" when it only decorates"

    private func expect(_ type: String, _ members: String, _ remarks: [String]) throws {
        let text = File.widget(#""id":"w","type":"\#(type)"\#(members.isEmpty ? "" : ",")\#(members)"#)
        #expect(try File.remarks(text) == remarks.map { File.widgetPath + $0 })
    }

    @Test(arguments: LessonFile.Widget.Kind.allCases.filter(\.isScored))
    func aQuestionWithoutAPrompt(kind: LessonFile.Widget.Kind) throws {
        let remark = ": the player leaves it out: it has no prompt"
        try expect(kind.rawValue, "", [remark])
        let mistyped = ".promt: the player does not know this member; did you mean prompt?"
        try expect(kind.rawValue, #""promt":"?","answers":1"#, [remark, mistyped])
    }

    @Test(arguments: [
        ("text", "", [": \(out): it has neither html nor text"]),
        ("text", #""html":null"#, [": \(out): it has neither html nor text"]),
        ("text", #""html":"<p>a</p>""#, []),
        ("text", #""text":"a < b""#, []),
        ("text", #""text":"a <b>c</b>""#, [".text: the player shows it as plain text, also <b>"]),
        ("text", #""html":"a","text":"b""#, [": the player shows its html, not its text"]),
        ("image", "", [".src: missing: \(out)", ".alt: missing: \(tell)"]),
        ("image", #""src":"https://x.test/a.png","alt":"""#, []),
        ("image", #""src":"data:image/svg+xml,x","alt":"a","caption":"b","width":1,"height":10000"#, []),
        (
            "image", #""src":"https://x.test","alt":1,"caption":2,"width":0,"height":"5""#,
            [
                ".alt: must be a string", ".caption: must be a string", ".width: must be a number from 1 to 10000",
                ".height: must be a number from 1 to 10000",
            ]
        ),
        (
            "video", "",
            [
                ".src: missing: \(out)", ".title: missing: say what the film shows",
                ": not everyone can follow it: it has neither captions nor transcript",
            ]
        ),
        ("video", #""src":"data:video/mp4;base64,","title":"a","transcript":"b""#, []),
        (
            "video",
            #""src":"https://x.test","title":"a","captions":[{"src":"data:text/vtt,","srclang":"en","label":"b"}]"#,
            []
        ),
        (
            "video", #""src":"https://x.test","title":"a","poster":"a.png","captions":["x",{"lable":"b"}]"#,
            [
                ".poster: the player does not load it: it must start with https:// or data:image/",
                ".captions[0]: must be an object",
                ".captions[1].src: missing: \(out)", ".captions[1].srclang: missing: say the language, as in en",
                ".captions[1].label: missing: say what the learner chooses by",
                ".captions[1].lable: the player does not know this member; did you mean label?",
            ]
        ),
        ("html5", "", [": \(out): it has neither html nor src", ".title: missing: say what the activity is"]),
        ("html5", #""html":"<script>x()</script>","title":"a","height":100"#, []),
        ("html5", #""src":"https://x.test/","title":"a","height":2000"#, []),
        (
            "html5", #""src":"https://x.test/","html":"a","title":"b","height":99"#,
            [": has both html and src; the player shows html", ".height: must be a number from 100 to 2000"]
        ),
        ("external", "", [".url: missing: \(out)", ".text: missing: say where the link leads"]),
        ("external", #""url":"https://x.test","text":"a""#, []),
        (
            "external", #""url":"https://x.test","txet":"a""#,
            [
                ".text: missing: say where the link leads",
                ".txet: the player does not know this member; did you mean text?",
            ]
        ),
        ("external", #""url":"https://x.test","text":"a","note":"kept""#, []),
    ])
    func unscoredWidgets(type: String, members: String, remarks: [String]) throws {
        try expect(type, members, remarks)
    }

    // MARK: - Addresses

    @Test(arguments: [
        ("image", "src", " or data:image/"), ("video", "src", " or data:video/"), ("html5", "src", ""),
        ("external", "url", ""),
    ])
    func addressesThatThePlayerDoesNotLoad(type: String, member: String, data: String) throws {
        let others = #""title":"a","alt":"a","text":"a","transcript":"a""#
        let remark = ".\(member): the player does not load it: it must start with https://\(data)"
        let refused = [
            "http://x.test/", "//x.test/", "a/b.png", "", "https://", "https:x", "ftp://x.test/", "data:text/html,x",
            "javascript",
        ]
        for address in refused {
            try expect(type, #""\#(member)":"\#(address)",\#(others)"#, [remark])
        }
        try expect(type, #""\#(member)":" HTTPS://x.test/",\#(others)"#, [])
        for (value, problem) in [
            ("1", "must be a string"), ("{}", "must be a string"),
            (#""javascript:x()""#, "must not be a javascript: address"),
            (#"" \tJava\nScript:x()""#, "must not be a javascript: address"),
            (#""vbscript:x""#, "must not be a vbscript: address"),
        ] {
            let text = File.widget(#""id":"w","type":"\#(type)","\#(member)":\#(value),\#(others)"#)
            #expect(File.problems(text) == ["\(File.widgetPath).\(member): \(problem)"])
        }
    }

    // MARK: - The rest of the file

    @Test(arguments: ["{}", "[]", #"[{"type":"paragraph"}]"#])
    func contentThatIsNoHTML(content: String) throws {
        #expect(
            try File.remarks(File.file(step: #""title":"P","content":\#(content)"#)) == [
                "sections[0].steps[0].content: the player shows nothing of it: its content must be HTML in a string"
            ]
        )
    }

    @Test func mistypedMembersOfAQuestion() throws {
        let unknown = "the player does not know this member; did you mean"
        #expect(
            try File.remarks(
                File.question(
                    "single_choice",
                    #"""
                    "shufle":true,"level":3,"feedback":{"corect":"a"},"options":[
                      {"id":"a","text":"A","correct":true,"feedbak":"x"},{"id":"b","text":"B","image":"kept"}]
                    """#
                )
            ) == [
                "\(File.widgetPath).feedback.corect: \(unknown) correct?",
                "\(File.widgetPath).options[0].feedbak: \(unknown) feedback?",
                "\(File.widgetPath).shufle: \(unknown) shuffle?",
            ]
        )
    }

    @Test func textsWithoutMarkup() throws {
        let plain = "the player shows it as plain text, also <sub>"
        let choice = #""options":[{"id":"a","text":"CO<sub>2</sub>","correct":true},{"id":"b","text":"{{x}} < 3"}]"#
        #expect(
            try File.remarks(File.question("single_choice", choice)) == [
                "\(File.widgetPath).options[0].text: \(plain)",
                "\(File.widgetPath).options[1].text: there is no variable x",
            ]
        )
        let ordering = #""items":[{"id":"a","text":"A"},{"id":"b","text":"H<sub>2</sub>"}],"correctOrder":["a","b"]"#
        #expect(
            try File.remarks(File.question("ordering", ordering)) == ["\(File.widgetPath).items[1].text: \(plain)"]
        )
    }

    @Test func variablesThatAreNotThere() throws {
        let content = "{{word}} {{wrod}} {{ x }} {{1}} {{a b}} {{{ {{wrod}} {{ count}} {{missing"
        let widget = #"{"id":"w","type":"numeric","prompt":"{{other}}","answer":1}"#
        #expect(
            try File.remarks(
                File.file(
                    lesson: #"""
                        "title":"T","variables":[{"name":"word","type":"string","initialValue":""},\#
                        {"name":"count","type":"number","initialValue":0}]
                        """#,
                    step: #""title":"P","content":"\#(content)","widgets":[\#(widget)]"#
                )
            ) == [
                "sections[0].steps[0].content: there is no variable wrod",
                "sections[0].steps[0].content: there is no variable x",
                "\(File.widgetPath).prompt: there is no variable other",
            ]
        )
    }

    /// Comparing each name with all before it would take minutes.
    @Test func manyVariablesTakeLinearTime() throws {
        let content = (0..<100_000).map { "{{v\($0)}}" }.joined()
        let remarks = try File.remarks(File.file(step: #""title":"P","content":"\#(content)""#))
        #expect(remarks.count == LessonFileRemark.limit)
    }

    @Test func thereAreAtMostFifty() throws {
        let steps = File.list(60) { _ in #"{"title":"P","content":{}}"# }
        let remarks = try File.remarks(#"{"title":"T","sections":[{"title":"S","steps":[\#(steps)]}]}"#)
        #expect(remarks.count == LessonFileRemark.limit)
        #expect(remarks.last?.hasPrefix("sections[0].steps[49].content: ") == true)
    }
}
