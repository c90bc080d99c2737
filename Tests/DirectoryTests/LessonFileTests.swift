import Directory
import Foundation
import Model
import Testing

/// What good lesson files become.
@Suite struct LessonFileTests {
    private let fallbackID = LessonID(high: 1, low: 2)

    private func parse(_ text: String) throws -> LessonFile {
        try LessonFile.parse(Array(text.utf8), fallbackID: fallbackID)
    }

    /// A file with everything that may be given, oddly laid out where the text is kept.
    private let full = #"""
        {
          "sections": [{
            "steps": [
              {"widgets": [
                {"type":"numeric", "answer":1e2, "id":"w1", "points":2.50},
                { "id" : "w2" , "type" : "text", "html": "<p>\u00e9\/</p>" },
                {"id":"w3","type":"ordering","points":null,"b":1,"a":[1.0,-0,{"z":null,"y":[]}]}
              ], "content": {"z": 1.00, "a" : [ ] }, "title": "One", "id": "AAAAAAAA-0000-4000-8000-000000000002"},
              {"title": "Two", "content": "<b>a\tb</b>"}
            ],
            "title": "First", "id": "aaaaaaaa-0000-4000-8000-000000000001"
          }],
          "variables": [
            {"initialValue": "a\u0062", "type": "string", "name": "_text"},
            {"initialValue": 1E2, "type": "number", "name": "n1"},
            {"initialValue": false, "type": "boolean", "name": "Flag"}
          ],
          "tags": ["one", "tw\u006f"],
          "title": "Full \u00e9\n\"quoted\"",
          "id": "550E8400-e29b-41d4-a716-446655440000"
        }
        """#

    private let minimal = #"""
        {"title":"T","sections":[{"title":"A","steps":[{"title":"a"},{"title":"b"}]},{"title":"B","steps":[{"title":"c"}]}]}
        """#

    @Test func everyMemberIsRead() throws {
        let lesson = try parse(full)
        #expect(lesson.id == LessonID("550e8400-e29b-41d4-a716-446655440000"))
        #expect(lesson.lessonID == lesson.id)
        #expect(lesson.title == "Full é\n\"quoted\"")
        #expect(lesson.tags == ["one", "two"])
        #expect(lesson.variables.map(\.name) == ["_text", "n1", "Flag"])
        #expect(lesson.variables.map(\.type) == [.string, .number, .boolean])
        #expect(lesson.variables.map(\.initialValue.text) == [#""a\u0062""#, "1E2", "false"])
        let section = try #require(lesson.sections.first)
        #expect(section.id == ExternalID("aaaaaaaa-0000-4000-8000-000000000001"))
        #expect(section.title == "First")
        #expect(section.steps.map(\.title) == ["One", "Two"])
        let step = try #require(section.steps.first)
        #expect(step.id == ExternalID("aaaaaaaa-0000-4000-8000-000000000002"))
        #expect(step.content?.text == #"{"z": 1.00, "a" : [ ] }"#)
        #expect(step.widgets.map(\.id) == ["w1", "w2", "w3"])
        #expect(step.widgets.map(\.kind) == [.numeric, .text, .ordering])
        #expect(step.widgets.map(\.points) == [2.5, nil, 1])
    }

    @Test func theDocumentKeepsTheTextOfContentWidgetsAndValues() throws {
        let lesson = try parse(full)
        let second = try #require(lesson.sections.first?.steps.last)
        let expected = [
            #"{"id":"550e8400-e29b-41d4-a716-446655440000","title":"Full é\n\"quoted\"","tags":["one","two"],"#,
            #""variables":[{"name":"_text","type":"string","initialValue":"a\u0062"},"#,
            #"{"name":"n1","type":"number","initialValue":1E2},"#,
            #"{"name":"Flag","type":"boolean","initialValue":false}],"#,
            #""sections":[{"id":"aaaaaaaa-0000-4000-8000-000000000001","title":"First","steps":["#,
            #"{"id":"aaaaaaaa-0000-4000-8000-000000000002","title":"One","content":{"z": 1.00, "a" : [ ] },"#,
            #""widgets":[{"type":"numeric", "answer":1e2, "id":"w1", "points":2.50},"#,
            #"{ "id" : "w2" , "type" : "text", "html": "<p>\u00e9\/</p>" },"#,
            #"{"id":"w3","type":"ordering","points":null,"b":1,"a":[1.0,-0,{"z":null,"y":[]}]}]},"#,
            #"{"id":"\#(second.id)","title":"Two","content":"<b>a\tb</b>","widgets":[]}]}]}"#,
        ].joined()
        #expect(lesson.document.text == expected)
    }

    @Test func absentMembersAreFilledIn() throws {
        let lesson = try parse(minimal)
        #expect(lesson.id == nil)
        #expect(lesson.lessonID == fallbackID)
        #expect(lesson.tags.isEmpty)
        #expect(lesson.variables.isEmpty)
        let ids = lesson.sections.flatMap { [$0.id] + $0.steps.map(\.id) }
        #expect(ids.count == 5)
        let expected = [
            #"{"id":"\#(fallbackID)","title":"T","tags":[],"variables":[],"sections":["#,
            #"{"id":"\#(ids[0])","title":"A","steps":["#,
            #"{"id":"\#(ids[1])","title":"a","content":null,"widgets":[]},"#,
            #"{"id":"\#(ids[2])","title":"b","content":null,"widgets":[]}]},"#,
            #"{"id":"\#(ids[3])","title":"B","steps":["#,
            #"{"id":"\#(ids[4])","title":"c","content":null,"widgets":[]}]}]}"#,
        ].joined()
        #expect(lesson.document.text == expected)
    }

    @Test func nullCountsAsAbsentForOptionalMembers() throws {
        let nulls = #"""
            {"id":null,"title":"T","tags":null,"variables":null,"sections":[
              {"id":null,"title":"A","steps":[{"id":null,"title":"a","content":null,"widgets":null},{"title":"b"}]},
              {"title":"B","steps":[{"title":"c"}]}]}
            """#
        #expect(try parse(nulls).document == parse(minimal).document)
    }

    @Test(arguments: ["full", "minimal"])
    func theDocumentIsALessonFileThatGivesItselfAgain(name: String) throws {
        let first = try parse(name == "full" ? full : minimal)
        let second = try LessonFile.parse(Array(first.document.text.utf8), fallbackID: LessonID(high: 9, low: 9))
        #expect(second.document == first.document)
        #expect(second.sections == first.sections)
        #expect(second.outline == first.outline)
        #expect(second.id == (first.id ?? fallbackID))
    }

    @Test func theOutlineHoldsTheScoredWidgetsOfEachStep() throws {
        let lesson = try parse(full)
        let steps = try #require(lesson.sections.first?.steps)
        let expected = [
            LessonOutline.Step(
                id: steps[0].id,
                items: [LessonOutline.Item(id: "w1", points: 2.5), LessonOutline.Item(id: "w3", points: 1)]
            ),
            LessonOutline.Step(id: steps[1].id, items: []),
        ]
        #expect(lesson.outline == LessonOutline(sections: [expected]))
    }

    @Test(arguments: LessonFile.Widget.Kind.allCases)
    func scoredKindsAreWorthOnePointUnlessSaid(kind: LessonFile.Widget.Kind) throws {
        let text = #"""
            {"title":"T","sections":[{"title":"A","steps":[{"title":"a","widgets":[{"id":"w","type":"\#(kind.rawValue)"}]}]}]}
            """#
        let widget = try #require(try parse(text).sections.first?.steps.first?.widgets.first)
        #expect(widget.kind == kind)
        #expect(widget.points == (kind.isScored ? 1 : nil))
    }

    @Test func aByteOrderMarkIsSkipped() throws {
        #expect(try parse("\u{FEFF}" + minimal).document == parse(minimal).document)
    }

    @Test func aSampleHasWidgetsOfAllKinds() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../deploy/lessons/photosynthesis.json")
        let lesson = try LessonFile.parse(Array(Data(contentsOf: file)), fallbackID: fallbackID)
        let kinds = lesson.sections.flatMap(\.steps).flatMap(\.widgets).map(\.kind)
        #expect(Set(kinds) == Set(LessonFile.Widget.Kind.allCases))
    }

    @Test(arguments: [("photosynthesis", 7, 9.0, 7), ("fractions", 7, 11.0, 8)])
    func sampleLessonsParse(name: String, steps: Int, points: Double, items: Int) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../deploy/lessons")
        let bytes = try Data(contentsOf: folder.appending(path: "\(name).json"))
        let lesson = try LessonFile.parse(Array(bytes), fallbackID: fallbackID)
        #expect(lesson.id == nil)
        #expect(lesson.sections.count == 3)
        #expect(lesson.outline.totalSteps == steps)
        #expect(lesson.outline.points.count == items)
        #expect(lesson.outline.points.values.reduce(0, +) == points)
        #expect(!lesson.variables.isEmpty)
        #expect(lesson.remarks == [])
        // The program holds the samples.
        #expect(bytes.count < 90_000)
    }
}
