import Credentials
import Directory
import Gateway
import Model
import TestSupport
import Testing

/// `GET /api/public/lessons/{lessonId}/player-data` (contract §5).
@Suite(.timeLimit(.minutes(3)))
struct PlayerDataTests {
    private static let notFound = #"404 {"error":"Lesson not found or access denied"}"#

    // MARK: Success

    @Test(arguments: ServerMode.allCases)
    func playerDataHasTheExactTextsOfTheFile(mode: ServerMode) async throws {
        let world = try await TestWorld()
        let fixture = try await PlayerFixture.make(world)
        try await withServer(world, mode) { server in
            let attributes = #"{ "group" : 1e1, "n":"\u00e9" }"#
            for (token, expected) in [
                (fixture.token(attributes: attributes), fixture.playerData(attributes: attributes)),
                (fixture.token(attributes: "{}"), fixture.playerData()), (fixture.token(), fixture.playerData()),
                (fixture.token(version: fixture.version), fixture.playerData()),
            ] {
                let answer = try await server.get(fixture.path(), token: token)
                #expect(answer.summary == "200 \(expected)")
                #expect(answer["Content-Type"] == "application/json; charset=utf-8")
                #expect(answer["Cache-Control"] == "private, no-cache")
                #expect(answer["Vary"] == "Authorization")
                #expect(answer["Access-Control-Allow-Origin"] == "*")
                let inQuery = try await server.get(fixture.path("token=\(token)"), token: nil)
                #expect(inQuery.summary == answer.summary)
                // The URL holds the token: nothing may be kept under it.
                #expect(inQuery["Cache-Control"] == "no-store")
                #expect(inQuery["ETag"] == nil)
            }
        }
    }

