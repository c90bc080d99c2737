import Testing

@testable import Credentials

@Suite struct DigestTests {
    private let hex = "9abfb02c556c4a869611f2a284e1c218ee631a11d1a885532105f5fb060be9f2"

    @Test func hexComesBackAsItWent() throws {
        let digest = try #require(Digest(hex: hex))
        #expect(digest.hex == hex)
        #expect(digest.withBytes { $0.count } == 32)
        #expect(digest.withBytes { $0.first } == 0x9A)
    }

    @Test func bytesComeBackAsTheyWent() throws {
        let bytes = (0..<32).map { UInt8($0) }
        let digest = try #require(bytes.withUnsafeBytes { Digest($0) })
        #expect(digest.withBytes { Array($0) } == bytes)
    }

    @Test(arguments: [0, 31, 33, 64])
    func otherLengthsAreRefused(count: Int) {
        let bytes = [UInt8](repeating: 7, count: count)
        #expect(bytes.withUnsafeBytes { Digest($0) } == nil)
        #expect(Digest(hex: String(repeating: "07", count: count)) == nil)
    }

    @Test(arguments: ["A", "g", " ", "é"])
    func otherCharactersAreRefused(character: String) {
        #expect(Digest(hex: character + hex.dropFirst()) == nil)
    }

    @Test(arguments: 0..<32)
    func aDifferenceInAnyByteIsSeen(index: Int) throws {
        var bytes = [UInt8](repeating: 0, count: 32)
        let zero = try #require(bytes.withUnsafeBytes { Digest($0) })
        #expect(zero == zero)
        bytes[index] = 0x10
        let other = try #require(bytes.withUnsafeBytes { Digest($0) })
        #expect(zero != other)
    }
}
