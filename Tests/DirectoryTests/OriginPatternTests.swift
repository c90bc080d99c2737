import Directory
import Model
import Testing

@Suite struct OriginPatternTests {
    @Test(arguments: [
        ("https://example.org", "https://example.org"), ("HTTPS://Example.ORG", "https://example.org"),
        ("https://example.org:443", "https://example.org"), ("https://example.org:8443", "https://example.org:8443"),
        ("https://example.org:0443", "https://example.org"), ("https://a-b.example.org", "https://a-b.example.org"),
        ("https://xn--bcher-kva.example", "https://xn--bcher-kva.example"), ("https://school", "https://school"),
        ("https://192.0.2.7:8443", "https://192.0.2.7:8443"), ("https://localhost", "https://localhost"),
        ("http://localhost", "http://localhost"), ("http://localhost:80", "http://localhost"),
        ("http://LOCALHOST:3000", "http://localhost:3000"), ("http://demo.localhost:443", "http://demo.localhost:443"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"), ("http://127.1.2.3", "http://127.1.2.3"),
        ("https://*.example.org", "https://*.example.org"), ("https://*.Example.org:443", "https://*.example.org"),
        ("https://*.a.example.org:8443", "https://*.a.example.org:8443"),
        ("https://\(String(repeating: "a", count: 63)).org", "https://\(String(repeating: "a", count: 63)).org"),
    ])
    func originIsKeptAsBrowsersWriteIt(text: String, expected: String) throws {
        #expect(try OriginPattern(text).description == expected)
    }

    @Test(arguments: [
        "", "*", "null", "example.org", "//example.org", "https://", "https:///", "https:example.org", "https:// a.org",
        "https://example.org/", "https://example.org/path", "https://example.org?x", "https://example.org#x",
        "https://user@example.org", "https://example.org:", "https://example.org:0", "https://example.org:65536",
        "https://example.org:+1", "https://example.org:80:80", "https://example.org:8a", "https://.example.org",
        "https://example..org", "https://example.org.", "https://-a.org", "https://a-.org", "https://a_b.org",
        "https://bücher.example", "https://exa mple.org", "https://example.org;", "https://example.org 'unsafe-inline'",
        "https://*", "https://*.org", "https://*.localhost", "https://*.*.example.org", "https://a.*.org",
        "https://a*.example.org", "https://*example.org", "https://*.0.2.7", "https://*.192.0.2.7", "https://1.2.3",
        "https://192.0.2.256", "https://192.0.02.7", "https://192.0.2.7.8", "https://example.9", "https://[::1]",
        "http://[::1]:8080", "http://example.org", "http://*.localhost:80", "http://localhost.example.org",
        "http://127.example.org", "http://notlocalhost", "ftp://example.org", "ws://localhost", "file:///",
        "javascript://localhost", "chrome-extension://abcdef", "https://\(String(repeating: "a", count: 64)).org",
        "https://\(String(repeating: "a.", count: 126))org", "https://example.org\n", "\thttps://example.org",
    ])
    func otherTextIsRefused(text: String) {
        let error = #expect(throws: LecternError.self) { try OriginPattern(text) }
        #expect(error?.code == .invalid)
        #expect(error?.message.hasPrefix("origin \(text): ") == true)
    }

    @Test(arguments: [
        ("https://example.org", "https://example.org", true), ("https://example.org", "https://example.org:443", false),
        ("https://example.org", "http://example.org", false), ("https://example.org", "https://a.example.org", false),
        ("https://example.org", "https://example.org:8443", false), ("https://example.org", "", false),
        ("https://example.org", "null", false), ("https://example.org:8443", "https://example.org:8443", true),
        ("https://example.org:8443", "https://example.org", false),
        ("https://example.org", "https://EXAMPLE.org", false),
        ("https://*.example.org", "https://a.example.org", true),
        ("https://*.example.org", "https://b.a-1.example.org", true),
        ("https://*.example.org", "https://example.org", false),
        ("https://*.example.org", "https://.example.org", false),
        ("https://*.example.org", "https://a..example.org", false),
        ("https://*.example.org", "https://badexample.org", false),
        ("https://*.example.org", "https://a.example.org:8443", false),
        ("https://*.example.org", "http://a.example.org", false),
        ("https://*.example.org", "https://evil.test/.example.org", false),
        ("https://*.example.org", "https://evil.test#.example.org", false),
        ("https://*.example.org", "https://evil.test:1.example.org", false),
        ("https://*.example.org", "https://u@a.example.org", false),
        ("https://*.example.org", "https://*.example.org", false),
        ("https://*.example.org", "https://a.example.org.evil.test", false),
        ("https://*.example.org:8443", "https://a.example.org:8443", true),
        ("https://*.example.org:8443", "https://a.example.org", false),
        ("https://*.a.org", "https://", false), ("http://localhost:3000", "http://localhost:3000", true),
    ])
    func patternMatchesItsOriginsAlone(pattern: String, origin: String, expected: Bool) throws {
        #expect(try OriginPattern(pattern).matches(origin) == expected)
    }
}
