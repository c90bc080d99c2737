import Testing

/// A request that should not be, and what may be said to it.
struct HostileRequest: Sendable, CustomTestStringConvertible {
    let name: String
    /// The beginning, with `{token}`, `{embed}`, `{session}` and `{lesson}` for what a test knows.
    let start: [UInt8]
    /// What follows, so many times.
    let piece: [UInt8]
    let pieces: Int
    /// Whether the client says that no more will come.
    let isFinished: Bool
    /// The statuses that are right; a close is right always.
    let statuses: Set<Int>
    /// How often it is sent.
    let times: Int

    init(
        _ name: String,
        _ start: [UInt8],
        piece: [UInt8] = [],
        times pieces: Int = 0,
        finish isFinished: Bool = false,
        repeated times: Int = 1,
        may statuses: Set<Int> = [400]
    ) {
        self.name = name
        self.start = start
        self.piece = piece
        self.pieces = pieces
        self.isFinished = isFinished
        self.times = times
        self.statuses = statuses
    }

    init(
        _ name: String,
        _ start: String,
        piece: String = "",
        times pieces: Int = 0,
        finish isFinished: Bool = false,
        repeated times: Int = 1,
        may statuses: Set<Int> = [400]
    ) {
        self.init(
            name,
            Array(start.utf8),
            piece: Array(piece.utf8),
            times: pieces,
            finish: isFinished,
            repeated: times,
            may: statuses
        )
    }

    var testDescription: String { name }

    /// Sends it and tells the status of the answer; nil for a close without one.
    func send(to port: Int, _ places: [String: String]) throws -> Int? {
        let connection = try RawConnection(port: port)
        connection.send(filled(places))
        connection.send(piece, times: pieces)
        if isFinished { connection.finish() }
        return try connection.answer()?.status
    }

    private func filled(_ places: [String: String]) -> [UInt8] {
        // Only texts have places; bytes that are none stay as they are.
        guard var text = String(validating: start, as: UTF8.self) else { return start }
        for (place, value) in places { text = text.replacing(place, with: value) }
        return Array(text.utf8)
    }

    func accepts(_ status: Int?) -> Bool {
        status.map(statuses.contains) ?? true
    }
}

extension HostileRequest {
    private static let put =
        "PUT /api/logger/contentsession/{session} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {embed}\r\n"
    private static let sign = "POST /api/public/sign-token HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\n"
    private static let poll = "GET /api/public/lessons/{lesson}/progress/"
    private static let mebibyte = String(repeating: "a", count: 1_048_576)

    static let all = heads + bodies + texts + fragments

    /// Too much before the body.
    private static let heads = [
        HostileRequest(
            "a header of 10 MB",
            "GET / HTTP/1.1\r\nHost: a\r\nX: ",
            piece: mebibyte,
            times: 10,
            may: [400, 431]
        ),
        HostileRequest(
            "10 MB of headers",
            "GET / HTTP/1.1\r\nHost: a\r\n",
            piece: "X-Long-Name: \(mebibyte.prefix(87))\r\n",
            times: 100_000,
            may: [400, 431]
        ),
        HostileRequest(
            "a header name of 10 MB",
            "GET / HTTP/1.1\r\nHost: a\r\n",
            piece: mebibyte,
            times: 10,
            may: [400, 431]
        ),
        HostileRequest("a request line of 1 MB", "GET /\(mebibyte) HTTP/1.1\r\nHost: a\r\n\r\n", may: [400, 414, 431]),
        HostileRequest("a method of 10 MB", "", piece: mebibyte, times: 10),
        HostileRequest("blank lines without end", "", piece: String(repeating: "\r\n", count: 500_000), times: 10),
        HostileRequest(
            "a bearer of 15 KB",
            "GET /api/public/token HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(mebibyte.prefix(15_000))\r\n\r\n",
            may: [401]
        ),
        HostileRequest(
            "99 times Authorization",
            "GET /api/public/token HTTP/1.1\r\nHost: a\r\n"
                + String(repeating: "Authorization: Bearer {token}\r\n", count: 99) + "\r\n",
            may: [401]
        ),
    ]

