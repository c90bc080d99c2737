import LTI
import Model
import Testing

@Suite struct GradeScheduleTests {
    private static let now = TestTime.now
    private static let opened = Grade(status: nil, score: nil)
    private static let begun = Grade(status: .inProgress, score: 20)
    private static let done = Grade(status: .completed, score: 90)

    /// A grade, what went before, and what is decided.
    struct Case: Sendable, CustomTestStringConvertible {
        let grade: Grade
        var removes = false
        var sent: String?
        var isFinal = false
        /// Seconds since the last score.
        var age: Double?
        var isRetry = false
        let decision: GradeSchedule.Decision

        var testDescription: String { "\(grade.text) after \(sent ?? "nothing") \(age ?? 0) → \(decision)" }
    }

    @Test(arguments: [
        // The first.
        Case(grade: opened, decision: .send(timestamp: now)), Case(grade: begun, decision: .send(timestamp: now)),
        Case(grade: done, decision: .send(timestamp: now)),
        // The same again.
        Case(grade: opened, sent: opened.text, age: 60, decision: .nothing),
        Case(grade: done, sent: done.text, isFinal: true, age: 60, decision: .nothing),
        // Unfinished ones are ten seconds apart, final ones one.
        Case(grade: begun, sent: opened.text, age: 9, decision: .later(now.adding(seconds: 1))),
        Case(grade: begun, sent: opened.text, age: 10, decision: .send(timestamp: now)),
        Case(grade: done, sent: begun.text, age: 0.25, decision: .later(now.adding(seconds: 0.75))),
        Case(grade: done, sent: begun.text, age: 0, decision: .later(now.adding(seconds: 1))),
        Case(grade: done, sent: begun.text, age: 1, decision: .send(timestamp: now)),
        // What failed is tried again when its pause is over.
        Case(grade: begun, age: 5, isRetry: true, decision: .send(timestamp: now)),
        Case(grade: begun, age: 0.5, isRetry: true, decision: .later(now.adding(seconds: 0.5))),
        // After a final one, final ones only.
        Case(grade: begun, sent: done.text, isFinal: true, age: 60, decision: .nothing),
        Case(
            grade: Grade(status: .completed, score: 95),
            sent: done.text,
            isFinal: true,
            age: 60,
            decision: .send(timestamp: now)
        ),
        // A platform that removes unfinished grades.
        Case(grade: opened, removes: true, decision: .nothing), Case(grade: begun, removes: true, decision: .nothing),
        Case(grade: done, removes: true, decision: .send(timestamp: now)),
        // A clock that was set back: times grow all the same.
        Case(grade: done, sent: begun.text, age: -3_600, decision: .send(timestamp: now.adding(seconds: 3_601))),
        Case(grade: begun, sent: opened.text, age: -3_600, decision: .send(timestamp: now.adding(seconds: 3_601))),
    ])
    func whatAndWhenIsDecided(example: Case) {
        let schedule = GradeSchedule(
            removesUnfinished: example.removes,
            lastSent: example.sent,
            isFinal: example.isFinal,
            lastTimestamp: example.age.map { Self.now.adding(seconds: -$0) },
            isRetry: example.isRetry
        )
        #expect(schedule.decide(example.grade, now: Self.now) == example.decision)
    }

    @Test(
        arguments: [
            ("moodle", nil, true), ("Moodle LMS", nil, true), ("canvas", nil, false), (nil, nil, false),
            (nil, "https://lms.example/mod/lti/services.php/2/lineitems/7/lineitem?type_id=2", true),
            (nil, "https://canvas.example/api/lti/courses/1/line_items/2", false),
        ] as [(String?, String?, Bool)]
    )
    func moodleRemovesUnfinishedGrades(product: String?, service: String?, removes: Bool) {
        #expect(GradeSchedule.removesUnfinished(product: product, service: service) == removes)
    }
}
