import Model
import Storage
import Testing

@testable import ProgressCore

/// The hot path must answer with the very bytes of the other one (design §8).
@Suite struct EmbedProgressRowTests {
    private let world: CoreWorld
    private let lesson: TestLesson

    init() async throws {
        world = try CoreWorld()
        lesson = try await world.lesson()
    }

    /// Compares the immediate read with the usual one, byte for byte.
    private func expectTheSameBytes(_ learner: String = "ada") async throws {
        let reads = try #require(InProcessCore(world.core).immediateProgress)
        let answer = try await world.progress(learner, of: lesson)
        // The first read searches for the row, the second one knows it and takes the answer that it has ready.
        for _ in 1...2 {
            let found = try #require(
                try reads.embedProgress(organization: world.organization, lesson: lesson.id, learner: learner)
            )
            #expect(String(decoding: found.body, as: UTF8.self) == answer.text)
            #expect(String(decoding: found.entityTag, as: UTF8.self) == answer.entityTag)
        }
    }

    @Test(arguments: ProgressStatus.allCases, ["ada", "a \"b\"\\\n", "é e\u{301} 😀", "null", "a/b"])
    func everyMemberIsWrittenTheSame(status: ProgressStatus, learner: String) async throws {
        let key = ProgressKey(
            organization: world.organization,
            lesson: lesson.id,
            subject: .embed(learner: learner)
        )
        var record = LessonProgress(key: key, learner: .random(), course: nil, at: world.clock.now)
        record.status = status
        try await world.core.lessons.load([record], at: world.clock.now)
        try await expectTheSameBytes(learner)

        record.score = 0.1
        record.maxScore = 1e9
        record.currentSectionIndex = 100_000
        record.currentStepIndex = 7
        record.totalSteps = 12
        record.progressData = JSONText(trusted: #"{ "n" : 1e2, "t":"é😀\u0000\"" }"#)
        record.variableState = JSONText(trusted: "{}")
        record.items = JSONText(trusted: "[ ]")
        record.userAttributes = JSONText(trusted: #"{"a":null}"#)
        record.startedAt = Timestamp(microseconds: -1)
        record.completedAt = Timestamp(microseconds: 1_700_000_000_999_999)
        world.clock.advance(seconds: 0.001)
        try await world.core.lessons.load([record], at: world.clock.now)
        try await expectTheSameBytes(learner)
    }

    /// A learner whose record an earlier release wrote is answered like all others.
    @Test func rowsFromBeforeTheirAnswersWereKeptAreWrittenTheSame() async throws {
        let key = ProgressKey(organization: world.organization, lesson: lesson.id, subject: .embed(learner: "ada"))
        let record = LessonProgress(key: key, learner: .random(), course: nil, at: world.clock.now)
        try await world.core.lessons.load([record], at: world.clock.now)
        _ = try await world.store.write { try $0.execute("UPDATE lesson_progress SET answer = NULL", []) }
        try await expectTheSameBytes()
        world.clock.advance(seconds: 1)
        try await world.core.lessons.load([record], at: world.clock.now)
        try await expectTheSameBytes()
    }

    @Test func everyStepOfALessonIsWrittenTheSame() async throws {
        let learner = world.embed(lesson: lesson, attributes: #"{"group":"7b"}"#)
        let session = try await learner.open(lesson.steps[0])
        try await expectTheSameBytes()
        for body in [
            #"{"progress":0.3}"#, #"{"interactions":[{"item":"q1","correct":0.5,"time_spent":1.5,"answer":{}}]}"#,
            #"{"extra_fields":{"lesson":{"progressData":{"a":1},"score":1.25,"maxScore":3,"items":[1]}}}"#,
            #"{"extra_fields":{"lesson":{"status":"completed","progressData":null}}}"#,
        ] {
            world.clock.advance(seconds: 1.5)
            try await learner.report(session, body)
            try await expectTheSameBytes()
        }
    }
}
