import Directory
import LTI
import Model
import TestSupport
import Testing

@testable import Gateway

/// What people see of a lesson that is open when its platform is switched off, or its sessions are ended (LTI rules R5, S1).
@Suite(.timeLimit(.minutes(3)))
struct SessionEndTests {
    /// How a launched lesson answers: its page by the ticket, the learner's player, the teacher's list.
    private struct Answers: Equatable {
        let page: Int
        let player: Int
        let list: Int

        static let open = Answers(page: 200, player: 200, list: 200)
        static let ended = Answers(page: 401, player: 401, list: 401)
        static let switchedOff = Answers(page: 403, player: 401, list: 401)
    }

    private func launch(_ fixture: VisitFixture) async throws -> [VisitFixture.Visit] {
        [
            try await fixture.launched(.learner, user: "learner-1"),
            try await fixture.launched(.learner, user: "learner-2"),
            try await fixture.launched(),
        ]
    }

    /// Uses the ticket of the first launch, the token of the second, and that of the third, a teacher's.
    private func answers(_ visits: [VisitFixture.Visit], _ server: TestServer) async throws -> Answers {
        let path = "/lti/lessons/\(server.world.lesson.id)"
        let page = try await server.get("\(path)?launch=\(visits[0].ticket.text)", token: nil)
        let codes = [401: "start_again", 403: "platform_inactive"]
        if let code = codes[page.status] { #expect(page.text.contains(code)) }
        let session = try await server.send(
            "POST",
            "/api/logger/contentsession",
            token: visits[1].token,
            body: PlayerSession.body(step: server.world.lesson.steps[0])
        )
        let list = try await server.get("\(path)/learners", token: visits[2].token)
        return Answers(page: page.status, player: session.status, list: list.status)
    }

    @Test func aSwitchedOffPlatformsLessonsStopAtOnceAndGoOnLater() async throws {
        let fixture = try await VisitFixture.make()
        let visits = try await launch(fixture)
        try await withServer(fixture.world) { server in
            // What the gateway remembers of the player and the teacher is forgotten.
            let player = try await PlayerSession.start(server, token: visits[1].token)
            try await fixture.setActive(false)
            #expect(try await answers(visits, server) == .switchedOff)
            let update = try await server.send(
                "PUT",
                "/api/logger/contentsession/\(player.id)",
                token: player.token,
                body: "{}"
            )
            #expect(update.status == 401)
            try await fixture.setActive(true)
            #expect(try await answers(visits, server) == .open)
            try await player.update("{}")
        }
    }

    @Test func endedSessionsAreOverUntilTheNextLaunch() async throws {
        let fixture = try await VisitFixture.make()
        let visits = try await launch(fixture)
        try await withServer(fixture.world) { server in
            for user in ["learner-1", "learner-2", "teacher-1"] { try await fixture.endSessions(of: user) }
            #expect(try await answers(visits, server) == .ended)
            #expect(try await answers(launch(fixture), server) == .open)
        }
    }
}
