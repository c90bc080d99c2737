import Credentials
import Testing

@Suite struct ConstantTimeTests {
    @Test(arguments: [
        ("", "", true), ("a", "a", true), ("abc", "abd", false), ("abc", "ab", false), ("", "a", false),
    ])
    func equalMeansSameLengthAndBytes(left: String, right: String, isEqual: Bool) {
        let result = Array(left.utf8).withUnsafeBytes { left in
            Array(right.utf8).withUnsafeBytes { right in constantTimeEquals(left, right) }
        }
        #expect(result == isEqual)
    }

    @Test func emptyWithoutAddressIsEqualToEmpty() {
        let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
        #expect(constantTimeEquals(nothing, nothing))
    }
}
