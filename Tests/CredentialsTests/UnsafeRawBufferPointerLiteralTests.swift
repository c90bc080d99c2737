import Testing

@testable import Credentials

@Suite struct UnsafeRawBufferPointerLiteralTests {
    @Test(arguments: [
        ("abc", 0, true), ("xabc", 1, true), ("abcx", 0, true), ("abd", 0, false), ("ab", 0, false), ("abc", 1, false),
        ("", 0, false), ("Abc", 0, false),
    ])
    func aLiteralIsFoundAtItsPlaceOnly(text: String, offset: Int, isFound: Bool) {
        #expect(Array(text.utf8).withUnsafeBytes { $0.contains("abc", at: offset) } == isFound)
    }
}
