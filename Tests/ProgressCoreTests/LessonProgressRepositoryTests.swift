import Model
import Storage
import Testing

@testable import ProgressCore

/// Loading records in bulk.
@Suite struct LessonProgressRepositoryTests {
    private let world: CoreWorld
    private let lesson: TestLesson

    init() async throws {
        world = try CoreWorld()
        lesson = try await world.lesson()
    }

    private func record(_ subject: ProgressSubject, course: CourseID? = nil) -> LessonProgress {
        let key = ProgressKey(organization: world.organization, lesson: lesson.id, subject: subject)
        var record = LessonProgress(key: key, learner: .random(), course: course, at: world.clock.now)
        record.status = .completed
        record.score = 2.5
        record.maxScore = 10
        record.currentSectionIndex = 3
        record.currentStepIndex = 4
        record.totalSteps = 12
        record.progressData = JSONText(trusted: #"{ "n" : 1e2, "t":"é😀\u0000" }"#)
        record.variableState = JSONText(trusted: #"{"b":1.50}"#)
        record.items = JSONText(trusted: "[null]")
        record.userAttributes = JSONText(trusted: "{}")
        record.startedAt = Timestamp(microseconds: 1_700_000_000_123_456)
        record.completedAt = Timestamp(seconds: 1_700_000_100)
        record.lastActivityAt = Timestamp(seconds: 1_700_000_200)
        return record
    }

    @Test func loadedEmbedRecordComesBackAsItWas() async throws {
        let loaded = record(.embed(learner: "ada / 😀"))
        try await world.core.lessons.load([loaded], at: world.clock.now)
        let answer = try await world.progress("ada / 😀", of: lesson)
        #expect(answer.text == String(decoding: loaded.publicBody, as: UTF8.self))
        var expected = loaded
        expected.changedAt = world.clock.now
        #expect(answer.entityTag == expected.entityTag)
    }

    @Test(arguments: ["c-1", nil])
    func loadedLTIRecordComesBackAsItWas(context: String?) async throws {
        let loaded = record(.lti(platform: "platform-1", user: "u-1", context: context), course: .random())
        try await world.core.lessons.load([loaded], at: world.clock.now)
        let answer = try await world.progress(user: "u-1", of: lesson)
        #expect(answer.text == String(decoding: loaded.publicBody, as: UTF8.self))
        #expect(answer.number("score") == 25)
    }

    @Test func unsetMembersComeBackAsNull() async throws {
        let key = ProgressKey(
            organization: world.organization,
            lesson: lesson.id,
            subject: .embed(learner: "ada")
        )
        let loaded = LessonProgress(key: key, learner: .random(), course: nil, at: world.clock.now)
        try await world.core.lessons.load([loaded], at: world.clock.now)
        #expect(try await world.progress(of: lesson).text == String(decoding: loaded.publicBody, as: UTF8.self))
    }

    @Test func recordThatExistsIsReplacedWholeAndTagged() async throws {
        let learner = world.embed(lesson: lesson)
        _ = try await learner.open(lesson.own)
        let before = try await world.progress(of: lesson)
        let loaded = record(.embed(learner: "ada"))
        try await world.core.lessons.load([loaded], at: world.clock.now)
        let after = try await world.progress(of: lesson)
        #expect(after.text == String(decoding: loaded.publicBody, as: UTF8.self))
        #expect(after.entityTag != before.entityTag)
    }

    @Test func nothingLoadedIsDerivedAgain() async throws {
        try await world.core.lessons.load([record(.embed(learner: "ada"))], at: world.clock.now)
        let learner = world.embed(lesson: lesson)
        let session = try await learner.open(lesson.steps[2])
        try await learner.report(
            session,
            #"{"progress":1,"interactions":[{"item":"q3","correct":1,"time_spent":1,"answer":{}}]}"#
        )
        let answer = try await world.progress(of: lesson)
        for (name, text) in [
            ("currentSectionIndex", "3"), ("currentStepIndex", "4"), ("totalSteps", "12"), ("score", "2.5"),
            ("maxScore", "10"), ("items", "[null]"), ("completedAt", "\"2023-11-14T22:15:00Z\""),
        ] {
            #expect(answer.raw(name) == text)
        }
    }

    // Old data may hold a score without its maximum; the learner must be able to go on.
    @Test func playerMayGoOnWithAScoreThatBreaksTheRule() async throws {
        var odd = record(.embed(learner: "ada"))
        odd.maxScore = nil
        try await world.core.lessons.load([odd], at: world.clock.now)
        let learner = world.embed(lesson: lesson)
        let session = try await learner.open(lesson.own)
        #expect(try await learner.state(session, #""currentStepIndex":1"#).status == 200)
        #expect(try await learner.state(session, #""score":1"#).status == 400)
        #expect(try await learner.state(session, #""score":1,"maxScore":2"#).status == 200)
    }

    @Test func loadStoresAllOrNothing() async throws {
        let taken = record(.embed(learner: "taken"))
        try await world.core.lessons.load([taken], at: world.clock.now)
        let thief = LessonProgress(
            key: ProgressKey(organization: .random(), lesson: lesson.id, subject: .embed(learner: "taken")),
            learner: .random(),
            course: nil,
            at: world.clock.now
        )
        let position = try world.changes().sequence
        let error = await #expect(throws: LecternError.self) {
            try await world.core.lessons.load([record(.embed(learner: "new")), thief], at: world.clock.now)
        }
        #expect(error?.code == .conflict)
        #expect(try await world.progress("new", of: lesson).status == 404)
        #expect(try await world.progress("taken", of: lesson).status == 200)
        #expect(try world.changes().sequence == position)
    }

    @Test func manyRecordsOfTwoLessonsLeaveTwoEntries() async throws {
        let other = TestLesson()
        let records = (0..<200).map { number in
            let lesson = number.isMultiple(of: 2) ? lesson.id : other.id
            let subject = ProgressSubject.embed(learner: "\(number)")
            return LessonProgress(
                key: ProgressKey(organization: world.organization, lesson: lesson, subject: subject),
                learner: .random(),
                course: nil,
                at: world.clock.now
            )
        }
        try await world.core.lessons.load(records, at: world.clock.now)
        #expect(try await world.column("SELECT change FROM change_feed") == ["imported", "imported"])
        #expect(try await world.column("SELECT count(*) FROM lesson_progress") == ["200"])
    }

    @Test func loadOfNothingLeavesNoEntry() async throws {
        try await world.core.lessons.load([], at: world.clock.now)
        #expect(try world.changes().sequence == 0)
    }

    @Test func rowWithAnUnknownStatusIsCorrupt() async throws {
        try await world.core.lessons.load([record(.embed(learner: "ada"))], at: world.clock.now)
        _ = try await world.store.write { try $0.execute("UPDATE lesson_progress SET status = 'lost'", []) }
        #expect(throws: StorageError.corrupt("unknown lesson status")) {
            try world.look { connection in
                try LessonProgressRepository.embed(
                    lesson.id,
                    learner: "ada",
                    organization: world.organization,
                    connection
                )
            }
        }
        #expect(try await world.progress(of: lesson).text == #"{"detail":"Internal error"}"#)
    }
}
