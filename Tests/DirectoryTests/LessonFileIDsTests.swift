import Directory
import Model
import Testing

/// The ids that are made up for sections and steps without one.
@Suite struct LessonFileIDsTests {
    private let seed = LessonID(high: 1, low: 2)

    private func ids(_ text: String, seed: LessonID) throws -> [ExternalID] {
        let lesson = try LessonFile.parse(Array(text.utf8), fallbackID: seed)
        return lesson.sections.flatMap { [$0.id] + $0.steps.map(\.id) }
    }

    private func file(id: String = "", steps: String) -> String {
        #"{\#(id)"title":"T","sections":[{"title":"A","steps":[\#(steps)]}]}"#
    }

    @Test func theyAreTheSameForTheSameLessonAndPlace() throws {
        let first = try ids(file(steps: #"{"title":"a"},{"title":"b"}"#), seed: seed)
        let second = try ids(file(steps: #"{"title":"x","content":"y"},{"title":"z"},{"title":"b"}"#), seed: seed)
        #expect(first == Array(second.prefix(3)))
        #expect(Set(second).count == 4)
    }

    /// Stored progress names steps by these: they must not change with a release.
    @Test func theyNeverChange() throws {
        #expect(
            try ids(file(steps: #"{"title":"a"}"#), seed: seed).map(\.description) == [
                "e7c38bf9-e52f-8f1e-a06e-579bc7f93aca", "707f853f-9fa0-8b17-89b8-9a11e0dfdbcd",
            ]
        )
    }

    @Test func theyAreUUIDsOfVersionEight() throws {
        for id in try ids(file(steps: #"{"title":"a"},{"title":"b"}"#), seed: seed) {
            #expect(id.high >> 12 & 0xF == 8)
            #expect(id.low >> 62 == 0b10)
        }
    }

    @Test func theyDependOnTheLesson() throws {
        let steps = #"{"title":"a"}"#
        let other = try ids(file(steps: steps), seed: LessonID(high: 1, low: 3))
        #expect(try Set(ids(file(steps: steps), seed: seed)).isDisjoint(with: other))
    }

    @Test func theIDOfTheFileGoesBeforeTheFallback() throws {
        let own = file(id: #""id":"\#(seed)","#, steps: #"{"title":"a"}"#)
        #expect(
            try ids(own, seed: LessonID(high: 7, low: 7)) == ids(file(steps: #"{"title":"a"}"#), seed: seed)
        )
    }

    @Test func givenIDsAreKeptWhenAStepComesBeforeThem() throws {
        let before = try ids(file(steps: #"{"title":"a"},{"title":"b"}"#), seed: seed)
        let steps = #"{"title":"new"},{"id":"\#(before[1])","title":"a"},{"id":"\#(before[2])","title":"b"}"#
        let after = try ids(file(steps: steps), seed: seed)
        #expect(after[0] == before[0])
        #expect(Array(after.suffix(2)) == Array(before.suffix(2)))
        #expect(Set(after).count == 4)
        #expect(try ids(file(steps: steps), seed: seed) == after)
    }
}
