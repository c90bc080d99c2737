import Directory
import Gateway
import Model
import TestSupport
import Testing

/// `/api/logger/*`: who may call, and what reaches the core (contract §9, design §4).
@Suite(.timeLimit(.minutes(3)))
struct LoggerProxyTests {
    private static let paths = (start: "/api/logger/contentsession", total: "/api/logger/totalcontentprogress/")

    private func start(
        _ server: TestServer,
        token: String?,
        headers: [(String, String)] = [],
        more: String = ""
    ) async throws -> TestResponse {
        let body = PlayerSession.body(step: server.world.lesson.steps[0], more: more)
        return try await server.send("POST", Self.paths.start, token: token, headers: headers, body: body)
    }

    // MARK: Learners

    @Test(arguments: ServerMode.allCases)
    func embedTokenActsAsItsLearner(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await withServer(world, mode) { server in
            let token = world.embedToken("ada")
            let started = try await start(server, token: token)
            #expect(started.status == 200)
            #expect(started["Content-Type"] == "application/json; charset=utf-8")
            #expect(started["Cache-Control"] == "no-store")
            #expect(started["Vary"] == "Authorization")
            let answer = try started.json()
            #expect(answer["context"]?["lesson_id"]?.string == world.lesson.id.description)
            #expect(answer["progress"]?.integer == 0)
            #expect(answer["complete"]?.bool == false)
            let session = try #require(answer["session_id"]?.string)
            let update = try await server.send(
                "PUT",
                "\(Self.paths.start)/\(session)",
                token: token,
                body: #"{"progress":1}"#
            )
            #expect(update.summary == #"200 {"complete":true}"#)
            let progress = try await server.get(world.progressPath("ada"))
            #expect(try progress.json()["status"]?.string == "in_progress")
        }
    }