    @Test func metadataComesWhenAskedFor() async throws {
        let world = try await TestWorld()
        let fixture = try await PlayerFixture.make(world)
        world.clock.advance(seconds: 1.5)
        _ = try await world.directory.lessons.publish(nil, of: fixture.lesson, organization: nil, actor: "test")
        try await withServer(world) { server in
            for query in ["", "include_metadata=false", "validate_playability=true&x=1&x=2"] {
                let answer = try await server.get(fixture.path(query), token: fixture.token())
                #expect(answer.summary == "200 \(fixture.playerData())")
            }
            let metadata = #"""
                {"title":"Halves \"½\"","versionId":"\#(fixture.version)","tags":["maths","Übung"],\#
                "createdAt":"2026-06-01T10:00:00Z","updatedAt":"2026-06-01T10:00:01.500Z"}
                """#
            let answer = try await server.get(fixture.path("include_metadata=true"), token: fixture.token())
            #expect(answer.summary == "200 \(fixture.playerData().dropLast()),\"metadata\":\(metadata)}")
        }
    }

    @Test(arguments: [ServerMode.inProcessHot, .inProcessPlain])
    func headTellsTheLengthAndNothingElse(mode: ServerMode) async throws {
        let world = try await TestWorld()
        let fixture = try await PlayerFixture.make(world)
        try await withServer(world, mode) { server in
            let whole = try await server.get(fixture.path(), token: fixture.token())
            let head = server.head("HEAD", fixture.path(), ["Authorization: Bearer \(fixture.token())"])
            let answer = try await server.exchange(head, hasBody: false)
            #expect(answer.status == 200)
            #expect(answer["Content-Length"] == String(whole.bytes.count))
            #expect(answer["ETag"] == whole["ETag"])
            #expect(answer.bytes.isEmpty)
        }
    }

    @Test func olderPublishedVersionIsOpenedWherePinned() async throws {
        let world = try await TestWorld()
        let fixture = try await PlayerFixture.make(world)
        let text = #"{"title":"New","sections":[{"title":"S","steps":[{"title":"P","content":"<p>New</p>"}]}]}"#
        let newer = try await world.directory.lessons.importFile(
            Array(text.utf8),
            organization: world.organization,
            lesson: fixture.lesson,
            publish: true,
            actor: "test"
        )
        try await withServer(world) { server in
            let old = try await server.get(fixture.path(), token: fixture.token(version: fixture.version))
            #expect(old.summary == "200 \(fixture.playerData())")
            for token in [fixture.token(), fixture.token(version: newer.version)] {
                let answer = try await server.get(fixture.path(), token: token).json()
                #expect(answer["lesson"]?["lesson"]?["title"]?.string == "New")
                #expect(answer["lesson"]?["lesson"]?["status"]?.string == "published")
            }
        }
    }

    @Test func publishedVersionIsOpenedByTheNextRequest() async throws {
        let world = try await TestWorld()
        let fixture = try await PlayerFixture.make(world)
        let commandLine = try world.directoryOfAnotherProcess()
        try await withServer(world) { server in
            let before = try await server.get(fixture.path(), token: fixture.token())
            let text = #"{"title":"New","sections":[{"title":"S","steps":[{"title":"P","content":"<p>New</p>"}]}]}"#
            _ = try await commandLine.lessons.importFile(
                Array(text.utf8),
                organization: world.organization,
                lesson: fixture.lesson,
                publish: true,
                actor: "cli"
            )
            let condition = [("If-None-Match", try #require(before["ETag"]))]
            let after = try await server.get(fixture.path(), token: fixture.token(), headers: condition)
            #expect(after.status == 200)
            #expect(try after.json()["lesson"]?["lesson"]?["title"]?.string == "New")
        }
    }

    // MARK: Conditional

    @Test func unchangedDataIsNotSentAgain() async throws {
        let world = try await TestWorld()
        let fixture = try await PlayerFixture.make(world)
        try await withServer(world) { server in
            let first = try await server.get(fixture.path(), token: fixture.token(attributes: #"{"a":1}"#))
            let tag = try #require(first["ETag"])
            for condition in [tag, "W/\(tag)", "\"x\", \(tag)", "*"] {
                // Another token for the same says the same.
                let answer = try await server.get(
                    fixture.path(),
                    token: fixture.token(version: fixture.version, attributes: #"{"a":1}"#),
                    headers: [("If-None-Match", condition)]
                )
                #expect(answer.status == 304)
                #expect(answer.bytes.isEmpty)
                #expect(answer["ETag"] == tag)
                #expect(answer["Cache-Control"] == "private, no-cache")
                #expect(answer["Vary"] == "Authorization")
                #expect(answer["Access-Control-Allow-Origin"] == "*")
            }
            for (query, token) in [
                ("", fixture.token()), ("include_metadata=true", fixture.token(attributes: #"{"a":1}"#)),
            ] {
                let answer = try await server.get(
                    fixture.path(query),
                    token: token,
                    headers: [("If-None-Match", tag)]
                )
                #expect(answer.status == 200)
            }
        }
        // Another node gives the same tag.
        try await withServer(world, .remote) { server in
            let token = fixture.token(attributes: #"{"a":1}"#)
            let once = try await server.get(fixture.path(), token: token)
            #expect(try await server.get(fixture.path(), token: token)["ETag"] == once["ETag"])
        }
    }

    // MARK: The memory of lessons

    @Test(arguments: [0, 2_000, 1 << 20])
    func answersDoNotDependOnTheMemory(bytes: Int) async throws {
        let world = try await TestWorld()
        let fixtures = [try await PlayerFixture.make(world), try await PlayerFixture.make(world)]
        try await withServer(world, settings: { $0.lessonCacheBytes = bytes }) { server in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<12 {
                    let fixture = fixtures[index % 2]
                    group.addTask {
                        let answer = try await server.get(fixture.path(), token: fixture.token())
                        #expect(answer.summary == "200 \(fixture.playerData())")
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func lessonThatWasOpenedIsNotReadAgain() async throws {
        let world = try await TestWorld()
        let fixture = try await PlayerFixture.make(world)
        let other = try await PlayerFixture.make(world)
        try await withServer(world) { server in
            #expect(try await server.get(fixture.path(), token: fixture.token()).status == 200)
            try await world.spoilDocuments()
            let known = try await server.get(fixture.path(), token: fixture.token(attributes: #"{"a":1}"#))
            #expect(known.summary == "200 \(fixture.playerData(attributes: #"{"a":1}"#))")
            // What is stored is no lesson any more: a failure of ours, of which the player is told no more.
            for _ in 0..<2 {
                let failed = try await server.get(other.path(), token: other.token())
                #expect(failed.summary == #"500 {"error":"Internal error"}"#)
                #expect(failed["Access-Control-Allow-Origin"] == "*")
                #expect(failed["Cache-Control"] == "no-store")
            }
        }
    }

    @Test func longLessonComesWhole() async throws {
        let world = try await TestWorld()
        let content = "<p>\(String(repeating: "long ", count: 40_000))</p>"
        let text = #"{"title":"L","sections":[{"title":"S","steps":[{"title":"P","content":"\#(content)"}]}]}"#
        let long = try await world.directory.lessons.importFile(
            Array(text.utf8),
            organization: world.organization,
            publish: true,
            actor: "test"
        )
        let lesson = TestLesson(id: long.lesson, version: long.version, title: "L", steps: [])
        try await withServer(world) { server in
            let path = "/api/public/lessons/\(long.lesson)/player-data"
            for _ in 0..<2 {
                let answer = try await server.get(path, token: world.embedToken(lesson: lesson))
                let step = try answer.json()["lesson"]?["sections"]?.elements?.first?["steps"]?.elements?.first
                #expect(step?["content"]?.string == content)
                #expect(answer["Content-Length"] == String(answer.bytes.count))
            }
        }
    }

    // MARK: Playability

    @Test(arguments: [
        (#""content":"<p>x</p>""#, true), (#""content":"""#, false), (#""content":" \n ""#, false),
        (#""content":null"#, false), (#""content":{}"#, false), (#""content":[]"#, false), (#""content":[1]"#, true),
        (#""content":{"a":1}"#, true), (#""widgets":[]"#, false),
        (#""widgets":[{"id":"t","type":"text","text":"x"}]"#, true),
    ])
    func lessonWithoutAnythingToShowIsNotPlayable(members: String, isPlayable: Bool) async throws {
        let world = try await TestWorld()
        let text = #"{"title":"L","sections":[{"title":"S","steps":[{"title":"P"},{"title":"Q",\#(members)}]}]}"#
        let imported = try await world.directory.lessons.importFile(
            Array(text.utf8),
            organization: world.organization,
            publish: true,
            actor: "test"
        )
        let lesson = TestLesson(id: imported.lesson, version: imported.version, title: "L", steps: [])
        let path = "/api/public/lessons/\(imported.lesson)/player-data"
        try await withServer(world) { server in
            let token = world.embedToken(lesson: lesson)
            for query in ["", "?validate_playability=true"] {
                let answer = try await server.get(path + query, token: token)
                #expect(answer.status == (isPlayable ? 200 : 422))
                #expect(isPlayable || answer.text == #"{"error":"Lesson is not playable"}"#)
            }
            #expect(try await server.get(path + "?validate_playability=false", token: token).status == 200)
        }
    }
}

extension TestWorld {
    /// Makes all stored lessons unreadable.
    fileprivate func spoilDocuments() async throws {
        try await changeDirectory("UPDATE lesson_versions SET document = '{}'")
    }
}
