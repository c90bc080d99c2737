import Model
import Testing

@Suite struct PercentCodingTests {
    @Test(arguments: [
        ("", ""), ("plain", "plain"), ("a+b", "a+b"), ("a%2Fb", "a/b"), ("a%2fb", "a/b"), ("%41", "A"),
        ("%C3%A9", "é"), ("é", "é"), ("%252F", "%2F"), ("a%20b", "a b"), ("%00", "\u{0}"), ("%F0%9F%98%80", "😀"),
        ("%2B%26%3D", "+&="),
    ])
    func segmentsAreDecodedOnce(text: String, value: String) {
        #expect(PercentCoding.decode(text) == value)
    }

    @Test(arguments: [
        "%", "%2", "a%", "%zz", "%2g", "%%41", "% 41", "%+1", "%u0041", "%ff", "%C3", "%C3x", "%ED%A0%80", "%é0",
    ])
    func brokenEscapesAndBytesThatAreNoTextAreRefused(text: String) {
        #expect(PercentCoding.decode(text) == nil)
    }

    @Test(arguments: [
        ("aZ09-._~", "aZ09-._~"), ("a b", "a%20b"), ("a/b?c#d", "a%2fb%3fc%23d"), ("é", "%c3%a9"),
        ("+&=%", "%2b%26%3d%25"),
        ("", ""), ("\u{0}\n", "%00%0a"), (":@!$'()*,;", "%3a%40%21%24%27%28%29%2a%2c%3b"),
    ])
    func onlyUnreservedCharactersStayAsTheyAre(value: String, text: String) {
        #expect(PercentCoding.encode(value) == text)
    }

    @Test func everyCharacterRoundTrips() {
        let all = (UInt32(0)..<0x3000).compactMap(Unicode.Scalar.init)
        let value = String(String.UnicodeScalarView(all)) + "😀\u{10FFFF}"
        let text = PercentCoding.encode(value)
        #expect(text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
        #expect(PercentCoding.decode(text).map { Array($0.utf8) } == Array(value.utf8))
    }

    // MARK: Queries

    @Test(
        arguments: [
            ("", []), ("a=1", ["a", "1"]), ("a=1&b=2", ["a", "1", "b", "2"]), ("a=1&a=2", ["a", "1", "a", "2"]),
            ("a", ["a", ""]), ("a=", ["a", ""]), ("=1", ["", "1"]), ("&&a=1&&", ["a", "1"]), ("a=b=c", ["a", "b=c"]),
            ("a+b=c+d", ["a b", "c d"]), ("a%2Bb=c%2Bd", ["a+b", "c+d"]), ("a%3Db=1%262", ["a=b", "1&2"]),
            ("a=%C3%A9", ["a", "é"]), ("a;b=1", ["a;b", "1"]), ("a=?x", ["a", "?x"]),
            // A combining mark belongs to the value, not to the separator before it.
            ("a=1&\u{301}b=2", ["a", "1", "\u{301}b", "2"]), ("a=\u{301}", ["a", "\u{301}"]),
        ] as [(String, [String])]
    )
    func pairsAreSplitBeforeTheyAreDecoded(text: String, expected: [String]) {
        #expect(PercentCoding.query(text)?.flatMap { [$0.name, $0.value] } == expected)
    }

    @Test(arguments: ["a=%", "%=1", "a=1&b=%zz", "a=%ff"])
    func aQueryWithABrokenPairIsRefused(text: String) {
        #expect(PercentCoding.query(text) == nil)
    }
}
