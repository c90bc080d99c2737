import Model
import Testing

@Suite struct ProgressSubjectTests {
    @Test func everyPartTellsSubjectsApart() {
        let subjects: [ProgressSubject] = [
            .embed(learner: "u"), .embed(learner: "U"), .lti(platform: "p", user: "u", context: nil),
            .lti(platform: "p", user: "u", context: "c"), .lti(platform: "p", user: "u", context: "d"),
            .lti(platform: "q", user: "u", context: "c"), .lti(platform: "p", user: "v", context: "c"),
        ]
        #expect(Set(subjects).count == subjects.count)
    }

    @Test func everyPartTellsKeysApart() {
        let key = ProgressFixture.record(.embed(learner: "l")).key
        let others = [
            ProgressKey(organization: OrganizationID(high: 9, low: 9), lesson: key.lesson, subject: key.subject),
            ProgressKey(organization: key.organization, lesson: LessonID(high: 9, low: 9), subject: key.subject),
            ProgressKey(organization: key.organization, lesson: key.lesson, subject: .embed(learner: "m")),
        ]
        #expect(Set(others + [key]).count == 4)
        #expect(ProgressFixture.record(.embed(learner: "l")).key == key)
    }
}
