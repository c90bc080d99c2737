import Model
import Testing

@testable import ProgressCore

/// Nothing of one organization is shown to or changed by another (design §9).
@Suite struct TenantIsolationTests {
    private let world: CoreWorld
    private let lesson: TestLesson
    private let session: String
    private let id = LearnerID.random()
    private let other = OrganizationID.random()

    init() async throws {
        world = try CoreWorld()
        lesson = try await world.lesson()
        let learner = world.embed(id: id, lesson: lesson)
        session = try await learner.open(lesson.own)
        try await learner.report(session, #"{"progress":0.5}"#)
        _ = try await world.lti(context: "c-1", lesson: lesson).open(lesson.own)
    }

    @Test(arguments: Principal.Role.allCases)
    func progressIsNotFound(role: Principal.Role) async throws {
        let stranger = world.staff(role, organization: other)
        for query in ["learner=ada", "platform=platform-1&user=u-1", "platform=platform-1&user=u-1&context=c-1"] {
            let target = "/internal/progress?lesson=\(lesson.id)&\(query)"
            #expect(try await world.staff().send(.get, target).status == 200)
            let answer = try await stranger.send(.get, target)
            #expect(answer.status == 404)
            #expect(answer.text == #"[{"id":"NOT_FOUND","metadata":{"view":"logger"}}]"#)
        }
    }

    @Test func immediateProgressIsNotFound() throws {
        let reads = try #require(InProcessCore(world.core).immediateProgress)
        #expect(
            try reads.embedProgress(organization: world.organization, lesson: lesson.id, learner: "ada") != nil
        )
        #expect(try reads.embedProgress(organization: other, lesson: lesson.id, learner: "ada") == nil)
    }

    @Test func sessionIsNotFoundEvenUnderTheSameIds() async throws {
        let stranger = world.embed(id: id, lesson: lesson, organization: other)
        #expect(try await stranger.update(session, #"{"progress":1}"#).status == 404)
        #expect(try await world.progress(of: lesson).string("status") == "in_progress")
    }

    @Test func guestsOfTwoOrganizationsDoNotShareSessions() async throws {
        let video = TestContent()
        let session = try await world.guest.open(video)
        #expect(try await world.staff(.guest, organization: other).update(session, "{}").status == 404)
    }

    @Test func recordsOfALessonCannotBeTakenOver() async throws {
        let before = try await world.progress(of: lesson)
        world.clock.advance(seconds: 5)
        let answer = try await world.embed(lesson: lesson, organization: other).start(lesson.own)
        #expect(answer.status == 409)
        let after = try await world.progress(of: lesson)
        #expect(after.text == before.text)
        #expect(after.entityTag == before.entityTag)
        #expect(try await world.column("SELECT count(*) FROM content_sessions") == ["2"])
    }

    @Test func changesNameTheOrganization() throws {
        let keys = try #require(try world.changes().keys)
        #expect(keys.allSatisfy { $0.organization == world.organization })
    }
}
