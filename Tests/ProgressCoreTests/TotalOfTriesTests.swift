import Model
import Testing

/// How much a learner has completed where there are tries (rules T2, T3).
@Suite struct TotalOfTriesTests {
    private let world: CoreWorld
    private let learner: Caller

    init() throws {
        world = try CoreWorld()
        learner = world.embed()
    }

    private func total() async throws -> Double? { try await learner.total().number("progress") }

    // Rule T2.
    @Test func repeatsOfAnExerciseCountAgain() async throws {
        let exercise = TestContent.exercise
        for count in 1...3 {
            let session = try await learner.exercise(exercise, .model("do_all"), #","repeat":true"#).session
            #expect(try await total() == Double(count - 1))
            try await learner.report(session, #"{"progress":1}"#)
            #expect(try await total() == Double(count))
        }
        // Lowering the progress takes nothing away (rule M13).
        try await learner.report(try await learner.exercise(exercise).session, #"{"progress":0}"#)
        #expect(try await total() == 3)
    }

    // Rule T2.
    @Test func repeatOfAFinishedVideoTakesOneAway() async throws {
        let video = TestContent()
        try await learner.report(try await learner.open(video), #"{"progress":1}"#)
        let exercise = try await learner.exercise(.exercise).session
        try await learner.report(exercise, #"{"progress":1}"#)
        #expect(try await total() == 2)
        _ = try await learner.open(video, #","repeat":true"#)
        #expect(try await total() == 1)
    }

    // Rule T3.
    @Test func contentOnceOpenedAsAnAssessmentCountsThroughItsTries() async throws {
        let video = TestContent()
        let session = try await learner.open(video)
        try await learner.report(session, #"{"progress":1}"#)
        #expect(try await total() == 1)
        let assessment = TestContent(content: video.content, kind: "exercise")
        let tried = try await learner.exercise(assessment).session
        #expect(try await total() == 0)
        try await learner.report(session, #"{"progress":1}"#)
        #expect(try await total() == 0)
        try await learner.report(tried, "{}")
        #expect(try await total() == 1)
    }

    // Rules T2, M12.
    @Test func exerciseAndPracticeQuizOfOneContentCountEach() async throws {
        let content = TestContent.exercise
        try await learner.report(try await learner.exercise(content).session, #"{"progress":1}"#)
        try await learner.report(try await learner.exercise(content, .model("quiz")).session, "{}")
        #expect(try await total() == 2)
    }

    @Test func othersAndOtherCoursesCountForThemselves() async throws {
        let exercise = TestContent.exercise
        let id = LearnerID.random()
        let courses = ["c-1", "c-2"].map { world.lti(id: id, context: $0) }
        for caller in courses + [learner] {
            try await caller.report(try await caller.exercise(exercise).session, #"{"progress":1}"#)
        }
        #expect(try await total() == 1)
        // A learner's total is over all courses.
        for caller in courses { #expect(try await caller.total().number("progress") == 2) }
        // A try in one course does not take away what counts in another without one.
        let video = TestContent()
        try await courses[0].report(try await courses[0].open(video), #"{"progress":1}"#)
        _ = try await courses[1].exercise(TestContent(content: video.content, kind: "exercise"))
        #expect(try await courses[0].total().number("progress") == 3)
    }
}