    @Test(arguments: ServerMode.allCases)
    func totalProgressIsTheCallersOwn(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await withServer(world, mode) { server in
            let token = world.embedToken("ada")
            for step in world.lesson.steps[..<2] {
                try await PlayerSession.start(server, token: token, step: step).update(#"{"progress":1}"#)
            }
            let mine = try await server.get(Self.paths.total + "me", token: token).json()
            let id = try #require(mine["id"]?.string)
            #expect(mine["progress"]?.integer == 2)
            for spelling in [id, id.uppercased(), id.replacing("-", with: "")] {
                let same = try await server.get(Self.paths.total + spelling, token: token)
                #expect(same.summary == #"200 {"id":"\#(id)","progress":2}"#)
            }
            let denied = #"403 [{"id":"PERMISSION_DENIED","metadata":{"view":"logger"}}]"#
            for other in [LearnerID.random().description, "nobody", "ME"] {
                let answer = try await server.get(Self.paths.total + other, token: token)
                #expect(answer.summary == denied)
            }
            // A site's token is nobody's learner unless it names one.
            #expect(try await server.get(Self.paths.total + "me").summary == denied)
            let named = try await server.get(Self.paths.total + "me", headers: [("Lectern-Learner", "ada")])
            #expect(named.summary == #"200 {"id":"\#(id)","progress":2}"#)
        }
    }

    @Test(arguments: [ServerMode.inProcessHot, .remote])
    func lessonIsTheTokensOwn(mode: ServerMode) async throws {
        let world = try await TestWorld()
        let other = try await world.makeLesson()
        try await withServer(world, mode) { server in
            let token = world.embedToken()
            let own = try await start(server, token: token, more: #","lesson_id":"\#(world.lesson.id)""#)
            #expect(own.status == 200)
            for lesson in [other.id, .random()] {
                let answer = try await start(server, token: token, more: #","lesson_id":"\#(lesson)""#)
                #expect(answer.summary == #"400 ["Invalid lesson_id"]"#)
            }
            let quiz = try await server.send(
                "POST",
                Self.paths.start,
                token: token,
                body: #"{"quiz_id":"\#(ExternalID.random())"}"#
            )
            #expect(quiz.summary == #"403 [{"id":"PERMISSION_DENIED","metadata":{"view":"logger"}}]"#)
        }
    }

    // MARK: API tokens

    @Test(arguments: ServerMode.allCases)
    func apiTokenActsAsTheLearnerItNames(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await withServer(world, mode) { server in
            let token = world.token.text
            let headers = [("Lectern-Learner", "ada")]
            let started = try await start(server, token: token, headers: headers)
            #expect(started.status == 200)
            #expect(started["RateLimit"] != nil)
            let session = try #require(try started.json()["session_id"]?.string)
            let path = "\(Self.paths.start)/\(session)"
            let update = try await server.send("PUT", path, token: token, headers: headers, body: #"{"progress":1}"#)
            #expect(update.summary == #"200 {"complete":true}"#)
            for wrong in [[], [("Lectern-Learner", "bob")]] {
                let answer = try await server.send("PUT", path, token: token, headers: wrong, body: "{}")
                #expect(answer.summary == #"404 [{"id":"NOT_FOUND","metadata":{"view":"logger"}}]"#)
            }
            // The learner is the one that embed tokens of that name stand for.
            let learner = try await server.get(Self.paths.total + "me", token: world.embedToken("ada"))
            #expect(try learner.json()["progress"]?.integer == 1)
        }
    }

    @Test(arguments: ServerMode.allCases)
    func apiTokenMustNameALearnerToStart(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await withServer(world, mode) { server in
            let answer = try await start(server, token: world.token.text)
            #expect(answer.summary == #"400 ["Name the learner in the header Lectern-Learner"]"#)
        }
    }

    @Test(arguments: [["ada", "bob"], [""], [String(repeating: "x", count: 256)], ["a\tb"]])
    func learnerHeaderNamesOneLearner(values: [String]) async throws {
        let world = try await TestWorld()
        try await withServer(world) { server in
            let fields = values.map { "Lectern-Learner: \($0)" }
            let head = server.head(
                "GET",
                Self.paths.total + "me",
                ["Authorization: Bearer \(world.token.text)"] + fields
            )
            let answer = try await server.exchange(head)
            #expect(answer.summary == #"400 {"error":"Lectern-Learner must name one learner"}"#)
        }
    }

    // MARK: Nobody and guests

    @Test(arguments: ServerMode.allCases)
    func withoutACredentialNothingHappens(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await withServer(world, mode) { server in
            let answer = try await start(server, token: nil)
            #expect(answer.summary == #"401 {"error":"Missing Authorization header"}"#)
            #expect(answer["WWW-Authenticate"] == #"Bearer realm="lectern""#)
        }
    }

    @Test(arguments: ServerMode.allCases)
    func guestsRecordPlainContentAndNothingElse(mode: ServerMode) async throws {
        let world = try await TestWorld()
        let guests = try await world.directory.organizations.guestOrganization().id
        try await withServer(world, mode) {
            $0.guestOrganization = guests
        } _: { server in
            let started = try await start(server, token: nil)
            #expect(started.status == 200)
            #expect(try started.json()["context"]?["lesson_id"] == nil)
            let session = try #require(try started.json()["session_id"]?.string)
            let path = "\(Self.paths.start)/\(session)"
            let update = try await server.send("PUT", path, token: nil, body: #"{"progress":1,"time_spent_delta":3}"#)
            #expect(update.summary == #"200 {"complete":true}"#)
            let learner = try await server.send("PUT", path, token: world.embedToken(), body: "{}")
            #expect(learner.status == 404)
            let lesson = try await start(server, token: nil, more: #","lesson_id":"\#(world.lesson.id)""#)
            #expect(lesson.status == 403)
            #expect(try await server.get(Self.paths.total + "me", token: nil).status == 403)
            // What is presented and wrong does not make a guest.
            #expect(try await start(server, token: "nonsense").status == 401)
        }
    }

    @Test func guestsAreLimitedPerAddress() async throws {
        let world = try await TestWorld()
        let guests = try await world.directory.organizations.guestOrganization().id
        try await withServer(world) { settings in
            settings.guestOrganization = guests
            settings.guestRequestsPerMinute = 2
            settings.trustedProxies = [AddressRange("127.0.0.1")].compactMap { $0 }
        } _: { server in
            let statuses = [
                try await start(server, token: nil, headers: [("X-Forwarded-For", "192.0.2.1")]),
                try await start(server, token: nil, headers: [("X-Forwarded-For", "192.0.2.1")]),
                try await start(server, token: nil, headers: [("X-Forwarded-For", "192.0.2.1")]),
                try await start(server, token: nil, headers: [("X-Forwarded-For", "192.0.2.2")]),
            ]
            #expect(statuses.map(\.status) == [200, 200, 429, 200])
            #expect(statuses[2].text == #"{"error":"Too many requests"}"#)
            #expect(statuses[2]["Retry-After"] == "30")
            // Learners are none of the guests.
            let learner = try await start(
                server,
                token: world.embedToken(),
                headers: [("X-Forwarded-For", "192.0.2.1")]
            )
            #expect(learner.status == 200)
        }
    }

    // MARK: Requests

    @Test(arguments: ServerMode.allCases)
    func slashAtTheEndIsTheSamePath(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await withServer(world, mode) { server in
            let token = world.embedToken()
            let body = PlayerSession.body(step: world.lesson.steps[0])
            let started = try await server.send("POST", Self.paths.start + "/", token: token, body: body)
            let session = try #require(try started.json()["session_id"]?.string)
            let update = try await server.send(
                "PUT",
                "\(Self.paths.start)/\(session)/",
                token: token,
                body: #"{"progress_delta":0.5}"#
            )
            #expect(update.summary == #"200 {"complete":false}"#)
            #expect(try await server.get(Self.paths.total + "me/", token: token).status == 200)
        }
    }

    @Test(arguments: ServerMode.allCases)
    func bodyBeyondTheLimitIsRefused(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await withServer(world, mode) {
            $0.maximumBodyBytes = 2_000
        } _: { server in
            let body = PlayerSession.body(step: world.lesson.steps[0])
            let padded = body + String(repeating: " ", count: 2_000 - body.utf8.count)
            let token = world.embedToken()
            let good = try await server.send("POST", Self.paths.start, token: token, body: padded)
            #expect(good.status == 200)
            let answer = try await server.send("POST", Self.paths.start, token: token, body: padded + " ")
            #expect(answer.summary == #"413 {"error":"The body must not be larger than 2000 bytes"}"#)
            #expect(answer["Access-Control-Allow-Origin"] == "*")
        }
    }

    @Test(arguments: ServerMode.allCases)
    func loggersRefusalsPassThrough(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await withServer(world, mode) { server in
            let token = world.embedToken()
            func post(_ body: String, _ type: String? = nil) async throws -> Int {
                let headers = type.map { [("Content-Type", $0)] } ?? []
                return try await server.send("POST", Self.paths.start, token: token, headers: headers, body: body)
                    .status
            }
            #expect(try await post("no JSON") == 400)
            #expect(try await post("[]") == 400)
            #expect(try await post("{}") == 400)
            #expect(try await post("{}", "text/plain") == 415)
            let unknown = try await server.send("PUT", Self.paths.start + "/nonsense", token: token, body: "{}")
            #expect(unknown.status == 404)
        }
    }
}
