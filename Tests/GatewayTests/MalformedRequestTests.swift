import Directory
import TestSupport
import Testing

/// Requests that are odd or wrong as HTTP: a clear answer or a close, and never the wrong request's answer (RFC 9112).
@Suite(.timeLimit(.minutes(3)))
struct MalformedRequestTests {
    /// An exact text, in which `PATH` stands for a progress read and `BEARER` for a field that allows it; and the statuses of
    /// all answers until the server closes.
    struct Odd: Sendable, CustomTestStringConvertible {
        let name: String
        let text: String
        let statuses: [Int]

        init(_ name: String, _ text: String, _ statuses: Int...) {
            self.name = name
            self.text = text
            self.statuses = statuses
        }

        var testDescription: String { name }
    }

    private static let start = "GET PATH HTTP/1.1\r\nHost: x\r\nBEARER\r\n"
    private static let next = start + "\r\n"
    private static let large = String(repeating: "x", count: 20_000)

    private static let table = [
        Odd("plain", next, 200),
        Odd("no host", "GET PATH HTTP/1.1\r\nBEARER\r\n\r\n" + next, 400, 200),
        Odd("empty host", "GET PATH HTTP/1.1\r\nHost:\r\nBEARER\r\n\r\n" + next, 400, 200),
        Odd("two hosts", "GET PATH HTTP/1.1\r\nHost: x\r\nHost: y\r\nBEARER\r\n\r\n", 400),
        Odd("HTTP/1.0", "GET PATH HTTP/1.0\r\nHost: x\r\nBEARER\r\n\r\n", 200),
        Odd("HTTP/2.0", "GET PATH HTTP/2.0\r\nHost: x\r\nBEARER\r\n\r\n", 400),
        Odd("no version", "GET PATH\r\n\r\n", 400),
        Odd("lower-case version", "GET PATH http/1.1\r\nHost: x\r\nBEARER\r\n\r\n", 400),
        Odd("two spaces", "GET  PATH HTTP/1.1\r\nHost: x\r\nBEARER\r\n\r\n", 200),
        Odd("space before colon", "GET PATH HTTP/1.1\r\nHost : x\r\nBEARER\r\n\r\n", 400),
        Odd("no colon", start + "Nonsense\r\n\r\n", 400),
        Odd("empty name", start + ": x\r\n\r\n", 400),
        Odd("space in a name", start + "X Y: z\r\n\r\n", 400),
        Odd("odd but right name", start + "!#$%&'*+-.^_`|~0: z\r\n\r\n", 200),
        Odd("empty value", start + "X:\r\n\r\n", 200),
        Odd("tab around a value", start + "X:\tz\t\r\n\r\n", 200),
        Odd("null in a value", start + "X: a\0b\r\n\r\n", 400),
        Odd("control in a value", start + "X: a\u{1}b\r\n\r\n", 400),
        Odd("high bytes in a value", start + "X: é\r\n\r\n", 200),
        Odd("folded line", start + "X: a\r\n b\r\n\r\n", 400),
        Odd("bare LF", "GET PATH HTTP/1.1\nHost: x\nBEARER\n\n", 400),
        Odd("bare CR", "GET PATH HTTP/1.1\rHost: x\r\r", 400),
        Odd("empty lines before", "\r\n\r\n" + next, 200),
        Odd("absolute form", "GET http://xPATH HTTP/1.1\r\nHost: x\r\nBEARER\r\n\r\n", 200),
        Odd("asterisk form", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", 404),
        Odd("no slash", "GET api HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        Odd("control in the target", "GET PATH\u{1} HTTP/1.1\r\nHost: x\r\nBEARER\r\n\r\n", 400),
        Odd("fragment", "GET PATH#f HTTP/1.1\r\nHost: x\r\nBEARER\r\n\r\n", 404),
        Odd("Content-Length 0", start + "Content-Length: 0\r\n\r\n" + next, 200, 200),
        Odd("Content-Length twice", start + "Content-Length: 0\r\nContent-Length: 0\r\n\r\n", 400),
        Odd("different lengths", start + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!" + next, 400),
        Odd("list of lengths", start + "Content-Length: 5, 5\r\n\r\nhello" + next, 400),
        Odd("negative length", start + "Content-Length: -1\r\n\r\n" + next, 400),
        Odd("signed length", start + "Content-Length: +5\r\n\r\nhello" + next, 400),
        Odd("huge length", start + "Content-Length: 99999999999999999999\r\n\r\n", 400),
        Odd(
            "length and chunked",
            start + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + next,
            400
        ),
        Odd(
            "chunked and length",
            start + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + next,
            400
        ),
        Odd("chunked body", start + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n" + next, 200, 200),
        Odd(
            "chunk with extension and trailer",
            start + "Transfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n0\r\nT: v\r\n\r\n" + next,
            200,
            200
        ),
        Odd("bad chunk length", start + "Transfer-Encoding: chunked\r\n\r\nxyz\r\nabc\r\n0\r\n\r\n" + next, 200, 400),
        Odd("unknown coding", start + "Transfer-Encoding: gzip\r\n\r\n" + next, 200, 400),
        Odd("not a request", "\u{16}\u{3}\u{1}\u{2}\0\u{1}\0\u{1}\r\n\r\n", 400),
        Odd("nothing", ""),
        Odd("half a request", "GET PATH HTTP/1.1\r\nHost: x\r\n"),
        Odd("answer instead of a request", "HTTP/1.1 200 OK\r\n\r\n", 400),
    ]

    @Test(arguments: table)
    func oddRequestIsAnsweredAlikeWithAndWithoutTheHotPath(odd: Odd) async throws {
        let world = try await TestWorld()
        try await world.seed()
        let token = try await world.issueToken(APITokenDraft(name: "Free", rateLimit: 0)).text
        let text = odd.text.replacing("PATH", with: world.progressPath())
            .replacing("BEARER", with: "Authorization: Bearer \(token)")
        var transcripts: [String] = []
        for mode in [ServerMode.inProcessHot, .inProcessPlain] {
            try await withServer(world, mode) { server in
                let answers = try await server.connect { connection in
                    try await connection.send(text)
                    connection.finish()
                    return await connection.allResponses()
                }
                #expect(answers.map(\.status) == odd.statuses, "\(mode)")
                transcripts.append(answers.map { Transcript.text($0) }.joined())
            }
        }
        #expect(transcripts[0] == transcripts[1])
    }

    // MARK: Size

    /// A head in which `LARGE` stands for 20 000 characters, and whether the answer says what is wrong.
    struct LargeHead: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String
        let isExplained: Bool
    }

    private static let largeHeads = [
        LargeHead(testDescription: "value", text: start + "X: LARGE\r\n\r\n", isExplained: true),
        LargeHead(
            testDescription: "values together, without an end",
            text: start + (0..<12).map { "X-\($0): \(large.prefix(1_500))\r\n" }.joined(),
            isExplained: true
        ),
        LargeHead(
            testDescription: "target",
            text: "GET PATHLARGE HTTP/1.1\r\nHost: x\r\nBEARER\r\n\r\n",
            isExplained: true
        ),
        LargeHead(testDescription: "target without an end", text: "GET /LARGE", isExplained: true),
        LargeHead(testDescription: "method", text: "LARGE", isExplained: true),
        LargeHead(
            testDescription: "many fields",
            text: start + (0..<99).map { "X-\($0): y\r\n" }.joined() + "\r\n",
            isExplained: false
        ),
        LargeHead(
            testDescription: "bare LF",
            text: "GET PATH HTTP/1.1\nHost: x\nX: LARGE\n\n",
            isExplained: false
        ),
    ]

    @Test(arguments: largeHeads, [ServerMode.inProcessHot, .inProcessPlain])
    func headThatIsTooLargeIsRefusedAndTheConnectionCloses(head: LargeHead, mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await world.seed()
        try await withServer(world, mode) { server in
            let text = head.text.replacing("LARGE", with: Self.large).replacing("PATH", with: world.progressPath())
                .replacing("BEARER", with: "Authorization: Bearer \(world.token.text)")
            let answers = try await server.connect { connection in
                try await connection.send(text)
                return await connection.allResponses()
            }
            #expect(answers.map(\.status) == [400])
            let body = #"{"error":"The request head must not be larger than 16384 bytes"}"#
            #expect(answers.first?.text == (head.isExplained ? body : ""))
            #expect(answers.first?["Connection"] == "close")
        }
    }

    @Test(arguments: [ServerMode.inProcessHot, .inProcessPlain])
    func headJustBelowTheLimitsPasses(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await world.seed()
        try await withServer(world, mode) { server in
            let large = try await server.exchange(server.progressHead("user-123", ["X: \(Self.large.prefix(15_000))"]))
            #expect(large.status == 200)
            let many = try await server.exchange(server.progressHead("user-123", (0..<98).map { "X-\($0): y" }))
            #expect(many.status == 200)
            let tooMany = try await server.exchange(server.progressHead("user-123", (0..<99).map { "X-\($0): y" }))
            #expect(tooMany.status == 400)
        }
    }

    @Test(arguments: [ServerMode.inProcessHot, .inProcessPlain])
    func endlessHeadIsCutOff(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await withServer(world, mode) { server in
            let answers = try await server.connect { connection in
                try await connection.send("GET / HTTP/1.1\r\nHost: x\r\nX: ")
                // The server closes long before the end.
                for _ in 0..<1_000 {
                    guard (try? await connection.send(Self.large)) != nil else { break }
                }
                return await connection.allResponses()
            }
            // Who goes on sending into a closed connection may lose the answer.
            #expect(answers.map(\.status) == [400] || answers.isEmpty)
            let next = try await server.exchange(server.progressHead())
            #expect(next.status == 404)
        }
    }
}
