import LTI
import Testing

@Suite struct WebURLTests {
    @Test(
        arguments: [
            ("https://lms.example", "https://lms.example", "/", nil),
            ("https://LMS.Example:443/A?b", "https://lms.example", "/A", "b"),
            ("HTTP://lms.example:80", "http://lms.example", "/", nil),
            ("http://lms.example:8080/a/b?c=d?e#f?g", "http://lms.example:8080", "/a/b", "c=d?e"),
            ("https://lms.example?x", "https://lms.example", "/", "x"),
            ("https://lms.example#x", "https://lms.example", "/", nil),
            ("https://[2001:DB8::1]:8443/x", "https://[2001:db8::1]:8443", "/x", nil),
            ("https://192.0.2.7/", "https://192.0.2.7", "/", nil),
            ("https://my_host/ü?ü", "https://my_host", "/ü", "ü"),
            ("https://lms.example/a:b@c", "https://lms.example", "/a:b@c", nil),
            ("https://lms.example/?", "https://lms.example", "/", ""),
        ] as [(String, String, String, String?)]
    )
    func partsAreRead(text: String, origin: String, path: String, query: String?) throws {
        let url = try #require(WebURL(text))
        #expect(url.origin == origin)
        #expect(url.path == path)
        #expect(url.query == query)
        #expect(url.text == text)
    }

    @Test(arguments: [
        "", "lms.example", "//lms.example", "https:", "https:/x", "https://", "https:///x", "ftp://lms.example",
        "javascript:alert(1)", "https://user@lms.example", "https://a:b@lms.example", "https://lms.example:",
        "https://lms.example:0", "https://lms.example:65536", "https://lms.example:x", "https://lms.example:443:443",
        "https://lms..example", "https://.lms.example", "https://lms.example.", "https://lms.exa mple",
        "https://lms.example/a b", "https://lms.example/\n", "https://lms.example\\x", "https://lüms.example",
        "https://127.1", "https://2130706433", "https://0x7f.0.0.1", "https://0x7f000001", "https://127.0.0.01",
        "https://1.2.3.4.5", "https://256.1.1.1", "https://[::1", "https://::1/", "https://[127.0.0.1]",
        "https://[fe80::1%25eth0]", "https://[]", "https://%6cms.example", "https://a;b", "https://[::1]x",
        "\0https://a",
    ])
    func otherTextsAreNone(text: String) {
        #expect(WebURL(text) == nil)
    }

    @Test(arguments: [
        ("https://lms.example/items/1", "https://lms.example/items/1/scores"),
        ("https://lms.example/items/1?type_id=2", "https://lms.example/items/1/scores?type_id=2"),
        ("https://lms.example/items/1/?a=b/c", "https://lms.example/items/1/scores?a=b/c"),
        ("https://lms.example:8443/1#x", "https://lms.example:8443/1/scores"),
        ("https://lms.example", "https://lms.example/scores"),
    ])
    func aSegmentGoesToTheEndOfThePath(text: String, result: String) throws {
        #expect(try #require(WebURL(text)).adding(segment: "scores") == result)
    }

    @Test func pairsGoToTheEndOfTheQuery() throws {
        let url = try #require(WebURL("https://lms.example/m?c=1#x"))
        #expect(url.adding(query: [("role", "a b&c"), ("n", "1")]) == "https://lms.example/m?c=1&role=a%20b%26c&n=1")
        #expect(url.adding(query: []) == url.text)
    }

    @Test(arguments: [
        ("http://localhost", true), ("http://a.localhost:1", true), ("http://127.8.9.1", true), ("http://[::1]/", true),
        ("http://localhost.example", false), ("http://xlocalhost", false), ("http://128.0.0.1", false),
    ])
    func thisMachineIsKnown(text: String, isLoopback: Bool) throws {
        #expect(try #require(WebURL(text)).isLoopback == isLoopback)
    }
}
