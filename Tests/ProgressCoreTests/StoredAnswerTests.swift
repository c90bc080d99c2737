import Model
import Testing

@testable import ProgressCore

@Suite struct StoredAnswerTests {
    private let organization = OrganizationID.random()
    private let lesson = LessonID.random()

    private func record(_ subject: ProgressSubject = .embed(learner: "ada")) -> LessonProgress {
        let key = ProgressKey(organization: organization, lesson: lesson, subject: subject)
        return LessonProgress(key: key, learner: .random(), course: nil, at: Timestamp(seconds: 1_700_000_000))
    }

    private func answer(
        _ text: String,
        lesson: LessonID? = nil,
        learner: String = "ada",
        organization: OrganizationID? = nil
    ) throws -> EncodedProgress? {
        var text = text
        return text.withUTF8 { bytes in
            StoredAnswer.answer(
                UnsafeRawBufferPointer(bytes),
                lesson: lesson ?? self.lesson,
                learner: learner,
                organization: organization ?? self.organization
            )
        }
    }

    @Test func recordComesBackWithItsTag() throws {
        let record = record()
        let found = try #require(try answer(StoredAnswer.text(of: record, revision: 255)))
        #expect(Array(found.body) == record.publicBody)
        #expect(
            Array(found.entityTag) == EncodedProgress.entityTag(revision: 255, changedAt: record.changedAt)
        )
    }

    @Test func anothersAnswerIsNone() throws {
        let text = StoredAnswer.text(of: record(), revision: 1)
        #expect(try answer(text) != nil)
        #expect(try answer(text, lesson: .random()) == nil)
        #expect(try answer(text, organization: .random()) == nil)
        for learner in ["", "ad", "adam", "Ada", "ada\"", "bob"] { #expect(try answer(text, learner: learner) == nil) }
    }

    // The names are different, but the JSON of the one is the text of the other.
    @Test func escapesAreNotMistakenForTheirLetters() throws {
        let text = StoredAnswer.text(of: record(.embed(learner: "a\nb")), revision: 1)
        #expect(try answer(text, learner: #"a\nb"#) == nil)
    }

    @Test func onlyEmbedRecordsThatStandByThemselvesAreStored() {
        let launched = record(.lti(platform: "p", user: "u", context: nil))
        #expect(StoredAnswer.text(of: launched, revision: 1).isEmpty)
        var derived = record()
        derived.items = .derivedItems
        #expect(StoredAnswer.text(of: derived, revision: 1).isEmpty)
    }

    @Test func largeAnswersAreNotStored() throws {
        var record = record()
        for length in 0..<2_100 {
            record.progressData = JSONText(trusted: #"{"a":""# + String(repeating: "x", count: length) + #""}"#)
            let text = StoredAnswer.text(of: record, revision: 1)
            let whole = 36 + EncodedProgress.entityTag(revision: 1, changedAt: record.changedAt).count
            let fits = whole + record.publicBody.count <= 2_048
            #expect(text.isEmpty != fits, "\(length)")
        }
    }

    @Test(arguments: ["", #"""#, #""1"#, #""1-1-1"#, #""2-1-1"{}"#, #"{"lessonId":""}"#, #""1-1-1"{"lessonId":"x"}"#])
    func otherFormsAreNone(rest: String) throws {
        #expect(try answer(organization.description + rest) == nil)
        #expect(try answer(rest) == nil)
    }
}
