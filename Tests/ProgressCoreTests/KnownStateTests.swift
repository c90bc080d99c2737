import Model
import Testing

@testable import ProgressCore

/// A player that opens a lesson goes on with what others have recorded of it.
@Suite struct KnownStateTests {
    private let world: CoreWorld
    private let lesson: TestLesson
    private let learner: Caller

    init() async throws {
        world = try CoreWorld()
        lesson = try await world.lesson()
        learner = world.embed(lesson: lesson)
    }

    private func known() async throws -> JSONNode? {
        try await learner.start(lesson.own).json["extra_fields"]?["lesson"]
    }

    @Test func newLearnerHasNone() async throws {
        #expect(try await known() == nil)
        // Opened before, and nothing done.
        #expect(try await known() == nil)
    }

    @Test func importedRecordIsGiven() async throws {
        let key = ProgressKey(organization: world.organization, lesson: lesson.id, subject: .embed(learner: "ada"))
        let id = try #require(learner.principal.person?.learner)
        var record = LessonProgress(key: key, learner: id, course: nil, at: world.clock.now)
        record.status = .completed
        record.score = 7
        record.maxScore = 9
        record.currentSectionIndex = 1
        record.progressData = JSONText(trusted: #"{"visits":[ 1 ]}"#)
        record.items = JSONText(trusted: #"[{"id":"q1","correct":true}]"#)
        record.startedAt = world.clock.now
        record.completedAt = world.clock.now
        try await world.core.lessons.load([record], at: world.clock.now)
        let state = try #require(try await known())
        #expect(
            state.textString == #"""
                {"currentSectionIndex":1,"currentStepIndex":0,"totalSteps":null,"score":7,"maxScore":9,\#
                "progressData":{"visits":[ 1 ]},"variableState":null,"items":[{"id":"q1","correct":true}],\#
                "status":"completed"}
                """#
        )
    }

    @Test func recordOfStepsIsGivenWithItsDerivedItems() async throws {
        let session = try await learner.open(lesson.steps[0])
        try await learner.report(session, #"{"interactions":[{"item":"q1","correct":1,"time_spent":1,"answer":{}}]}"#)
        let state = try #require(try await known())
        #expect(state["score"]?.number == 2)
        #expect(state["items"]?.elements?.first?["id"]?.string == "q1")
        // Sessions of steps have only what was kept of the step.
        #expect(try await learner.start(lesson.steps[0]).json["extra_fields"]?.members?.isEmpty == true)
    }

    @Test func playersOwnFieldsStand() async throws {
        let session = try await learner.open(lesson.own)
        try await learner.report(session, #"{"progress":0.5,"extra_fields":{"mine":1}}"#)
        #expect(try await learner.start(lesson.own).json["extra_fields"]?["mine"]?.number == 1)
        #expect(try await known() == nil)
    }
}
