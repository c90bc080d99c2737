import Testing

@testable import Operations

@Suite struct MetricLabelsTests {
    @Test(
        arguments: [
            ([], ""),
            ([("b", "2"), ("a", "1")], #"a="1",b="2""#),
            ([("path", #"C:\x"#)], #"path="C:\\x""#),
            ([("quote", #"say "hi""#)], #"quote="say \"hi\"""#),
            ([("lines", "one\ntwo")], #"lines="one\ntwo""#),
            ([("name", "Ünï")], #"name="Ünï""#),
            ([("a.b", "first"), ("a_b", "second")], #"a_b="first""#),
        ] as [([(String, String)], String)]
    )
    func labelsAreSortedAndEscaped(pairs: [(String, String)], text: String) {
        #expect(MetricLabels(pairs).text == text)
    }

    @Test func orderOfLabelsMakesNoDifference() {
        #expect(MetricLabels([("a", "1"), ("b", "2")]) == MetricLabels([("b", "2"), ("a", "1")]))
    }

    @Test func foldedLabelsKeepTheirNames() {
        #expect(MetricLabels.folded([("b", "2"), ("a", "1")]).text == #"a="other",b="other""#)
    }
}
