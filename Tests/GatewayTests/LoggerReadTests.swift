import Directory
import Gateway
import Model
import TestSupport
import Testing

/// The log reads of `/api/logger` over HTTP, however the gateway is wired (logger rules L, D, A, P, C1, C2).
@Suite(.timeLimit(.minutes(3)))
struct LoggerReadTests {
    private static let logs = "/api/logger"
    private static let routes = [
        "masterylog", "masterylog/x", "masterylog/0/diff", "attemptlog", "attemptlog/x", "totalcontentprogress/me",
    ]

    /// Answers one question of a fresh exercise as the learner of a token, and tells who that is to the logs.
    @discardableResult
    private func answer(
        _ server: TestServer,
        _ item: String,
        token: String,
        headers: [(String, String)] = [],
        content: ExternalID = .random()
    ) async throws -> String {
        let sessions = Self.logs + "/contentsession"
        let body = """
            {"node_id":"\(content)","content_id":"\(content)","channel_id":"\(content)","kind":"exercise",\
            "mastery_model":{"type":"do_all"}}
            """
        let started = try await server.send("POST", sessions, token: token, headers: headers, body: body)
        let session = try #require(try started.json()["session_id"]?.string, "\(started.summary)")
        let update = #"{"interactions":[{"item":"\#(item)","correct":1,"time_spent":2,"answer":{"v":"é"}}]}"#
        let path = "\(sessions)/\(session)"
        let answer = try await server.send("PUT", path, token: token, headers: headers, body: update)
        try #require(answer.status == 200, "\(answer.summary)")
        let me = try await server.get(Self.logs + "/totalcontentprogress/me", token: token, headers: headers)
        return try #require(try me.json()["id"]?.string)
    }

    private func items(_ answer: TestResponse) throws -> [String] {
        try #require(answer.status == 200, "\(answer.summary)")
        return try #require(try answer.json().elements).compactMap { $0["item"]?.string }
    }

    // MARK: Routes

    @Test(arguments: ServerMode.allCases)
    func logsAreReadWithAndWithoutASlashAtTheEnd(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await withServer(world, mode) { server in
            let token = world.embedToken("ada")
            let content = ExternalID.random()
            let user = try await answer(server, "q", token: token, content: content)
            let query = "?content=\(content)&user=\(user)"
            let list = try await server.get("\(Self.logs)/masterylog\(query)", token: token)
            let tried = try #require(try list.json().elements?.first?["id"]?.string)
            let attempts = try await server.get("\(Self.logs)/attemptlog?item=q", token: token)
            let attempt = try #require(try attempts.json().elements?.first?["id"]?.string)
            for (path, query) in [
                ("masterylog", query), ("masterylog/\(tried)", query), ("masterylog/0/diff", query),
                ("attemptlog", "?item=q&page_size=1"), ("attemptlog/\(attempt)", ""),
            ] {
                let plain = try await server.get("\(Self.logs)/\(path)\(query)", token: token)
                let slash = try await server.get("\(Self.logs)/\(path)/\(query)", token: token)
                #expect(plain.status == 200, "\(path)")
                #expect(slash.summary == plain.summary, "\(path)")
                #expect(plain["Content-Type"] == "application/json; charset=utf-8")
                #expect(plain["Cache-Control"] == "no-store")
                #expect(plain["Access-Control-Allow-Origin"] == "*")
            }
        }
    }

    @Test(arguments: ServerMode.allCases)
    func otherMethodsAreNotAllowed(mode: ServerMode) async throws {
        // Rule C2.
        let world = try await TestWorld()
        try await withServer(world, mode) { server in
            for route in Self.routes {
                for slash in ["", "/"] {
                    for method in ["POST", "PUT", "PATCH", "DELETE"] {
                        let path = "\(Self.logs)/\(route)\(slash)"
                        let answer = try await server.send(method, path, token: world.token.text, body: "{}")
                        #expect(answer.summary == #"405 {"error":"Method not allowed"}"#, "\(method) \(path)")
                        #expect(answer["Allow"] == "GET, HEAD, OPTIONS")
                    }
                }
            }
            for (path, allow) in [("contentsession", "OPTIONS, POST"), ("contentsession/x", "OPTIONS, PUT")] {
                let answer = try await server.get("\(Self.logs)/\(path)")
                #expect(answer.status == 405)
                #expect(answer["Allow"] == allow)
            }
        }
    }

