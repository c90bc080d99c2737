import Model

/// A lesson of two sections: steps 0 and 1, then step 2.
///
/// Step 0 scores `q1` with 2 points; step 2 scores `q2` with 1 and `q3` with 3.
struct TestLesson: Sendable {
    var id = LessonID.random()
    var version = LessonVersionID.random()
    let steps: [TestContent]
    /// The lesson's own content, which is no step of it.
    let own: TestContent
    var outline: LessonOutline

    init() {
        steps = (0..<3).map { _ in TestContent() }
        own = TestContent(node: ExternalID(high: id.high, low: id.low))
        outline = LessonOutline(sections: [
            [
                LessonOutline.Step(id: steps[0].node, items: [LessonOutline.Item(id: "q1", points: 2)]),
                LessonOutline.Step(id: steps[1].node, items: []),
            ],
            [
                LessonOutline.Step(
                    id: steps[2].node,
                    items: [LessonOutline.Item(id: "q2", points: 1), LessonOutline.Item(id: "q3", points: 3)]
                )
            ],
        ])
    }

    var scope: Principal.LessonScope { Principal.LessonScope(lesson: id, version: version) }
}
