import Model
import TestSupport
import Testing

/// What belongs to another organization behaves like what does not exist (contract §2.5).
@Suite(.timeLimit(.minutes(3)))
struct TenantIsolationTests {
    /// Two answers that must not be told apart; only the id of the request and the rate may differ.
    private func expectSame(_ first: TestResponse, _ second: TestResponse, _ status: Int) {
        #expect(first.status == status)
        #expect(second.status == status)
        #expect(first.text == second.text)
        let changing = ["x-request-id", "ratelimit", "date"]
        let names = first.fields.map { $0.name.lowercased() }
        #expect(names == second.fields.map { $0.name.lowercased() })
        for name in Set(names).subtracting(changing) { #expect(first[name] == second[name], "\(name)") }
    }

    @Test(arguments: ServerMode.allCases)
    func progressOfAnotherOrganizationDoesNotExist(mode: ServerMode) async throws {
        let world = try await TestWorld()
        let other = try await world.makeOrganization()
        let foreign = try await world.makeLesson("Foreign", organization: other)
        try await world.seed("ada", lesson: foreign.id, organization: other)
        try await world.seed(user: "lti-7", lesson: foreign.id, organization: other)
        let owner = try await world.issueToken(organization: other)
        try await withServer(world, mode) { server in
            // The owner looks first, so that a cache has it.
            let seen = try await server.get(world.progressPath("ada", lesson: foreign.id), token: owner.text)
            #expect(seen.status == 200)
            expectSame(
                try await server.get(world.progressPath("ada", lesson: foreign.id)),
                try await server.get(world.progressPath("ada", lesson: .random())),
                404
            )
            expectSame(
                try await server.get(world.ltiPath(lesson: foreign.id)),
                try await server.get(world.ltiPath(lesson: .random())),
                404
            )
            let tag = try #require(seen["ETag"])
            expectSame(
                try await server.get(world.progressPath("ada", lesson: foreign.id), headers: [("If-None-Match", tag)]),
                try await server.get(world.progressPath("ada", lesson: .random()), headers: [("If-None-Match", "*")]),
                404
            )
        }
    }

    @Test func lessonOfAnotherOrganizationCannotBeSigned() async throws {
        let world = try await TestWorld()
        let foreign = try await world.makeLesson("Foreign", organization: try await world.makeOrganization())
        try await withServer(world) { server in
            func sign(_ lesson: LessonID, _ version: LessonVersionID) async throws -> TestResponse {
                let body = #"{"lessonId":"\#(lesson)","learnerId":"a","versionId":"\#(version)"}"#
                return try await server.send("POST", "/api/public/sign-token", token: world.token.text, body: body)
            }
            expectSame(try await sign(foreign.id, foreign.version), try await sign(.random(), .random()), 404)
            expectSame(
                try await sign(world.lesson.id, foreign.version),
                try await sign(world.lesson.id, .random()),
                404
            )
        }
    }

    @Test func cursorOfAnotherOrganizationIsLikeNonsense() async throws {
        let world = try await TestWorld()
        let other = try await world.makeOrganization()
        for title in ["One", "Two"] { _ = try await world.makeLesson(title, organization: other) }
        let owner = try await world.issueToken(organization: other)
        try await withServer(world) { server in
            let page = try await server.get("/api/public/lessons?limit=1", token: owner.text)
            let cursor = try #require(try page.json()["nextCursor"]?.string)
            expectSame(
                try await server.get("/api/public/lessons?cursor=\(cursor)"),
                try await server.get("/api/public/lessons?cursor=nonsense"),
                422
            )
            let list = try await server.get("/api/public/lessons")
            #expect(!list.text.contains("One") && list.text.contains("Fractions"))
        }
    }

    @Test(arguments: ServerMode.allCases)
    func sessionOfAnotherLearnerOrOrganizationDoesNotExist(mode: ServerMode) async throws {
        let world = try await TestWorld()
        let other = try await world.makeOrganization()
        let foreign = try await world.makeLesson("Foreign", organization: other)
        let owner = try await world.issueToken(organization: other)
        try await withServer(world, mode) { server in
            let session = try await PlayerSession.start(server, token: world.embedToken("ada"))
            let unknown = "/api/logger/contentsession/\(SessionID.random())"
            let path = "/api/logger/contentsession/\(session.id)"
            let body = #"{"progress":1}"#
            let foreignLearner = world.embedToken("ada", lesson: foreign, signedBy: owner, organization: other)
            for token in [foreignLearner, world.embedToken("bob")] {
                expectSame(
                    try await server.send("PUT", path, token: token, body: body),
                    try await server.send("PUT", unknown, token: token, body: body),
                    404
                )
            }
            let named = [("Lectern-Learner", "ada")]
            expectSame(
                try await server.send("PUT", path, token: owner.text, headers: named, body: body),
                try await server.send("PUT", unknown, token: owner.text, headers: named, body: body),
                404
            )
            let progress = try await server.get(world.progressPath("ada"))
            #expect(try progress.json()["status"]?.string == "not_started")
        }
    }

    @Test func learnersOfOneNameInTwoOrganizationsAreTwo() async throws {
        let world = try await TestWorld()
        let other = try await world.makeOrganization()
        let owner = try await world.issueToken(organization: other)
        try await withServer(world) { server in
            let headers = [("Lectern-Learner", "ada")]
            let mine = try await server.get("/api/logger/totalcontentprogress/me", headers: headers)
            let theirs = try await server.get(
                "/api/logger/totalcontentprogress/me",
                token: owner.text,
                headers: headers
            )
            let id = try #require(try mine.json()["id"]?.string)
            #expect(try theirs.json()["id"]?.string != id)
            expectSame(
                try await server.get("/api/logger/totalcontentprogress/\(id)", token: owner.text, headers: headers),
                try await server.get(
                    "/api/logger/totalcontentprogress/\(LearnerID.random())",
                    token: owner.text,
                    headers: headers
                ),
                403
            )
        }
    }

    @Test func tokenSignedForAnotherOrganizationsLessonOpensNothing() async throws {
        let world = try await TestWorld()
        let foreign = try await world.makeLesson("Foreign", organization: try await world.makeOrganization())
        try await withServer(world) { server in
            let body = PlayerSession.body(step: foreign.steps[0])
            let answer = try await server.send(
                "POST",
                "/api/logger/contentsession",
                token: world.embedToken(lesson: foreign),
                body: body
            )
            #expect(answer.summary == #"404 {"error":"Lesson not found or access denied"}"#)
        }
    }
}
