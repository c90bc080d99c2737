import Directory
import Model
import Testing

/// Which markup the player drops, as remarks about a step's content.
@Suite struct HTMLSubsetTests {
    private func dropped(_ html: String) throws -> [String] {
        var json = JSONWriter()
        json.string(html)
        let path = "sections[0].steps[0].content: "
        return try LessonFileFixture.remarks(LessonFileFixture.file(step: #""title":"P","content":\#(json.text)"#)).map
        {
            #expect($0.hasPrefix(path))
            return String($0.dropFirst(path.count))
        }
    }

    private static func drops(_ things: String...) -> [String] { things.map { "the player drops \($0)" } }

    @Test(arguments: [
        "", "plain", "a < b && c > d", "1 <2", "<", "</", "</>", "</ x>", "<>", "&lt;script&gt;", "a </p> b",
        "<p title='a' lang=de dir=rtl>x</p>", "<P>A<BR/>B<br></P>",
        "<h1>a</h1><h2>a</h2><h3>b</h3><h4>c</h4><hr><pre><code>x</code></pre><kbd>k</kbd>",
        "<ol start=3><li>a<ul><li>b</ul></ol><dl><dt>a<dd>b</dl>",
        "<table><caption>c</caption><thead><tr><th scope=col colspan=2>a<tbody><tr><td rowspan='2'>b</table>",
        "<a href=\"https://x.test/?a=b>c\" target=_blank rel=noopener>x</a>",
        "<a href=HTTP://x.test>x</a><a href=' mailto:a@x.test '>y</a>",
        "<figure><img src='https://x.test/a.png' alt='>' width=3 height=4><figcaption>f</figcaption></figure>",
        "<img src='data:image/png;base64,AA=='>",
        "<details><summary>a</summary><div><span>b</span></div></details><ruby>a<rt>b</rt></ruby>",
        "<!-- <script> -->x", "<!--><p>x</p>", "<!---><p>x</p>", "<!-- a --!><p>b</p>", "<!doctype x><?php x ?>",
    ])
    func whatThePlayerShows(html: String) throws {
        #expect(try dropped(html) == [])
    }

    @Test(arguments: [
        ("<script>alert(1)</script>", drops("<script>")),
        ("<SCRIPT SRC=//x.test/x.js></SCRIPT>", drops("<script>")),
        ("<scr<script>ipt>", drops("<scr<script>")),
        ("<script>if (a</b>c) '<iframe>'</script ><object>", drops("<script>", "<object>")),
        ("<script>'</scripts>' <form></script>", drops("<script>")),
        ("<style>p { }</style><title>a <b></title>", drops("<style>", "<title>")),
        ("<iframe src=https://x.test></iframe><embed><base>", drops("<iframe>", "<embed>", "<base>")),
        ("<svg/onload=alert(1)>", drops("<svg>")),
        ("<math><mi>x</mi></math>", drops("<math>", "<mi>")),
        ("<!-- a --><b>x</b><blink>y</blink><blink>z</blink>", drops("<blink>")),
        (
            "<p class=a ID=b style='color:red'>x</p>",
            drops(
                "the attribute class of <p>",
                "the attribute id of <p>",
                "the attribute style of <p>"
            )
        ),
        (
            "<img src=x onerror=alert(1)>",
            drops(
                "the src of <img>: it must start with https:// or data:image/",
                "the attribute onerror of <img>"
            )
        ),
        ("<img/src='https://x.test'/onerror='a'>", drops("the attribute onerror of <img>")),
        ("<p onclick = 'x > y'>a</p>", drops("the attribute onclick of <p>")),
        ("<p =a>x</p>", drops("the attribute = of <p>", "the attribute a of <p>")),
        ("<p \"a\">x</p>", drops("the attribute \"a\" of <p>")),
        ("<a href=javascript:alert(1)>x</a>", drops(address)),
        ("<a href='JaVa\tScript:x'>x</a>", drops(address)),
        ("<a href='java&#115;cript:x'>x</a><a href=page.html>y</a>", drops(address)),
        ("<a href='data:text/html,x'>x</a>", drops(address)),
        ("<a href='#top'>x</a>", drops(address)),
        ("<td scope=row>", drops("the attribute scope of <td>")),
        ("<p src=a start=2>", drops("the attribute src of <p>", "the attribute start of <p>")),
        ("a <b", drops("what follows the last <: the tag has no end")),
        ("a <p title=\"b>c</p>", drops("what follows the last <: the tag has no end")),
        ("a </p title='b", drops("what follows the last <: the tag has no end")),
        ("<\(String(repeating: "x", count: 40))>", drops("<\(String(repeating: "x", count: 32))>")),
    ])
    func whatThePlayerDrops(html: String, remarks: [String]) throws {
        #expect(try dropped(html) == remarks)
    }

    private static let address = "the href of <a>: it must start with https:, http: or mailto:"

    @Test func aTextIsWorthTenRemarks() throws {
        #expect(try dropped((0..<20).map { "<x\($0)>" }.joined()).count == 10)
    }

    /// One look at each byte: openings that never end would take a scanner that goes back for hours.
    @Test(arguments: ["<", "<!--", "<p ", "<a b=\"", "<script>", "</", "<script></scrip", "{{", "<p a", "<?"])
    func hostileTextTakesLinearTime(opening: String) throws {
        let text = String(repeating: opening, count: 200_000 / opening.utf8.count)
        _ = try dropped(text)
    }

    /// All authored texts are looked at, not only the content of steps.
    @Test func everyTextOfAWidgetIsChecked() throws {
        let html = "<blink>"
        let choice = #"""
            {"id":"a","type":"single_choice","prompt":"\#(html)","hint":"\#(html)","explanation":"\#(html)",
             "feedback":{"correct":"\#(html)","incorrect":"\#(html)"},"options":[
              {"id":"a","text":"A","correct":true},{"id":"b","text":"B","feedback":"\#(html)"}]}
            """#
        let others = #"""
            {"id":"c","type":"text","html":"\#(html)"},
            {"id":"d","type":"image","src":"https://x.test","alt":"<a>","caption":"\#(html)"},
            {"id":"e","type":"video","src":"https://x.test","title":"<a>","transcript":"\#(html)"},
            {"id":"f","type":"image","src":"https://x.test","alt":"a"}
            """#
        let step = #""title":"P","widgets":[\#(choice),\#(others)]"#
        let remarks = try LessonFileFixture.remarks(LessonFileFixture.file(step: step))
        let places = remarks.map { $0.replacing("sections[0].steps[0].widgets", with: "").split(separator: ": ")[0] }
        #expect(remarks.allSatisfy { $0.hasSuffix(": the player drops <blink>") })
        #expect(
            places == [
                "[0].prompt", "[0].hint", "[0].feedback.correct", "[0].feedback.incorrect", "[0].explanation",
                "[0].options[1].feedback", "[1].html", "[2].caption", "[3].transcript",
            ]
        )
    }
}
