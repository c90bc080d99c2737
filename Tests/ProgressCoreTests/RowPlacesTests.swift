import Model
import Storage
import Testing

@testable import ProgressCore

@Suite struct RowPlacesTests {
    private let lesson = LessonID(high: 1, low: 2)

    @Test func rememberedRowIsFound() {
        let places = RowPlaces(bytes: 1_024)
        let hash = RowPlaces.hash(lesson, "anna")
        #expect(places.row(hash) == nil)
        places.remember(7, for: hash)
        #expect(places.row(hash) == 7)
        places.remember(8, for: hash)
        #expect(places.row(hash) == 8)
    }

    @Test func rowsThatDoNotFitAreNotRemembered() {
        let places = RowPlaces(bytes: 1_024)
        for row in [0, -1, 0x1_0000_0000] as [Int64] {
            places.remember(row, for: 5)
            #expect(places.row(5) == nil)
        }
    }

    @Test(arguments: [0, 1, 16, 100, 4_096])
    func memoryStaysWithinItsBytes(bytes: Int) {
        let places = RowPlaces(bytes: bytes)
        #expect(places.capacity * 8 <= max(64, bytes))
        for number in 0..<1_000 { places.remember(Int64(number + 1), for: RowPlaces.hash(lesson, "learner \(number)")) }
        let found = (0..<1_000).filter { places.row(RowPlaces.hash(lesson, "learner \($0)")) == Int64($0 + 1) }
        #expect(found.count <= places.capacity)
    }

    @Test(arguments: [8_192, 12_000])
    func halfFullMemoryForgetsFew(bytes: Int) {
        let places = RowPlaces(bytes: bytes)
        let learners = (1...places.capacity / 2).map { "learner \($0)" }
        for (number, learner) in learners.enumerated() {
            places.remember(Int64(number + 1), for: RowPlaces.hash(lesson, learner))
        }
        let found = learners.enumerated().count {
            places.row(RowPlaces.hash(lesson, $0.element)) == Int64($0.offset + 1)
        }
        #expect(found > learners.count * 9 / 10)
    }

    @Test func wrongHintIsSearchedForAgain() async throws {
        let world = try CoreWorld()
        let reads = try #require(world.store.immediate)
        let places = RowPlaces(bytes: 1_024)
        // Nobody has this row; the search must still find that there is no record, and find none of anybody else.
        places.remember(1, for: RowPlaces.hash(lesson, "nobody"))
        let found = try EmbedProgressRow.encoded(
            lesson,
            learner: "nobody",
            organization: .random(),
            places: places,
            reads
        )
        #expect(found == nil)
    }
}
