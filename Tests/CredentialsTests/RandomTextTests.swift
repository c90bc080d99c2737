import Credentials
import Testing

@Suite struct RandomTextTests {
    @Test(arguments: [(16, 22), (18, 24), (32, 43)])
    func urlSafeTextsHaveTheirLengthAndAlphabet(bytes: Int, characters: Int) {
        let text = RandomText.urlSafe(byteCount: bytes)
        #expect(text.utf8.count == characters)
        #expect(Base64URL.decode(text.utf8)?.count == bytes)
    }

    @Test func hexHasThirtyTwoDigits() {
        #expect(RandomText.hex().wholeMatch(of: #/[0-9a-f]{32}/#) != nil)
    }

    @Test func noTwoAreAlike() {
        #expect(Set((0..<100).map { _ in RandomText.hex() }).count == 100)
        #expect(Set((0..<100).map { _ in RandomText.urlSafe() }).count == 100)
    }
}
