import Model
import Testing

@testable import ProgressCore

@Suite struct ItemResultsTests {
    private static func item(_ id: String, _ correct: Double, of maxScore: Double) -> ItemResults.Item {
        ItemResults.Item(id: id, correct: correct, maxScore: maxScore, attempts: 2, timeSpent: 4.5, hinted: true)
    }

    @Test func nothingScoresNothing() {
        let results = ItemResults(items: [])
        #expect(results.score == 0)
        #expect(results.maxScore == 0)
        #expect(results.jsonText.text == "[]")
    }

    @Test func scoreIsTheSumOfCorrectnessTimesPoints() {
        let results = ItemResults(items: [
            Self.item("a", 1, of: 3), Self.item("b", 0.5, of: 4), Self.item("c", 0, of: 2), Self.item("d", 1, of: 0),
        ])
        #expect(results.items.map(\.score) == [3, 2, 0, 0])
        #expect(results.score == 5)
        #expect(results.maxScore == 9)
    }

    @Test func scoreIsNeverAboveItsMaximum() {
        let results = ItemResults(items: (0..<1_000).map { Self.item("\($0)", 1, of: 0.1) })
        #expect(results.score == results.maxScore)
    }

    @Test func itemsAreWrittenInTheirOrder() {
        let results = ItemResults(items: [Self.item("b \"1\"", 0.5, of: 3), Self.item("a", 1, of: 1)])
        #expect(
            results.jsonText.text
                == #"[{"id":"b \"1\"","correct":0.5,"score":1.5,"maxScore":3,"attempts":2,"timeSpent":4.5,"hinted":true},"#
                + #"{"id":"a","correct":1,"score":1,"maxScore":1,"attempts":2,"timeSpent":4.5,"hinted":true}]"#
        )
    }
}