    /// Bodies too large, or of a length that cannot be told.
    private static let bodies = [
        HostileRequest(
            "100 MB declared",
            put + "Content-Type: application/json\r\nContent-Length: 104857600\r\n\r\n",
            piece: mebibyte,
            times: 100,
            may: [413]
        ),
        HostileRequest(
            "100 MB declared without credential",
            "POST /api/public/sign-token HTTP/1.1\r\nHost: a\r\nContent-Length: 104857600\r\n\r\n",
            piece: mebibyte,
            times: 100,
            may: [401, 413]
        ),
        HostileRequest(
            "100 MB to a read",
            "GET /api/public/lessons HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\n"
                + "Content-Length: 104857600\r\n\r\n",
            piece: mebibyte,
            times: 100,
            may: [200, 413]
        ),
        HostileRequest(
            "100 MB in chunks",
            sign + "Transfer-Encoding: chunked\r\n\r\n",
            piece: "100000\r\n\(mebibyte)\r\n",
            times: 100,
            may: [413]
        ),
        HostileRequest(
            "millions of chunks of a byte",
            put + "Transfer-Encoding: chunked\r\n\r\n",
            piece: String(repeating: "1\r\na\r\n", count: 100_000),
            times: 40,
            may: [413]
        ),
        HostileRequest(
            "a chunk extension of 10 MB",
            put + "Transfer-Encoding: chunked\r\n\r\n1;",
            piece: mebibyte,
            times: 10,
            may: [400, 413]
        ),
        HostileRequest(
            "trailers of 10 MB",
            put + "Transfer-Encoding: chunked\r\n\r\n0\r\nX: ",
            piece: mebibyte,
            times: 10,
            may: [400, 413, 431]
        ),
        HostileRequest("a chunk beyond all numbers", put + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n"),
        HostileRequest("a chunk size that is none", put + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n"),
        HostileRequest("a negative length", put + "Content-Length: -1\r\n\r\n"),
        HostileRequest(
            "a length beyond all numbers",
            put + "Content-Length: 99999999999999999999\r\n\r\n",
            may: [400, 413]
        ),
        HostileRequest("two lengths", put + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x"),
        HostileRequest("a length and chunks", put + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        HostileRequest("an unknown transfer coding", put + "Transfer-Encoding: gzip\r\n\r\nabc", may: [400, 501]),
    ]

    /// Bytes that are no text, and text that is no request.
    private static let texts = [
        HostileRequest(
            "invalid UTF-8 in the path",
            Array("GET /\u{0}".utf8.dropLast()) + [0xFF, 0xC0, 0x80]
                + Array(" HTTP/1.1\r\nHost: a\r\n\r\n".utf8),
            may: [400, 404]
        ),
        HostileRequest(
            "percent-coded invalid UTF-8",
            poll + "%FF%C0%80 HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\n\r\n",
            may: [422]
        ),
        HostileRequest(
            "a percent-coded null",
            poll + "a%00b HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\n\r\n",
            may: [422]
        ),
        HostileRequest(
            "half a percent code",
            poll + "a%4 HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\n\r\n",
            may: [400, 404, 422]
        ),
        HostileRequest(
            "invalid UTF-8 in a header",
            Array("GET / HTTP/1.1\r\nHost: a\r\nX-Request-Id: ".utf8) + [0xFF, 0xFE]
                + Array("\r\n\r\n".utf8),
            may: [400, 404]
        ),
        HostileRequest("a null in a header", "GET / HTTP/1.1\r\nHost: a\r\nX: a\u{0}b\r\n\r\n"),
        HostileRequest("a null in the path", "GET /a\u{0}b HTTP/1.1\r\nHost: a\r\n\r\n"),
        HostileRequest(
            "a body of deep arrays",
            sign + "Content-Length: 1000000\r\n\r\n"
                + String(repeating: "[", count: 1_000_000),
            may: [422]
        ),
        HostileRequest("a body of nulls", sign + "Content-Length: 4\r\n\r\n\u{0}\u{0}\u{0}\u{0}", may: [422]),
        HostileRequest("no host", "GET /api/public/token HTTP/1.1\r\n\r\n"),
        HostileRequest("a folded header", "GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n", may: [400, 404]),
        HostileRequest("a space before a colon", "GET / HTTP/1.1\r\nHost : a\r\n\r\n"),
        HostileRequest("another protocol version", "GET / HTTP/9.9\r\nHost: a\r\n\r\n"),
        HostileRequest("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        HostileRequest(
            "the start of TLS",
            [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xFC, 0x03, 0x03]
                + [UInt8](repeating: 0x5A, count: 512)
        ),
        HostileRequest("null bytes", [UInt8](repeating: 0, count: 65_536)),
        HostileRequest("every byte there is", (0..<256).flatMap { _ in (0...255).map { UInt8($0) } }),
        HostileRequest("a line of shell", "() { :; }; echo\r\n\r\n"),
        HostileRequest(
            "a proxy's request",
            "GET http://other.example/api/public/token HTTP/1.1\r\nHost: a\r\n\r\n",
            may: [400, 401, 404, 421]
        ),
        HostileRequest("a tunnel", "CONNECT other.example:443 HTTP/1.1\r\nHost: a\r\n\r\n", may: [400, 404, 405]),
    ]

    /// Requests that end too early, many times over: none may leave anything behind.
    private static let fragments = [
        HostileRequest("nothing at all", "", finish: true, repeated: 50),
        HostileRequest("half a line", "GET / HT", finish: true, repeated: 50),
        HostileRequest(
            "half a head",
            "GET /api/public/token HTTP/1.1\r\nHost: a\r\nAuthor",
            finish: true,
            repeated: 50
        ),
        HostileRequest("half a body", put + "Content-Length: 10\r\n\r\n{\"pro", finish: true, repeated: 50),
        HostileRequest(
            "half a chunk",
            put + "Transfer-Encoding: chunked\r\n\r\n10\r\n{\"pro",
            finish: true,
            repeated: 50
        ),
        HostileRequest("half a line and silence", "GET / HT"),
        HostileRequest("half a body and silence", put + "Content-Length: 10\r\n\r\n{\"pro", may: [400, 408]),
    ]
}
