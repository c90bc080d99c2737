import Testing

@testable import Gateway

/// The scan in front of the framework's parser: what it understands, and what it leaves alone.
@Suite struct RequestHeadTests {
    /// What a scan said, as words.
    private func scan(_ text: String) -> String {
        var text = text
        return text.withUTF8 { utf8 in
            let bytes = UnsafeRawBufferPointer(utf8)
            switch RequestHead.scan(bytes) {
            case .incomplete: return "incomplete"
            case .unclear: return "unclear"
            case .complete(let head):
                var words = ["\(bytes.text(head.method)) \(bytes.text(head.target)) \(head.count)"]
                if let range = head.authorization { words.append("auth=\(bytes.text(range))") }
                if let range = head.ifNoneMatch { words.append("tag=\(bytes.text(range))") }
                if let range = head.requestID { words.append("id=\(bytes.text(range))") }
                if let range = head.forwardedFor { words.append("for=\(bytes.text(range))") }
                if head.contentLength > 0 { words.append("body=\(head.contentLength)") }
                if head.needsFramework { words.append("framework") }
                if head.hasUnclearLength { words.append("open") }
                return words.joined(separator: " ")
            }
        }
    }

    private func scan(fields: String) -> String {
        let text = "GET / HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n"
        let prefix = "GET / \(text.utf8.count)"
        let words = scan(text)
        return words.hasPrefix(prefix) ? String(words.dropFirst(prefix.count).drop { $0 == " " }) : words
    }

    @Test(arguments: [
        ("GET / HTTP/1.1\r\nHost: x\r\n\r\n", "GET / 27"), ("GET / HTTP/1.1\r\nHost: x\r\n\r\nGET", "GET / 27"),
        ("GET / HTTP/1.1\r\n\r\n", "GET / 18 framework"),
        ("PUT /a?b=c%20d#e HTTP/1.1\r\nhost:x\r\n\r\n", "PUT /a?b=c%20d#e 37"),
        ("!#$%&'*+-.^_`|~aZ9 / HTTP/1.1\r\nHost: x\r\n\r\n", "!#$%&'*+-.^_`|~aZ9 / 42"),
        ("GET / HTTP/1.0\r\n\r\n", "unclear"), ("GET / HTTP/2\r\n\r\n", "unclear"),
        ("GET / http/1.1\r\n\r\n", "unclear"),
        ("GET  / HTTP/1.1\r\n\r\n", "unclear"), ("GET /  HTTP/1.1\r\n\r\n", "unclear"),
        (" GET / HTTP/1.1\r\n\r\n", "unclear"),
        ("GET /\r\n\r\n", "unclear"), ("GET\r\n", "unclear"), ("\r\nGET / HTTP/1.1\r\n\r\n", "unclear"),
        ("GET http://x/ HTTP/1.1\r\n\r\n", "unclear"), ("OPTIONS * HTTP/1.1\r\n\r\n", "unclear"),
        ("GET /é HTTP/1.1\r\n\r\n", "unclear"), ("GET /\u{7F} HTTP/1.1\r\n\r\n", "unclear"),
        ("GE(T / HTTP/1.1\r\n\r\n", "unclear"), ("GET / HTTP/1.1\nHost: x\r\n\r\n", "unclear"),
        ("GET / HTTP/1.1\rHost: x\r\n\r\n", "unclear"), ("GET / HTTP/1.1\r\nHost: x\n\r\n", "unclear"),
        ("GET / HTTP/1.1 \r\n\r\n", "unclear"), ("\u{16}\u{3}\u{1}\n", "unclear"),
        ("", "incomplete"), ("G", "incomplete"), ("GET / HTTP/1.1", "incomplete"), ("GET / HTTP/1.1\r", "incomplete"),
        ("GET / HTTP/1.1\r\n", "incomplete"), ("GET / HTTP/1.1\r\nHost: x\r\n\r", "incomplete"),
    ])
    func requestLineIsReadStrictly(text: String, expected: String) {
        #expect(scan(text) == expected)
    }

