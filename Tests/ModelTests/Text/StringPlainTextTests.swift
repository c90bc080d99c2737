import Model
import Testing

@Suite struct StringPlainTextTests {
    @Test(arguments: [
        ("a", true), ("abc", true), ("e\u{301}x", true), ("😀😀😀", true), ("", false), ("abcd", false), ("a\u{0}", false),
        ("a\n", false), ("\u{7F}", false), ("\u{85}", false), ("\u{2028}", true),
    ])
    func lengthIsInScalarsAndControlsAreRefused(text: String, isPlain: Bool) {
        #expect(text.isPlainText(1...3) == isPlain)
    }
}
