import LTI
import Testing

@Suite struct LinkHeaderTests {
    @Test(
        arguments: [
            (#"<https://lms.example/m?p=2>; rel="next""#, "https://lms.example/m?p=2"),
            (#"<https://lms.example/m?p=2>;rel=next"#, "https://lms.example/m?p=2"),
            (#"<https://lms.example/m?p=2>; title="a, b"; REL="NEXT""#, "https://lms.example/m?p=2"),
            (#"<https://lms.example/m?p=2&amp;n=3>; rel=“next”"#, "https://lms.example/m?p=2&n=3"),
            (#"<https://lms.example/a>; rel="first", <https://lms.example/b>; rel="next""#, "https://lms.example/b"),
            (#"<https://lms.example/a,b;c>; rel="last next"; x=y"#, "https://lms.example/a,b;c"),
            (#"< /m?p=2>; rel="next""#, "https://lms.example/m?p=2"),
            (#"<https://lms.example/d>; rel="differences""#, nil), ("", nil), ("<", nil),
            ("<https://lms.example/m", nil),
            (#"<https://evil.example/m>; rel="next""#, nil), (#"<http://lms.example/m>; rel="next""#, nil),
            (#"<https://lms.example:8443/m>; rel="next""#, nil), (#"<//evil.example/m>; rel="next""#, nil),
            (#"<javascript:x>; rel="next""#, nil), (#"<https://lms.example/m>; rel="nextish""#, nil),
            (#"https://lms.example/m; rel="next""#, nil), (#"<https://lms.example@evil.example/m>; rel="next""#, nil),
        ] as [(String, String?)]
    )
    func theNextPageIsFound(header: String, url: String?) throws {
        let page = try #require(WebURL("https://lms.example/m"))
        #expect(LinkHeader.next([header], after: page)?.text == url)
    }

    @Test func itMayBeOnAnyLine() throws {
        let page = try #require(WebURL("https://lms.example/m"))
        let headers = [#"<https://lms.example/d>; rel="differences""#, #"<https://lms.example/n>; rel="next""#]
        #expect(LinkHeader.next(headers, after: page)?.path == "/n")
        #expect(LinkHeader.next([], after: page) == nil)
    }

    @Test func whatListsChangesIsFound() throws {
        let page = try #require(WebURL("https://lms.example/m"))
        let headers = [#"<https://lms.example/n>; rel="next""#, #"</m?since=7&amp;c=1>; rel="differences""#]
        #expect(LinkHeader.differences(headers, after: page)?.text == "https://lms.example/m?since=7&c=1")
        #expect(LinkHeader.differences([#"<https://evil.example/d>; rel="differences""#], after: page) == nil)
        #expect(LinkHeader.differences([headers[0]], after: page) == nil)
    }
}