    @Test(arguments: [
        ("", ""), ("X: y\r\n", ""), ("X:\r\n", ""), ("X: a\tb é\r\n", ""),
        ("Authorization: Bearer t\r\n", "auth=Bearer t"), ("AUTHORIZATION:\t Bearer t \t\r\n", "auth=Bearer t"),
        ("If-None-Match: \"a\"\r\n", "tag=\"a\""), ("X-Request-Id: 7\r\n", "id=7"),
        ("X-Forwarded-For: 1, 2\r\n", "for=1, 2"),
        ("Connection: keep-alive\r\n", ""), ("connection: Keep-Alive\r\n", ""), ("Connection: close\r\n", "framework"),
        ("Connection: keep-alive, x\r\n", "framework"), ("Connection:\r\n", "framework"),
        ("Expect: 100-continue\r\n", "framework"), ("Upgrade: h2c\r\n", "framework"),
        ("Prefer: wait=5\r\n", "framework"),
        ("Host: y\r\n", "framework"), ("Authorization: a\r\nAuthorization: b\r\n", "auth=b framework"),
        ("If-None-Match: a\r\nIf-None-Match: b\r\n", "tag=b framework"),
        ("X-Request-Id: a\r\nX-Request-Id: b\r\n", "id=b framework"),
        ("X-Forwarded-For: 1\r\nX-Forwarded-For: 2\r\n", "for=2 framework"),
        ("Content-Length: 0\r\n", ""), ("Content-Length: 12\r\n", "body=12"), ("content-length:007\r\n", "body=7"),
        ("Content-Length: 999999999999999\r\n", "body=999999999999999"),
        ("Transfer-Encoding: chunked\r\n", "framework open"), ("Transfer-Encoding: identity\r\n", "framework open"),
        ("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "body=5 framework open"),
        ("Content-Length: 0\r\nContent-Length: 0\r\n", "unclear"),
        ("Content-Length: 1\r\nContent-Length: 1\r\n", "unclear"),
        ("Content-Length:\r\n", "unclear"), ("Content-Length: +1\r\n", "unclear"),
        ("Content-Length: -1\r\n", "unclear"),
        ("Content-Length: 1, 1\r\n", "unclear"), ("Content-Length: 1e3\r\n", "unclear"),
        ("Content-Length: 0x1\r\n", "unclear"),
        ("Content-Length: 1234567890123456\r\n", "unclear"), ("X : y\r\n", "unclear"), (": y\r\n", "unclear"),
        ("X\r\n", "unclear"), (" X: y\r\n", "unclear"), ("X: y\r\n z\r\n", "unclear"), ("X Y: z\r\n", "unclear"),
        ("X: a\0\r\n", "unclear"), ("X: a\u{1}\r\n", "unclear"), ("X: a\u{7F}\r\n", "unclear"),
        ("Xé: y\r\n", "unclear"),
        ("X: a\rb\r\n", "unclear"), ("X: a\nY: b\r\n", "unclear"),
    ])
    func fieldsAreReadStrictly(fields: String, expected: String) {
        #expect(scan(fields: fields) == expected)
    }

    @Test func emptyHostNeedsTheFramework() {
        #expect(scan("GET / HTTP/1.1\r\nHost:\r\n\r\n") == "GET / 25 framework")
    }

    @Test func moreFieldsThanTheFrameworkTakesAreItsToRefuse() {
        let fields = { (count: Int) in (0..<count).map { "X-\($0): y\r\n" }.joined() }
        #expect(scan(fields: fields(RequestHead.fieldLimit - 1)) == "")
        #expect(scan(fields: fields(RequestHead.fieldLimit)) == "framework")
    }

    @Test func everyBeginningOfAGoodHeadIsIncomplete() {
        let text = "GET /a HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer t\r\nContent-Length: 3\r\n\r\n"
        for count in 0..<text.utf8.count {
            #expect(scan(String(decoding: text.utf8.prefix(count), as: UTF8.self)) == "incomplete")
        }
        #expect(scan(text) == "GET /a 72 auth=Bearer t body=3")
    }
}
