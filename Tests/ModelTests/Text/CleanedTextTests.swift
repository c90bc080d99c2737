import Model
import Testing

@Suite struct CleanedTextTests {
    @Test(arguments: [
        ("", ""), ("a", "a"), ("  a  b  ", "a  b"), ("a\u{0}b", "a b"), ("\n\t\u{7F}\u{85}", ""), ("abcdef", "abcde"),
        ("    abcdef", "abcde"), ("abcd f", "abcd"), ("abcd\u{1}f", "abcd"),
        ("e\u{301}e\u{301}e\u{301}", "e\u{301}e\u{301}e"),
        ("😀😀😀😀😀😀", "😀😀😀😀😀"), ("\u{A0}a", "\u{A0}a"), ("\r\na", "a"),
    ])
    func textIsPlainAndCut(text: String, expected: String) {
        let cleaned = text.cleaned(longest: 5)
        #expect(Array(cleaned.utf8) == Array(expected.utf8))
        #expect(cleaned.isEmpty || cleaned.isPlainText(1...5))
        #expect(Array(cleaned.cleaned(longest: 5).utf8) == Array(cleaned.utf8))
    }
}
