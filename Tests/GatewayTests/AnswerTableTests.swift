import Model
import TestSupport
import Testing

@testable import Gateway

@Suite struct AnswerTableTests {
    private let organization = OrganizationID(high: 1, low: 1)
    private let lesson = LessonID(high: 2, low: 2)

    private func key(_ hash: Int, _ learner: String, organization: OrganizationID? = nil) -> AnswerTable.Key {
        AnswerTable.Key(organization: organization ?? self.organization, lesson: lesson, learner: learner, hash: hash)
    }

    private func answer(_ body: String) -> EncodedProgress {
        EncodedProgress(revision: 1, changedAt: SteppableClock.start) { $0.string(body) }
    }

    private func find(_ table: inout AnswerTable, _ hash: Int, _ learner: String) -> String? {
        table.find(key(hash, learner)).map { String(decoding: $0.body.dropFirst().dropLast(), as: UTF8.self) }
    }

    private static func spread(_ index: Int) -> Int { index &* 0x1E37_79B9_7F4A_7C15 }

    @Test func whatIsKeptIsFoundUntilItIsDropped() {
        var table = AnswerTable(bytes: 65_536)
        table.keep(answer("1"), for: key(7, "ada"))
        #expect(find(&table, 7, "ada") == "1")
        table.keep(answer("2"), for: key(7, "ada"))
        #expect(find(&table, 7, "ada") == "2")
        table.drop(key(7, "bob"))
        #expect(find(&table, 7, "ada") == "2")
        table.drop(key(7, "ada"))
        #expect(find(&table, 7, "ada") == nil)
    }

    @Test func tagAndBodyComeBackAsTheyWere() {
        var table = AnswerTable(bytes: 65_536)
        for index in 0..<20 {
            let body = "é😀\"\\\n" + noise(index * 50, seed: index)
            table.keep(answer(body), for: key(index, "l\(index)"))
            let found = table.find(key(index, "l\(index)"))
            #expect(found?.body == answer(body).body)
            #expect(found?.entityTag == answer(body).entityTag)
        }
    }

    @Test func keysOfOneHashAreToldApart() {
        var table = AnswerTable(bytes: 65_536)
        let other = OrganizationID(high: 9, low: 9)
        table.keep(answer("1"), for: key(7, "ada"))
        table.keep(answer("2"), for: key(7, "bob"))
        table.keep(answer("3"), for: key(7, "ada", organization: other))
        #expect(find(&table, 7, "ada") == "1")
        #expect(find(&table, 7, "bob") == "2")
        for nobody in ["", "a", "ad", "ad\0", "adam", "Ada", "eve"] { #expect(find(&table, 7, nobody) == nil) }
        table.drop(key(7, "ada", organization: other))
        #expect(find(&table, 7, "ada") == "1")
    }

    @Test func moreKeysOfOneHashThanPlacesReplaceOneAnother() {
        var table = AnswerTable(bytes: 65_536)
        for index in 0..<100 { table.keep(answer("\(index)"), for: key(7, "l\(index)")) }
        #expect(find(&table, 7, "l99") == "99")
        let found = (0..<100).filter { find(&table, 7, "l\($0)") != nil }
        #expect(found.count <= 8)
        #expect(found.allSatisfy { find(&table, 7, "l\($0)") == "\($0)" })
    }

    @Test func memoryIsBounded() {
        var table = AnswerTable(bytes: 65_536)
        for index in 0..<1_000 {
            table.keep(answer(noise(1_000, seed: index)), for: key(Self.spread(index), "l\(index)"))
        }
        let found = (0..<1_000).filter { find(&table, Self.spread($0), "l\($0)") != nil }
        #expect(found.count <= 65)
        #expect(found.count > 10)
        #expect(found.contains(999))
        #expect(found.allSatisfy { find(&table, Self.spread($0), "l\($0)") == noise(1_000, seed: $0) })
    }

    @Test func alikeAnswersTakeLittleMemory() {
        var table = AnswerTable(bytes: 65_536)
        let common = noise(500, seed: 1)
        for index in 0..<1_000 { table.keep(answer(common + "\(index)"), for: key(Self.spread(index), "l\(index)")) }
        let found = (0..<1_000).filter { find(&table, Self.spread($0), "l\($0)") == common + "\($0)" }
        // As text it would be 100 of them at most.
        #expect(found.count > 300)
    }

    @Test func whatIsAskedForStaysLonger() {
        var table = AnswerTable(bytes: 65_536)
        table.keep(answer("kept"), for: key(Self.spread(-1), "ada"))
        for index in 0..<500 {
            table.keep(answer(noise(500, seed: index)), for: key(Self.spread(index), "l\(index)"))
            #expect(find(&table, Self.spread(-1), "ada") == "kept", "\(index)")
        }
        #expect(find(&table, Self.spread(0), "l0") == nil)
    }

    // Entries of all sizes go round the ring many times, are replaced and dropped; nothing wrong ever comes back.
    @Test(arguments: [8_000, 20_000, 100_000])
    func whatIsFoundIsAlwaysTheLatest(bytes: Int) {
        var table = AnswerTable(bytes: bytes)
        var latest: [Int: String] = [:]
        var found = 0
        var random = XorShift(seed: 7)
        for round in 0..<5_000 {
            let index = Int(random.next() % 101)
            let learner = key(Self.spread(index), "l\(index)")
            switch round % 5 {
            case 0:
                table.drop(learner)
                latest[index] = nil
            case 1, 2:
                let body = noise(round &* 31 % 700, seed: round)
                table.keep(answer(body), for: learner)
                latest[index] = body
            default:
                guard let body = find(&table, learner.hash, learner.learner) else { continue }
                found += 1
                #expect(body == latest[index])
            }
        }
        #expect(found > 50)
    }

    @Test func dropAllLeavesNothing() {
        var table = AnswerTable(bytes: 65_536)
        for index in 0..<50 { table.keep(answer("x"), for: key(index, "l\(index)")) }
        table.dropAll()
        #expect((0..<50).allSatisfy { find(&table, $0, "l\($0)") == nil })
        table.keep(answer("1"), for: key(7, "ada"))
        #expect(find(&table, 7, "ada") == "1")
    }

    @Test(arguments: [0, 1, 1_000, 4_000])
    func answerThatIsTooLargeForTheTableIsNotKept(bytes: Int) {
        var table = AnswerTable(bytes: bytes)
        table.keep(answer(noise(1_000, seed: 1)), for: key(7, "ada"))
        #expect(find(&table, 7, "ada") == nil)
    }

    @Test func veryLongAnswerIsNotKept() {
        var table = AnswerTable(bytes: 8_388_608)
        table.keep(answer(noise(60_000, seed: 1)), for: key(7, "ada"))
        table.keep(answer(noise(70_000, seed: 1)), for: key(8, "bob"))
        #expect(find(&table, 7, "ada") == noise(60_000, seed: 1))
        #expect(find(&table, 8, "bob") == nil)
    }
}
