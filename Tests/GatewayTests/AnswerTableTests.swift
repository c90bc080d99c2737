import Model
import TestSupport
import Testing

@testable import Gateway

@Suite struct AnswerTableTests {
    private let organization = OrganizationID(high: 1, low: 1)
    private let lesson = LessonID(high: 2, low: 2)

    private func entry(_ learner: String, _ body: String, organization: OrganizationID? = nil) -> AnswerTable.Entry {
        let answer = EncodedProgress(revision: 1, changedAt: SteppableClock.start) { $0.string(body) }
        return AnswerTable.Entry(
            organization: organization ?? self.organization,
            lesson: lesson,
            learner: learner,
            answer: answer
        )
    }

    private func find(_ table: inout AnswerTable, _ hash: Int, _ learner: String) -> String? {
        table.find(hash, organization, lesson, learner).map {
            String(decoding: $0.body.dropFirst().dropLast(), as: UTF8.self)
        }
    }

    @Test func whatIsKeptIsFoundUntilItIsDropped() {
        var table = AnswerTable(bytes: 65_536)
        table.keep(entry("ada", "1"), 7)
        #expect(find(&table, 7, "ada") == "1")
        table.keep(entry("ada", "2"), 7)
        #expect(find(&table, 7, "ada") == "2")
        table.drop(7, organization, lesson, "bob")
        #expect(find(&table, 7, "ada") == "2")
        table.drop(7, organization, lesson, "ada")
        #expect(find(&table, 7, "ada") == nil)
    }

    @Test func keysOfOneHashAreToldApart() {
        var table = AnswerTable(bytes: 65_536)
        let other = OrganizationID(high: 9, low: 9)
        table.keep(entry("ada", "1"), 7)
        table.keep(entry("bob", "2"), 7)
        table.keep(entry("ada", "3", organization: other), 7)
        #expect(find(&table, 7, "ada") == "1")
        #expect(find(&table, 7, "bob") == "2")
        #expect(find(&table, 7, "eve") == nil)
        table.drop(7, other, lesson, "ada")
        #expect(find(&table, 7, "ada") == "1")
    }

    @Test func moreKeysOfOneHashThanPlacesReplaceOneAnother() {
        var table = AnswerTable(bytes: 65_536)
        for index in 0..<100 { table.keep(entry("l\(index)", "\(index)"), 7) }
        #expect(find(&table, 7, "l99") == "99")
        let found = (0..<100).filter { find(&table, 7, "l\($0)") != nil }
        #expect(found.count <= 8)
    }

    @Test func memoryIsBounded() {
        var table = AnswerTable(bytes: 65_536)
        let body = String(repeating: "x", count: 1_000)
        for index in 0..<1_000 { table.keep(entry("l\(index)", body), index &* 0x1E37_79B9_7F4A_7C15) }
        let found = (0..<1_000).filter { find(&table, $0 &* 0x1E37_79B9_7F4A_7C15, "l\($0)") != nil }
        #expect(found.count <= 65)
        #expect(found.count > 10)
        #expect(found.contains(999))
    }

    @Test func dropAllLeavesNothing() {
        var table = AnswerTable(bytes: 65_536)
        for index in 0..<50 { table.keep(entry("l\(index)", "x"), index) }
        table.dropAll()
        #expect((0..<50).allSatisfy { find(&table, $0, "l\($0)") == nil })
        table.keep(entry("ada", "1"), 7)
        #expect(find(&table, 7, "ada") == "1")
    }

    @Test(arguments: [0, 1, 1_000, 4_000])
    func answerThatIsTooLargeForTheTableIsNotKept(bytes: Int) {
        var table = AnswerTable(bytes: bytes)
        table.keep(entry("ada", String(repeating: "x", count: 1_000)), 7)
        #expect(find(&table, 7, "ada") == nil)
    }
}
