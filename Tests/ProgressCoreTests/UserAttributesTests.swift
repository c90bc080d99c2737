import Model
import Testing

/// The attributes that a record shows are those of the latest token used (contract §7.1).
@Suite struct UserAttributesTests {
    private let world: CoreWorld
    private let lesson: TestLesson
    private let id = LearnerID.random()

    init() async throws {
        world = try CoreWorld()
        lesson = try await world.lesson()
    }

    private func learner(_ attributes: String?) -> Caller {
        world.embed(id: id, lesson: lesson, attributes: attributes)
    }

    @Test func latestTokenCounts() async throws {
        let session = try await learner(#"{"n":1}"#).open(lesson.steps[0])
        try await learner(#"{"n":2}"#).report(session, "{}")
        #expect(try await world.progress(of: lesson).raw("userAttributes") == #"{"n":2}"#)
        _ = try await learner(#"{ "n" : 3.0 }"#).open(lesson.steps[1])
        #expect(try await world.progress(of: lesson).raw("userAttributes") == #"{ "n" : 3.0 }"#)
    }

    @Test func tokenWithoutAttributesClearsThem() async throws {
        let session = try await learner(#"{"n":1}"#).open(lesson.steps[0])
        try await learner(nil).report(session, "{}")
        #expect(try await world.progress(of: lesson).raw("userAttributes") == "null")
    }

    @Test func nullAndEmptyStayDifferent() async throws {
        _ = try await learner("{}").open(lesson.steps[0])
        #expect(try await world.progress(of: lesson).raw("userAttributes") == "{}")
    }

    // An organization's token that names the learner fixes no lesson and brings no attributes.
    @Test func organizationsTokenLeavesThem() async throws {
        let session = try await learner(#"{"n":1}"#).open(lesson.steps[0])
        try await world.embed(id: id).report(session, #"{"progress":0.5}"#)
        let answer = try await world.progress(of: lesson)
        #expect(answer.raw("userAttributes") == #"{"n":1}"#)
        #expect(answer.string("status") == "in_progress")
    }
}
