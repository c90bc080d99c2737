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
            // A platform behind a proxy that ends TLS does not know that it is called by https.
            (#"<http://lms.example/m?p=2>; rel="next""#, "https://lms.example/m?p=2"),
        ]
    )
    func theNextPageIsFound(header: String, url: String) throws {
        let page = try #require(WebURL("https://lms.example/m"))
        #expect(try LinkHeader.next([header], after: page) == .page(#require(WebURL(url))))
    }

    @Test(arguments: [
        #"<https://lms.example/d>; rel="differences""#, "", "<", "<https://lms.example/m",
        #"<https://lms.example/m>; rel="nextish""#, #"https://lms.example/m; rel="next""#,
    ])
    func whatNamesNoNextPageIsTheEnd(header: String) throws {
        let page = try #require(WebURL("https://lms.example/m"))
        #expect(LinkHeader.next([header], after: page) == .end)
    }

    @Test(arguments: [
        #"<https://evil.example/m>; rel="next""#, #"<https://lms.example:8443/m>; rel="next""#,
        #"<http://lms.example:8080/m>; rel="next""#, #"<//evil.example/m>; rel="next""#,
        #"<javascript:x>; rel="next""#, #"<https://lms.example@evil.example/m>; rel="next""#,
    ])
    func aNextPageThatMustNotBeCalledIsNoEnd(header: String) throws {
        let page = try #require(WebURL("https://lms.example/m"))
        #expect(LinkHeader.next([header], after: page) == .refused)
    }

    @Test func aPageInTheClearStaysInTheClear() throws {
        let page = try #require(WebURL("http://127.0.0.1/m"))
        #expect(LinkHeader.next([#"<https://127.0.0.1/m>; rel="next""#], after: page) == .refused)
    }

    @Test func itMayBeOnAnyLine() throws {
        let page = try #require(WebURL("https://lms.example/m"))
        let headers = [#"<https://lms.example/d>; rel="differences""#, #"<https://lms.example/n>; rel="next""#]
        #expect(try LinkHeader.next(headers, after: page) == .page(#require(WebURL("https://lms.example/n"))))
        #expect(LinkHeader.next([], after: page) == .end)
    }

    @Test func whatListsChangesIsFound() throws {
        let page = try #require(WebURL("https://lms.example/m"))
        let headers = [#"<https://lms.example/n>; rel="next""#, #"</m?since=7&amp;c=1>; rel="differences""#]
        #expect(LinkHeader.differences(headers, after: page)?.text == "https://lms.example/m?since=7&c=1")
        #expect(LinkHeader.differences([#"<https://evil.example/d>; rel="differences""#], after: page) == nil)
        #expect(LinkHeader.differences([headers[0]], after: page) == nil)
    }
}
