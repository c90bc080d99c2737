import Credentials
import Directory
import Model
import TestSupport
import Testing

/// Previews: an author's look at a version, which records nothing.
@Suite(.timeLimit(.minutes(3)))
struct PreviewTests {
    private static let invalid = #"401 {"error":"Token verification failed: Invalid token"}"#

    @Test(arguments: ServerMode.allCases)
    func previewShowsAVersionThatIsNotPublished(mode: ServerMode) async throws {
        let world = try await TestWorld()
        let draft = try await PlayerFixture.make(world, publish: false)
        let published = try await PlayerFixture.make(world)
        try await withServer(world, mode) { server in
            let answer = try await server.get(draft.path(), token: draft.preview())
            #expect(answer.summary == "200 \(draft.playerData(status: "draft"))")
            let live = try await server.get(published.path(), token: published.preview())
            #expect(live.summary == "200 \(published.playerData())")
            // Once it is published the same token shows it as such.
            _ = try await world.directory.lessons.publish(nil, of: draft.lesson, organization: nil, actor: "test")
            let after = try await server.get(draft.path("token=\(draft.preview())"), token: nil)
            #expect(after.summary == "200 \(draft.playerData())")
        }
    }

    @Test(arguments: ServerMode.allCases)
    func loggerRefusesPreviews(mode: ServerMode) async throws {
        let world = try await TestWorld()
        let fixture = try await PlayerFixture.make(world)
        try await withServer(world, mode) { server in
            let token = fixture.preview()
            #expect(try await server.get(fixture.path(), token: token).status == 200)
            let session = "/api/logger/contentsession"
            let body = PlayerSession.body(step: world.lesson.steps[0])
            for (method, path) in [
                ("POST", session), ("PUT", "\(session)/\(SessionID.random())"),
                ("GET", "/api/logger/totalcontentprogress/me"), ("GET", "/api/logger/attemptlog"),
                ("GET", "/api/logger/masterylog"),
            ] {
                let answer = try await server.send(
                    method,
                    path,
                    token: token,
                    body: method == "GET" ? nil : body
                )
                #expect(answer.summary == Self.invalid, "\(method) \(path)")
            }
        }
    }

    @Test func previewOpensNothingElse() async throws {
        let world = try await TestWorld()
        let fixture = try await PlayerFixture.make(world)
        try await withServer(world) { server in
            for path in ["/api/public/token", "/api/public/lessons", world.progressPath()] {
                let answer = try await server.get(path, token: fixture.preview())
                #expect(answer.summary == #"401 {"error":"Invalid API token format"}"#)
            }
            let other = try await server.get(fixture.path(lesson: world.lesson.id), token: fixture.preview())
            #expect(other.summary == #"403 {"error":"Token does not match the requested lesson"}"#)
        }
    }

    @Test func previewOfWhatIsNotThereOrForeignIsNotFound() async throws {
        let world = try await TestWorld()
        let fixture = try await PlayerFixture.make(world)
        let other = try await world.makeOrganization()
        try await withServer(world) { server in
            for token in [fixture.preview(.random()), fixture.preview(organization: other)] {
                let answer = try await server.get(fixture.path(), token: token)
                #expect(answer.summary == #"404 {"error":"Lesson not found or access denied"}"#)
            }
        }
    }

    @Test func previewEndsAfterAnHourAndWithItsKey() async throws {
        let world = try await TestWorld(keysInFolder: true)
        let fixture = try await PlayerFixture.make(world)
        try await withServer(world) { server in
            let token = fixture.preview()
            world.clock.advance(seconds: 3_604.9)
            #expect(try await server.get(fixture.path(), token: token).status == 200)
            world.clock.advance(seconds: 0.1)
            let late = try await server.get(fixture.path(), token: token)
            #expect(late.summary == #"401 {"error":"Token verification failed: Token expired"}"#)

            let old = fixture.preview()
            try world.rotateKey(.embed)
            let new = fixture.preview()
            for token in [old, new] { #expect(try await server.get(fixture.path(), token: token).status == 200) }
            try world.retireKey(.embed, version: 1)
            #expect(try await server.get(fixture.path(), token: old).summary == Self.invalid)
            #expect(try await server.get(fixture.path(), token: new).status == 200)
        }
    }
}
