import Model
import Testing

@testable import ProgressCore

@Suite struct StoredSubjectTests {
    @Test(arguments: [
        (ProgressSubject.embed(learner: "ada"), ["", "ada", ""]),
        (.lti(platform: "p", user: "u", context: "c"), ["p", "u", "c"]),
        (.lti(platform: "p", user: "u", context: nil), ["p", "u", ""]),
    ])
    func subjectComesBackFromItsSpelling(subject: ProgressSubject, spelling: [String]) {
        let stored = StoredSubject(subject)
        #expect([stored.platform, stored.learner, stored.context] == spelling)
        #expect(stored.subject == subject)
    }
}
