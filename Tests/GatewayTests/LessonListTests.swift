import Directory
import Model
import TestSupport
import Testing

/// `GET /api/public/lessons` (contract §3.1).
@Suite(.timeLimit(.minutes(3)))
struct LessonListTests {
    @Test func listShowsPublishedLessonsOfTheTokensOrganization() async throws {
        let world = try await TestWorld()
        _ = try await world.makeLesson("Draft", publish: false)
        _ = try await world.makeLesson("Foreign", organization: try await world.makeOrganization())
        world.clock.advance(seconds: 1.25)
        let newer = try await world.makeLesson("Decimals \\\"0.5\\\" – ½")
        try await withServer(world) { server in
            let answer = try await server.get("/api/public/lessons")
            let expected = """
                {"data":[\
                {"id":"\(newer.id)","title":"Decimals \\"0.5\\" – ½","status":"published",\
                "createdAt":"2026-06-01T10:00:01.250Z","updatedAt":"2026-06-01T10:00:01.250Z","tags":[]},\
                {"id":"\(world.lesson.id)","title":"Fractions","status":"published",\
                "createdAt":"2026-06-01T10:00:00Z","updatedAt":"2026-06-01T10:00:00Z","tags":["math","grade-5"]}\
                ],"nextCursor":null}
                """
            #expect(answer.summary == "200 \(expected)")
            #expect(answer["Content-Type"] == "application/json; charset=utf-8")
            #expect(answer["Cache-Control"] == "private, no-cache")
            #expect(answer["Vary"] == "Authorization")
            #expect(answer["Link"] == nil)
        }
    }

    @Test func organizationWithoutLessonsHasAnEmptyList() async throws {
        let world = try await TestWorld()
        let token = try await world.issueToken(organization: try await world.makeOrganization())
        try await withServer(world) { server in
            let answer = try await server.get("/api/public/lessons", token: token.text)
            #expect(answer.summary == #"200 {"data":[],"nextCursor":null}"#)
        }
    }

    @Test(arguments: [
        ("status=draft", "status must be published"),
        ("status=", "status must be published"),
        ("status=Published", "status must be published"),
        ("limit=0", "limit must be between 1 and 100"),
        ("limit=101", "limit must be between 1 and 100"),
        ("limit=-1", "limit must be between 1 and 100"),
        ("limit=ten", "limit must be between 1 and 100"),
        ("limit=1.5", "limit must be between 1 and 100"),
        ("limit=", "limit must be between 1 and 100"),
        ("limit", "limit must be between 1 and 100"),
        ("limit=99999999999999999999", "limit must be between 1 and 100"),
        ("cursor=", "Invalid cursor"),
        ("cursor=abc", "Invalid cursor"),
        ("cursor=l1.0.0.0", "Invalid cursor"),
        ("updatedSince=yesterday", "updatedSince must be an ISO 8601 time"),
        ("updatedSince=2026-06-01", "updatedSince must be an ISO 8601 time"),
        ("limit=5&limit=5", "limit must be given once"),
        ("limit=5&%6Cimit=6", "limit must be given once"),
        ("cursor=a&cursor=a", "cursor must be given once"),
        ("status=published&status=published", "status must be given once"),
        ("updatedSince=2026-06-01T10:00:00Z&updatedSince=2026-06-01T10:00:00Z", "updatedSince must be given once"),
        ("limit=%ff", "The query is not valid UTF-8"),
        ("limit=%4", "The query is not valid UTF-8"),
    ])
    func wrongParameterIsNamed(query: String, message: String) async throws {
        let world = try await TestWorld()
        try await withServer(world) { server in
            let answer = try await server.exchange(
                server.head(
                    "GET",
                    "/api/public/lessons?\(query)",
                    ["Authorization: Bearer \(world.token.text)"]
                )
            )
            #expect(answer.summary == #"422 {"error":"\#(message)"}"#)
        }
    }

    @Test(arguments: [
        "", "?", "?status=published", "?limit=1", "?limit=100", "?limit=%31", "?color=red&color=blue", "?page=2&&",
        "?updatedSince=2026-06-01T10:00:00Z", "?updatedSince=2026-06-01T12:00:00%2B02:00",
        "?updatedSince=2026-06-01T12:00:00+02:00", "?updatedSince=2026-06-01t09:59:59.999z",
    ])
    func goodParametersAndUnknownOnesPass(query: String) async throws {
        let world = try await TestWorld()
        try await withServer(world) { server in
            let answer = try await server.exchange(
                server.head("GET", "/api/public/lessons\(query)", ["Authorization: Bearer \(world.token.text)"])
            )
            #expect(answer.status == 200)
            #expect(answer.text.contains(world.lesson.id.description))
        }
    }

