import Model
import Testing

@Suite struct IDTests {
    private let text = "550e8400-e29b-41d4-a716-446655440000"
    private let id = LessonID(high: 0x550e_8400_e29b_41d4, low: 0xa716_4466_5544_0000)

    @Test(arguments: [
        "550e8400-e29b-41d4-a716-446655440000", "550E8400-E29B-41D4-A716-446655440000",
        "550E8400-e29b-41D4-a716-446655440000",
    ])
    func anyCaseIsReadAndLowerCaseIsWritten(spelling: String) {
        #expect(LessonID(spelling) == id)
        #expect(LessonID(lenient: spelling) == id)
        #expect(LessonID(spelling)?.description == text)
    }

    @Test(arguments: [
        "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "01234567-89ab-cdef-0123-456789abcdef", "00000000-0000-1000-0000-000000000001",
    ])
    func anyVersionRoundTrips(spelling: String) {
        #expect(ExternalID(spelling)?.description == spelling)
    }

    @Test(arguments: [
        "", "550e8400", "550e8400e29b41d4a716446655440000", "{550e8400-e29b-41d4-a716-446655440000}",
        "urn:uuid:550e8400-e29b-41d4-a716-446655440000", "550e8400-e29b-41d4-a716-44665544000",
        "550e8400-e29b-41d4-a716-4466554400000", "550e8400-e29b-41d4-a716-44665544000g",
        "550e8400-e29b-41d4-a71-6446655440000", "550e8400e-29b-41d4-a716-446655440000",
        "550e8400+e29b-41d4-a716-446655440000", " 550e8400-e29b-41d4-a716-44665544000",
        "550e8400-e29b-41d4-a716-44665544000\u{0}", "-550e8400-e29b-41d4-a716-4466554400",
        "550e8400-e29b-41d4-a716-4466554400é", "----" + String(repeating: "0", count: 32),
    ])
    func otherSpellingsAreRefused(spelling: String) {
        #expect(LessonID(spelling) == nil)
    }

    @Test func lenientReadingTakesBareHexOfEitherCase() {
        #expect(LessonID(lenient: "550e8400e29b41d4a716446655440000") == id)
        #expect(LessonID(lenient: "550E8400E29B41D4A716446655440000") == id)
    }

    @Test(arguments: [
        "", "550e8400e29b41d4a71644665544000", "550e8400e29b41d4a7164466554400000",
        "550e8400e29b41d4a71644665544000g", "550e8400-e29b-41d4-a716446655440000",
        "550e8400-e29b-41d4-a716-4466-5544-00", "550e8400-e29b41d4a716446655440000",
    ])
    func lenientReadingRefusesTheRest(spelling: String) {
        #expect(LessonID(lenient: spelling) == nil)
    }

    @Test func substringsAreRead() {
        #expect(LessonID("<\(text)>".dropFirst().dropLast()) == id)
    }

    @Test func bytesAreRead() {
        #expect(Array(text.utf8).withUnsafeBytes { LessonID(dashed: $0) } == id)
        #expect(Array(text.utf8.dropLast()).withUnsafeBytes { LessonID(dashed: $0) } == nil)
        #expect([UInt8](repeating: 0xFF, count: 36).withUnsafeBytes { LessonID(dashed: $0) } == nil)
    }

    @Test func bytesAreThoseOfThePrintedForm() {
        #expect(id.withText { Array($0) } == Array(text.utf8))
    }

    @Test func orderIsThatOfThePrintedForms() {
        let high: [UInt64] = [0, 1, 0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0000, .max]
        let ids = high.flatMap { high in [0, 9, 10, .max].map { LessonID(high: high, low: $0) } }
        #expect(ids.shuffled().sorted().map(\.description) == ids.map(\.description).sorted())
    }

    @Test func randomOnesAreOfVersionFourAndDiffer() {
        let ids = (0..<1_000).map { _ in LessonID.random() }
        #expect(ids.allSatisfy { $0.high >> 12 & 0xF == 4 && $0.low >> 62 == 0b10 })
        #expect(Set(ids).count == ids.count)
        // Every bit but the six fixed ones takes both values.
        #expect(ids.reduce(0) { $0 | $1.high } == 0xFFFF_FFFF_FFFF_4FFF)
        #expect(ids.reduce(.max) { $0 & $1.high } == 0x4000)
        #expect(ids.reduce(0) { $0 | $1.low } == 0xBFFF_FFFF_FFFF_FFFF)
        #expect(ids.reduce(.max) { $0 & $1.low } == 0x8000_0000_0000_0000)
    }

    @Test func hexDigitsConvertBothWays() {
        for value in UInt8(0)..<16 {
            let digit = lowerHexDigit(value)
            #expect(hexValue(digit) == value)
            #expect(String(UnicodeScalar(digit)) == String(value, radix: 16))
        }
        #expect("ABCDEF".utf8.map(hexValue) == [10, 11, 12, 13, 14, 15])
        #expect("/:@G`g".utf8.allSatisfy { hexValue($0) == nil })
    }
}
