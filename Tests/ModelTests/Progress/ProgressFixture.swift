import Model

/// Records that tests know.
enum ProgressFixture {
    static let lesson = "550e8400-e29b-41d4-a716-446655440000"
    static let organization = OrganizationID(high: 1, low: 1)
    static let learner = LearnerID(high: 2, low: 2)
    static let course = CourseID(high: 3, low: 3)
    static let now = Timestamp(seconds: 1_748_772_000)

    /// A new record, on which nothing has happened yet.
    static func record(_ subject: ProgressSubject, course: CourseID? = nil) -> LessonProgress {
        let lesson = LessonID(high: 0x550e_8400_e29b_41d4, low: 0xa716_4466_5544_0000)
        let key = ProgressKey(organization: organization, lesson: lesson, subject: subject)
        return LessonProgress(key: key, learner: learner, course: course, at: now)
    }

    /// A record with every member set.
    static func full(_ subject: ProgressSubject, course: CourseID? = nil) -> LessonProgress {
        var record = record(subject, course: course)
        record.status = .completed
        record.score = 2.5
        record.maxScore = 3
        record.currentSectionIndex = 1
        record.currentStepIndex = 2
        record.totalSteps = 7
        record.progressData = JSONText(trusted: #"{ "version": 1, "x":1.00 }"#)
        record.variableState = JSONText(trusted: #"{"name":"\u00e9","n":1e2}"#)
        record.items = JSONText(trusted: #"[ {"id":"w1"} ]"#)
        record.userAttributes = JSONText(trusted: "{}")
        record.startedAt = now.adding(seconds: 60)
        record.completedAt = now.adding(seconds: 120.25)
        record.lastActivityAt = now.adding(seconds: 180)
        return record
    }

    static func body(_ record: LessonProgress) -> String { String(decoding: record.publicBody, as: UTF8.self) }
}
