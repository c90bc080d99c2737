import Credentials
import Directory
import LTI
import Model
import TestSupport
import Testing

@testable import Gateway

/// Choices that are not taken.
@Suite(.timeLimit(.minutes(3)))
struct DeepLinkingRefusalTests {
    private static let path = "/lti/deep-linking"

    @Test func aChoiceIsSentOnce() async throws {
        let fixture = try await VisitFixture.make()
        let visit = try await fixture.choosing()
        try await withServer(fixture.world) { server in
            let fields = [
                ("token", visit.token), ("lesson", "\(fixture.world.lesson.id)"), ("action", "choose"),
            ]
            let answers = try await withThrowingTaskGroup(of: TestResponse.self) { group in
                for _ in 0..<8 { group.addTask { try await server.post(Self.path, fields) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.filter { $0.status == 200 }.count == 1)
            #expect(answers.filter { $0.status == 401 && $0.text.contains("start_again") }.count == 7)
            let late = try await server.post(Self.path, [("token", visit.token), ("action", "cancel")])
            #expect(late.status == 401)
        }
    }

    @Test func theWrongChoiceIsSaidAndCostsNothing() async throws {
        let fixture = try await VisitFixture.make()
        let world = fixture.world
        let draft = try await world.makeLesson("Draft", publish: false)
        let foreign = try await world.makeLesson("Foreign", organization: try await world.makeOrganization())
        let visit = try await fixture.choosing()
        let one = try await fixture.choosing(["accept_multiple": "false"])
        let own = ("lesson", "\(world.lesson.id)")
        let many = (0..<60).map { _ in ("lesson", "\(LessonID.random())") }
        try await withServer(world) { server in
            for (token, chosen, words) in [
                (visit.token, [], "Choose at least one lesson"), (visit.token, [("lesson", "x")], "at least one"),
                (visit.token, [own, ("lesson", "\(draft.id)")], "no longer published"),
                (visit.token, [own, ("lesson", "\(foreign.id)")], "no longer published"),
                (visit.token, [("lesson", "\(LessonID.random())")], "no longer published"),
                (visit.token, many, "at most 50"),
                (one.token, [own, ("lesson", "\(draft.id)")], "one lesson at a time"),
            ] as [(String, [(String, String)], String)] {
                let fields = [("token", token)] + chosen + [("action", "choose")]
                let page = try await server.post(Self.path, fields)
                #expect(page.status == 422, "\(words)")
                #expect(page.text.contains(words), "\(words)")
                #expect(!page.text.contains("name=\"JWT\""))
            }
            let page = try await server.post(Self.path, [("token", visit.token), own, ("action", "choose")])
            #expect(page.status == 200)
        }
    }

    @Test func fiftyLessonsAreTaken() async throws {
        let fixture = try await VisitFixture.make()
        var fields = [("action", "choose")]
        for _ in 0..<50 { fields.append(("lesson", "\(try await fixture.world.makeLesson().id)")) }
        let visit = try await fixture.choosing()
        try await withServer(fixture.world) { [fields] server in
            let page = try await server.post(Self.path, [("token", visit.token)] + fields)
            #expect(page.status == 200)
            #expect(page.text.contains("name=\"JWT\""))
        }
    }

    @Test func onlyTheTokenOfASessionThatChoosesIsTaken() async throws {
        let fixture = try await VisitFixture.make()
        let world = fixture.world
        let visit = try await fixture.choosing()
        let lesson = try await fixture.launched()
        let ended = try await fixture.choosing(lifetimeSeconds: 60)
        let revoked = try await fixture.choosing(user: "teacher-2")
        try await fixture.endSessions(of: "teacher-2")
        world.clock.advance(seconds: 70)
        let foreign = fixture.token(visit.session, keys: LiveKeyRing(fixed: TestKeys.foreignRing))
        try await withServer(world) { server in
            let others = [lesson.token, ended.token, revoked.token, foreign, world.embedToken(), visit.ticket.text]
            for token in ["", "x"] + others {
                for action in ["search", "choose", "cancel"] {
                    let fields = [("token", token), ("lesson", "\(world.lesson.id)"), ("action", action)]
                    let page = try await server.post(Self.path, fields)
                    #expect(page.status == 401, "\(token)")
                    #expect(page.text.contains("start_again"))
                    #expect(!page.text.contains("Fractions"))
                }
            }
            let query = "?launch=\(lesson.ticket.text)"
            #expect(try await server.get(Self.path + query, token: nil).status == 401)
            for query in ["", "?s=\(visit.session.id)", "?launch=", "?launch=\(visit.secret.text)"] {
                #expect(try await server.get(Self.path + query, token: nil).status == 401, "\(query)")
            }
        }
    }

    @Test func aPlatformThatWasSwitchedOffIsRefusedAtOnce() async throws {
        let fixture = try await VisitFixture.make()
        let visit = try await fixture.choosing()
        let other = try await fixture.choosing()
        try await withServer(fixture.world) { server in
            #expect(try await server.post(Self.path, [("token", visit.token)]).status == 200)
            try await fixture.setActive(false)
            for action in ["search", "choose", "cancel"] {
                let page = try await server.post(Self.path, [("token", visit.token), ("action", action)])
                #expect(page.status == 403)
                #expect(page.text.contains("platform_inactive"))
                #expect(!page.text.contains("JWT"))
            }
            #expect(try await server.get("\(Self.path)?launch=\(other.ticket.text)", token: nil).status == 403)
        }
    }

    @Test func whatIsNoFormIsRefused() async throws {
        let fixture = try await VisitFixture.make()
        let visit = try await fixture.choosing()
        try await withServer(fixture.world) { server in
            let json = try await server.send("POST", Self.path, token: nil, body: #"{"token":"x"}"#)
            #expect(json.status == 415)
            let twice = try await server.post(Self.path, [("token", visit.token), ("token", visit.token)])
            #expect(twice.status == 400)
            #expect(twice.text.contains("duplicate_field"))
            let form = [("Content-Type", "application/x-www-form-urlencoded")]
            let broken = try await server.send("POST", Self.path, token: nil, headers: form, body: "token=%zz")
            #expect(broken.status == 400)
            let long = "token=" + String(repeating: "a", count: 2_000_000)
            #expect(try await server.send("POST", Self.path, token: nil, headers: form, body: long).status == 413)
        }
    }
}
