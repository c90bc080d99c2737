import Model
import Testing

@Suite struct LessonOutlineTests {
    private static let steps = (1...4).map { number in
        LessonOutline.Step(
            id: ExternalID(high: 0, low: UInt64(number)),
            items: (0..<number - 1).map { LessonOutline.Item(id: "w\(number)\"\($0)", points: Double($0) + 0.5) }
        )
    }
    private let outline = LessonOutline(sections: [[steps[0], steps[1]], [], [steps[2], steps[3]]])

    @Test func theJSONHasTheDocumentedForm() {
        let outline = LessonOutline(sections: [
            [LessonOutline.Step(id: ExternalID(high: 0, low: 1), items: [LessonOutline.Item(id: "w", points: 2)])], [],
        ])
        #expect(
            outline.jsonText.text
                == #"{"sections":[[{"id":"00000000-0000-0000-0000-000000000001","items":[{"id":"w","points":2}]}],[]]}"#
        )
    }

    @Test func theJSONIsReadBack() throws {
        #expect(try LessonOutline(json: JSONParser.parse(outline.jsonText.text)) == outline)
        #expect(try LessonOutline(json: JSONParser.parse(#"{"sections":[]}"#)) == LessonOutline(sections: []))
    }

    @Test(arguments: [
        "null", "[]", "{}", #"{"sections":null}"#, #"{"sections":{}}"#, #"{"sections":[1]}"#, #"{"sections":[[1]]}"#,
        #"{"sections":[[{"items":[]}]]}"#, #"{"sections":[[{"id":"x","items":[]}]]}"#,
        #"{"sections":[[{"id":"00000000-0000-0000-0000-000000000001"}]]}"#, item(#"1"#), item(#"{"points":1}"#),
        item(#"{"id":"w"}"#), item(#"{"id":1,"points":1}"#), item(#"{"id":"w","points":"1"}"#),
        item(#"{"id":"w","points":null}"#), item(#"{"id":"w","points":-1}"#), item(#"{"id":"w","points":1e400}"#),
    ])
    func otherJSONIsRefused(text: String) throws {
        #expect(try LessonOutline(json: JSONParser.parse(text)) == nil)
    }

    private static func item(_ text: String) -> String {
        #"{"sections":[[{"id":"00000000-0000-0000-0000-000000000001","items":[\#(text)]}]]}"#
    }

    @Test(arguments: [(1, 0, 0), (2, 0, 1), (3, 2, 0), (4, 2, 1)] as [(UInt64, Int, Int)])
    func stepsStandWhereTheySay(number: UInt64, section: Int, step: Int) throws {
        let position = try #require(outline.position(of: ExternalID(high: 0, low: number)))
        #expect(position == (section, step))
    }

    @Test func anUnknownStepHasNoPosition() {
        #expect(outline.position(of: ExternalID(high: 0, low: 9)) == nil)
    }

    @Test func stepsAreCountedOverAllSections() {
        #expect(outline.totalSteps == 4)
        #expect(LessonOutline(sections: []).totalSteps == 0)
    }

    @Test func pointsAreFoundByItem() {
        #expect(
            outline.points == [
                "w2\"0": 0.5, "w3\"0": 0.5, "w3\"1": 1.5, "w4\"0": 0.5, "w4\"1": 1.5, "w4\"2": 2.5,
            ]
        )
    }
}
