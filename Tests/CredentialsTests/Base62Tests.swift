import Testing

@testable import Credentials

@Suite struct Base62Tests {
    @Test(arguments: [(0, "000000"), (61, "00000z"), (62, "000010"), (0xEB70_E7BC, "4JJzB6"), (0xFFFF_FFFF, "4gfFC3")])
    func numbersAreWrittenRightAlignedAndReadBack(number: UInt64, text: String) {
        var bytes = [UInt8](repeating: 0, count: 6)
        bytes.withUnsafeMutableBytes { Base62.write(number, to: $0[...]) }
        #expect(String(decoding: bytes, as: UTF8.self) == text)
        #expect(bytes.withUnsafeBytes { Base62.number($0[...]) } == number)
    }

    @Test func exactlyTheAlphabetIsDigits() {
        for byte in UInt8.min...UInt8.max {
            let isDigit = [byte].withUnsafeBytes { Base62.isDigits($0[...]) }
            #expect(isDigit == Base62.alphabet.contains(byte))
            #expect([byte].withUnsafeBytes { Base62.number($0[...]) != nil } == isDigit)
        }
    }

    @Test func randomDigitsAreSpreadEvenly() {
        var bytes = [UInt8](repeating: 0, count: 62_000)
        bytes.withUnsafeMutableBytes { Base62.writeRandom(to: $0[...]) }
        var counts: [UInt8: Int] = [:]
        for byte in bytes { counts[byte, default: 0] += 1 }
        #expect(counts.count == 62)
        // 1000 expected, standard deviation 31: ten of them is beyond chance, and a modulo bias would be 250 off.
        for (_, count) in counts { #expect((690...1_310).contains(count)) }
        // Without rejection the first 8 digits would come a quarter more often than the others: 9 684 instead of 8 000.
        let favoured = Base62.alphabet.prefix(8).reduce(0) { $0 + counts[$1, default: 0] }
        #expect((7_200...8_800).contains(favoured))
    }
}
