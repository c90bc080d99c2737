import Model
import Testing

@testable import ProgressCore

@Suite struct ItemResultsTests {
    private static func item(_ id: String, _ correct: Double, of maxScore: Double) -> ItemResults.Item {
        ItemResults.Item(id: id, correct: correct, maxScore: maxScore, attempts: 2, timeSpent: 4.5, hinted: true)
    }

    @Test func noItemsAreAnEmptyList() {
        let results = ItemResults(items: [])
        #expect(results.jsonText.text == "[]")
    }

    @Test(arguments: [(1.0, 3.0, 3.0), (0.5, 4, 2), (0, 2, 0), (1, 0, 0)])
    func scoreIsCorrectnessTimesPoints(correct: Double, points: Double, score: Double) {
        #expect(Self.item("a", correct, of: points).score == score)
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