    @Test(arguments: ServerMode.allCases)
    func preflightNamesWhatPlayersSend(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await withServer(world, mode) { server in
            for (route, method) in Self.routes.map({ ($0, "GET") }) + [
                ("contentsession", "POST"), ("contentsession/x", "PUT"),
            ] {
                let fields = ["Origin: https://site.test", "Access-Control-Request-Method: \(method)"]
                let answer = try await server.exchange(server.head("OPTIONS", "\(Self.logs)/\(route)", fields))
                #expect(answer.status == 204)
                #expect(answer["Access-Control-Allow-Origin"] == "*")
                #expect(answer["Access-Control-Allow-Methods"] == method)
                let names = (answer["Access-Control-Allow-Headers"] ?? "").split(separator: ", ")
                #expect(Set(names).isSuperset(of: ["Authorization", "Content-Type", "Idempotency-Key"]))
            }
        }
    }

    @Test(arguments: ServerMode.allCases)
    func refusalsOfTheReadsPassThrough(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await withServer(world, mode) { server in
            let missing = #"{"detail":"The following parameters were missing and are required: content, user"}"#
            let unknown = #"[{"id":"NOT_FOUND","metadata":{"view":"logger"}}]"#
            for (path, summary) in [
                ("masterylog", "412 \(missing)"), ("masterylog/0/diff", "412 \(missing)"),
                ("masterylog/first/diff?content=&user=", #"404 "Parameter must be an integer""#),
                ("masterylog/-1/diff?content=&user=", #"404 "No mastery log found""#),
                ("masterylog/99999999999999999999/diff?content=&user=", #"404 "No mastery log found""#),
                ("attemptlog/x", "404 \(unknown)"), ("attemptlog?page_size=1&page=2", "404 \(unknown)"),
                ("attemptlog?page_size=1", #"200 {"page":1,"count":0,"total_pages":1,"results":[]}"#),
            ] {
                let answer = try await server.get("\(Self.logs)/\(path)")
                #expect(answer.summary == summary, "\(path)")
                #expect(answer["Access-Control-Allow-Origin"] == "*")
            }
            for name in ["masterylog", "user", "content", "mastery_level", "facility", "classroom", "learner_group"] {
                let answer = try await server.get("\(Self.logs)/attemptlog?\(name)=bad")
                #expect(answer.status == 400, "\(name)")
                let field = try answer.json().elements?.first?["metadata"]?["field"]?.string
                #expect(field == name)
            }
        }
    }

    @Test(arguments: ServerMode.allCases)
    func queryThatIsNotUTF8IsRefusedAndNotDropped(mode: ServerMode) async throws {
        // A filter that cannot be read must not turn into no filter at all.
        let world = try await TestWorld()
        try await withServer(world, mode) { server in
            try await answer(server, "q", token: world.embedToken("ada"))
            for query in ["item=%ff", "item=a&user=%zz", "content=&user=&x=%2"] {
                let path = "\(Self.logs)/attemptlog?\(query)"
                let head = server.head("GET", path, ["Authorization: Bearer \(world.token.text)"])
                #expect(try await server.exchange(head).status == 400, "\(query)")
            }
        }
    }

    @Test(arguments: ServerMode.allCases)
    func filtersArriveAsTheyWereMeant(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await withServer(world, mode) { server in
            let token = world.embedToken("ada")
            for item in ["a b", "a+b", "ü/ö?&=", "%41", "A"] { try await answer(server, item, token: token) }
            for (query, found) in [
                ("a%20b", ["a b"]), ("%61%20b", ["a b"]), ("a%2Bb", ["a+b"]), ("%C3%BC%2F%C3%B6%3F%26%3D", ["ü/ö?&="]),
                ("%2541", ["%41"]), ("%41", ["A"]), ("a", []),
            ] {
                let answer = try await server.get("\(Self.logs)/attemptlog?item=\(query)", token: token)
                #expect(try items(answer) == found, "\(query)")
            }
        }
    }

    // MARK: Readers

    @Test(arguments: ServerMode.allCases)
    func callersReadWhatIsTheirs(mode: ServerMode) async throws {
        let world = try await TestWorld()
        let other = try await world.makeOrganization()
        let foreign = try await world.issueToken(organization: other)
        try await withServer(world, mode) { server in
            let content = ExternalID.random()
            let ada = try await answer(server, "ada", token: world.embedToken("ada"), content: content)
            try await answer(server, "bob", token: world.embedToken("bob"), content: content)
            let named = [("Lectern-Learner", "zoe")]
            try await answer(server, "zoe", token: foreign.text, headers: named, content: content)
            let site = world.token.text
            let callers: [(token: String, learner: String?, seen: [String])] = [
                (world.embedToken("ada"), nil, ["ada"]), (world.embedToken("cy"), nil, []),
                // A site's token reads as its organization, and as the learner that it names.
                (site, nil, ["bob", "ada"]), (site, "ada", ["ada"]), (site, "zoe", []), (foreign.text, nil, ["zoe"]),
                (foreign.text, "ada", []), (foreign.text, "zoe", ["zoe"]),
            ]
            for caller in callers {
                let headers = caller.learner.map { [("Lectern-Learner", $0)] } ?? []
                let list = try await server.get("\(Self.logs)/attemptlog", token: caller.token, headers: headers)
                #expect(try items(list) == caller.seen)
                guard caller.token != foreign.text else { continue }
                let path = "\(Self.logs)/masterylog?content=\(content)&user=\(ada)"
                let tries = try await server.get(path, token: caller.token, headers: headers)
                #expect(tries.status == 200)
                #expect(try tries.json().elements?.count == (caller.seen.contains("ada") ? 1 : 0))
            }
        }
    }

    @Test(arguments: ServerMode.allCases)
    func withoutACredentialThereIsNoReading(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await withServer(world, mode) { server in
            for route in Self.routes {
                let answer = try await server.get("\(Self.logs)/\(route)", token: nil)
                #expect(answer.summary == #"401 {"error":"Missing Authorization header"}"#, "\(route)")
                #expect(answer["WWW-Authenticate"] == #"Bearer realm="lectern""#)
                let inQuery = "\(Self.logs)/\(route)?access_token=\(world.token.text)&token=\(world.token.text)"
                #expect(try await server.get(inQuery, token: nil).status == 401, "\(route)")
                #expect(try await server.get("\(Self.logs)/\(route)", token: "nonsense").status == 401, "\(route)")
                let named = [("Lectern-Learner", "ada")]
                let nobody = try await server.get("\(Self.logs)/\(route)", token: nil, headers: named)
                #expect(nobody.status == 401, "\(route)")
            }
        }
    }

    @Test(arguments: ServerMode.allCases)
    func guestsReadNothing(mode: ServerMode) async throws {
        let world = try await TestWorld()
        let guests = try await world.directory.organizations.guestOrganization().id
        try await withServer(world, mode) {
            $0.guestOrganization = guests
        } _: { server in
            let content = ExternalID.random()
            let ada = try await answer(server, "ada", token: world.embedToken("ada"), content: content)
            let list = try await server.get("\(Self.logs)/attemptlog", token: nil)
            #expect(list.summary == "200 []")
            let tries = try await server.get("\(Self.logs)/masterylog?content=\(content)&user=", token: nil)
            #expect(tries.summary == "200 []")
            let mine = try await server.get("\(Self.logs)/masterylog?content=\(content)&user=\(ada)", token: nil)
            #expect(!mine.text.contains("time_spent"))
            let diff = try await server.get("\(Self.logs)/masterylog/0/diff?content=\(content)&user=", token: nil)
            #expect(diff.summary == #"404 "No mastery log found""#)
            // Naming a learner takes a token.
            let named = [("Lectern-Learner", "ada")]
            let asAda = try await server.get("\(Self.logs)/attemptlog", token: nil, headers: named)
            #expect(asAda.summary == "200 []")
            #expect(try await server.get("\(Self.logs)/attemptlog", token: "nonsense").status == 401)
        }
    }

    @Test(arguments: ServerMode.allCases)
    func tokenNeedsTheScopeToRead(mode: ServerMode) async throws {
        let world = try await TestWorld()
        let writer = try await world.issueToken(APITokenDraft(name: "Writer", scopes: ScopeSet([.loggerWrite])))
        let reader = try await world.issueToken(APITokenDraft(name: "Reader", scopes: ScopeSet([.progressRead])))
        try await withServer(world, mode) { server in
            for headers in [[], [("Lectern-Learner", "ada")]] {
                for route in ["attemptlog", "masterylog?content=&user="] {
                    let path = "\(Self.logs)/\(route)"
                    #expect(try await server.get(path, token: writer.text, headers: headers).status == 403, "\(route)")
                    let answer = try await server.get(path, token: reader.text, headers: headers)
                    #expect(answer.summary == "200 []", "\(route)")
                }
            }
        }
    }

    @Test(arguments: ServerMode.allCases)
    func headIsAReadWithoutTheBody(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await withServer(world, mode) { server in
            let token = world.embedToken("ada")
            try await answer(server, "q", token: token)
            for route in ["attemptlog", "masterylog?content=&user=", "totalcontentprogress/me"] {
                let path = "\(Self.logs)/\(route)"
                let whole = try await server.get(path, token: token)
                let head = server.head("HEAD", path, ["Authorization: Bearer \(token)"])
                let answer = try await server.exchange(head, hasBody: false)
                #expect(answer.status == 200, "\(route)")
                #expect(answer["Content-Length"] == "\(whole.bytes.count)", "\(route)")
            }
        }
    }
}
