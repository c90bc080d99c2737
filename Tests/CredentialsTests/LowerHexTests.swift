import Testing

@testable import Credentials

@Suite struct LowerHexTests {
    @Test func allBytesComeBack() {
        let bytes = (0...255).map { UInt8($0) }
        #expect(LowerHex.decode(LowerHex.encode(bytes).utf8) == bytes)
    }

    @Test(arguments: ["0", "0g", "0G", "AA", "aA", "0 ", " 00", "0x", "é"])
    func otherTextsAreRefused(text: String) {
        #expect(LowerHex.decode(text.utf8) == nil)
    }
}
