import Model
import Testing

@Suite struct ExactTextTests {
    private static let texts = [
        "", "e\u{301}", "\u{E9}", "E\u{301}", "e", "user-1", "User-1", "user-1 ", "a\u{0}b", "ab",
    ]

    @Test func textsThatDifferInAByteAreTwo() {
        for (index, left) in Self.texts.enumerated() {
            for (other, right) in Self.texts.enumerated() {
                #expect(left.isExactly(right) == (index == other))
                #expect((ExactText(left) == ExactText(right)) == (index == other))
            }
        }
        #expect(Set((Self.texts + Self.texts).map { ExactText($0) }).count == Self.texts.count)
    }

    @Test func noTextIsNoOthersTwin() {
        #expect(!"".isExactly(nil))
        #expect(!"a".isExactly(nil))
    }

    @Test func piecesOfTextsAreComparedByTheirBytes() {
        let piece = String("xx\u{E9}yy".dropFirst(2).prefix(1))
        #expect(Set([ExactText(piece)]).contains(ExactText("\u{E9}")))
    }
}