    @Test func updatedSinceIsInclusive() async throws {
        let world = try await TestWorld()
        world.clock.advance(seconds: 10)
        let newer = try await world.makeLesson()
        try await withServer(world) { server in
            for (since, count) in [("10:00:00Z", 2), ("10:00:00.001Z", 1), ("10:00:10Z", 1), ("10:00:11Z", 0)] {
                let answer = try await server.get("/api/public/lessons?updatedSince=2026-06-01T\(since)")
                let ids = try Self.ids(answer)
                #expect(ids.count == count)
                #expect(count != 1 || ids == [newer.id.description])
            }
        }
    }

    // MARK: Pages

    @Test func pagesGiveEveryLessonOnceAndStayStable() async throws {
        let world = try await TestWorld()
        // Three at each instant, so that pages also break between equal times.
        for index in 0..<6 {
            if index % 3 == 0 { world.clock.advance(seconds: 1) }
            _ = try await world.makeLesson("Lesson \(index)")
        }
        try await withServer(world) { server in
            let all = try Self.ids(try await server.get("/api/public/lessons"))
            #expect(all.count == 7)
            #expect(all[..<3] == all[..<3].sorted()[...])
            for limit in 1...8 {
                var seen: [String] = []
                var cursor: String?
                repeat {
                    let query = "limit=\(limit)" + (cursor.map { "&cursor=\(PercentCoding.encode($0))" } ?? "")
                    let page = try await server.get("/api/public/lessons?\(query)")
                    seen += try Self.ids(page)
                    cursor = try page.json()["nextCursor"]?.string
                    let target = cursor.map {
                        "<https://lectern.test/api/public/lessons?limit=\(limit)&cursor=\($0)>; rel=\"next\""
                    }
                    #expect(page["Link"] == target)
                } while cursor != nil && seen.count < 20
                #expect(seen == all)
            }
        }
    }

    @Test func newLessonsDoNotShiftTheNextPage() async throws {
        let world = try await TestWorld()
        world.clock.advance(seconds: 1)
        let second = try await world.makeLesson("Second")
        try await withServer(world) { server in
            let first = try await server.get("/api/public/lessons?limit=1")
            #expect(try Self.ids(first) == [second.id.description])
            let cursor = try #require(try first.json()["nextCursor"]?.string)
            world.clock.advance(seconds: 1)
            _ = try await world.makeLesson("Third")
            let next = try await server.get("/api/public/lessons?limit=1&cursor=\(cursor)")
            #expect(try Self.ids(next) == [world.lesson.id.description])
            #expect(try next.json()["nextCursor"]?.isNull == true)
        }
    }

    @Test func linkKeepsTheOtherParameters() async throws {
        let world = try await TestWorld()
        _ = try await world.makeLesson()
        try await withServer(world) { server in
            let since = "2026-06-01T12:00:00+02:00"
            let page = try await server.get(
                "/api/public/lessons?limit=1&updatedSince=\(PercentCoding.encode(since))&status=published"
            )
            let link = try #require(page["Link"])
            let target = link.dropFirst("<https://lectern.test".count).prefix { $0 != ">" }
            let next = try await server.get(String(target))
            #expect(next.status == 200)
            #expect(try Self.ids(next).count == 1)
        }
    }

    @Test func cursorOfAnotherOrganizationIsInvalid() async throws {
        let world = try await TestWorld()
        _ = try await world.makeLesson()
        let other = try await world.issueToken(organization: try await world.makeOrganization())
        try await withServer(world) { server in
            let first = try await server.get("/api/public/lessons?limit=1")
            let cursor = try #require(try first.json()["nextCursor"]?.string)
            let answer = try await server.get("/api/public/lessons?cursor=\(cursor)", token: other.text)
            #expect(answer.summary == #"422 {"error":"Invalid cursor"}"#)
        }
    }

    private static func ids(_ answer: TestResponse) throws -> [String] {
        try #require(try answer.json()["data"]?.elements).compactMap { $0["id"]?.string }
    }
}
