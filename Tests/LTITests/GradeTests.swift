import LTI
import Model
import Testing

@Suite struct GradeTests {
    /// What is known of a lesson, and what a grade book should say.
    struct Case: Sendable, CustomTestStringConvertible {
        let status: ProgressStatus?
        let score: Double?
        let text: String

        var testDescription: String { "\(status?.rawValue ?? "nothing") \(score.map { "\($0)" } ?? "-") → \(text)" }
    }

    @Test(arguments: [
        Case(status: nil, score: nil, text: "InProgress/NotReady"),
        Case(status: .notStarted, score: nil, text: "InProgress/NotReady"),
        Case(status: .inProgress, score: nil, text: "InProgress/Pending"),
        Case(status: .inProgress, score: 0, text: "InProgress/Pending/0.0"),
        Case(status: .inProgress, score: 33.33, text: "InProgress/Pending/33.33"),
        Case(status: .completed, score: 0, text: "Completed/FullyGraded/0.0"),
        Case(status: .completed, score: 87.5, text: "Completed/FullyGraded/87.5"),
        Case(status: .completed, score: nil, text: "Completed/FullyGraded/100.0"),
        Case(status: .completed, score: 120, text: "Completed/FullyGraded/100.0"),
        Case(status: .completed, score: -1, text: "Completed/FullyGraded/0.0"),
        Case(status: .completed, score: .nan, text: "Completed/FullyGraded/100.0"),
    ])
    func progressMakesAGrade(example: Case) {
        let grade = Grade(status: example.status, score: example.score)
        #expect(grade.text == example.text)
        #expect(grade.isFinal == (example.status == .completed))
    }

    @Test func aScoredLessonWithoutAnAnswerIsNotPassed() {
        #expect(Grade(status: .completed, score: nil, isScored: true).text == "Completed/FullyGraded/0.0")
        #expect(Grade(status: .inProgress, score: nil, isScored: true).text == "InProgress/Pending")
    }

    @Test func theMessageSaysWhenAndWho() throws {
        let end = TestTime.now
        let grade = Grade(
            status: .completed,
            score: 80,
            startedAt: end.adding(seconds: -60),
            completedAt: end
        )
        let message = try grade.message(userID: "u", timestamp: end.adding(seconds: 1))
        #expect(message.userID == "u")
        #expect(message.timestamp == end.adding(seconds: 1))
        #expect(message.given == 80)
        #expect(message.maximum == 100)
        #expect(message.startedAt == end.adding(seconds: -60))
        #expect(message.submittedAt == end)
    }

    @Test func whatEndsBeforeItBeganHasNoBeginning() throws {
        let end = TestTime.now
        let grade = Grade(status: .completed, score: 1, startedAt: end.adding(seconds: 1), completedAt: end)
        let message = try grade.message(userID: "u", timestamp: end)
        #expect(message.startedAt == nil)
        #expect(message.submittedAt == end)
    }

    @Test func nothingIsClearedByAScoreOfNone() throws {
        let grade = Grade(status: .inProgress, score: nil, startedAt: TestTime.now, completedAt: TestTime.now)
        let message = try grade.message(userID: "u", timestamp: TestTime.now)
        #expect(message.given == nil)
        #expect(message.maximum == nil)
        #expect(message.submittedAt == nil)
    }
}
