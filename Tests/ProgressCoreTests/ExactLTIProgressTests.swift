import Model
import Testing

@testable import ProgressCore

/// How far an LTI user is in exactly one context, as grades need it.
@Suite struct ExactLTIProgressTests {
    private let world: CoreWorld
    private let lesson: TestLesson
    private let id = LearnerID.random()

    init() async throws {
        world = try CoreWorld()
        lesson = try await world.lesson()
    }

    private func read(
        _ user: String = "u-1",
        context: String?,
        platform: String = "platform-1",
        lesson: LessonID? = nil,
        organization: OrganizationID? = nil
    ) async throws -> LTIProgress? {
        try await world.client.ltiProgress(
            lesson: lesson ?? self.lesson.id,
            platform: platform,
            user: user,
            context: context,
            organization: organization ?? world.organization,
            requestID: "test"
        )
    }

    @Test func recordIsThatOfTheContext() async throws {
        let user = world.lti(id: id, context: "c-1", lesson: lesson)
        let session = try await user.open(lesson.own)
        world.clock.advance(seconds: 0.000_123)
        let started = world.clock.now
        _ = try await user.state(session, #""score":1,"maxScore":3"#)
        world.clock.advance(seconds: 2)
        try await user.report(session, #"{"progress":1}"#)
        let expected = LTIProgress(
            status: .completed,
            score: 33.33,
            startedAt: started,
            completedAt: world.clock.now,
            lastActivityAt: world.clock.now
        )
        #expect(try await read(context: "c-1") == expected)
        #expect(expected.maxScore == 100)
        #expect(try await read(context: nil) == nil)
        #expect(try await read(context: "C-1") == nil)
        #expect(try await read("u-2", context: "c-1") == nil)
        #expect(try await read(context: "c-1", platform: "platform-2") == nil)
        #expect(try await read(context: "c-1", lesson: .random()) == nil)
        #expect(try await read(context: "c-1", organization: .random()) == nil)
    }

    @Test func launchWithoutContextHasItsOwnRecord() async throws {
        _ = try await world.lti(id: id, context: nil, lesson: lesson).open(lesson.own)
        #expect(try await read(context: nil)?.status == .notStarted)
        #expect(try await read(context: nil)?.score == nil)
        #expect(try await read(context: nil)?.maxScore == nil)
        #expect(try await read(context: "c-1") == nil)
    }

    @Test(arguments: ["a b+c", "a&b=c", "50%", "é", "e\u{301}", "c#d/e?f", "\u{0}"])
    func namesAreTakenByteForByte(name: String) async throws {
        _ = try await world.lti(name, id: id, platform: name, context: name, lesson: lesson).open(lesson.own)
        #expect(try await read(name, context: name, platform: name)?.status == .notStarted)
        #expect(try await read(name, context: name + " ", platform: name) == nil)
        #expect(try await read(name + " ", context: name, platform: name) == nil)
    }

    @Test func embedLearnerIsNoLTIUser() async throws {
        _ = try await world.embed("u-1", lesson: lesson).open(lesson.own)
        #expect(try await world.refusal { _ = try await read(context: nil, platform: "") } == .badRequest)
    }

    @Test(arguments: ["", "lesson=x&platform=p&user=u", "platform=p&user=u"])
    func parametersMustBeGiven(query: String) async throws {
        #expect(try await world.staff().send(.get, "/internal/lti-progress?\(query)").status == 400)
    }
}
