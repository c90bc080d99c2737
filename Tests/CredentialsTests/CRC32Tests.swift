import Testing

@testable import Credentials

@Suite struct CRC32Tests {
    @Test(arguments: [
        ("", 0),
        ("a", 0xE8B7_BE43),
        ("123456789", 0xCBF4_3926),
        ("The quick brown fox jumps over the lazy dog", 0x414F_A339),
        ("tapub_EXAMPLEexampleEXAMPLE0.tasec_EXAMPLEsecretEXAMPLEsecretEXAMPLEsecret0000", 0xEB70_E7BC),
    ])
    func givesTheChecksumsOfZlib(text: String, checksum: UInt32) {
        #expect(Array(text.utf8).withUnsafeBytes { CRC32.checksum($0) } == checksum)
    }

    @Test func aFlippedBitIsSeenAtEveryPlace() {
        var bytes = [UInt8](repeating: 0x30, count: 78)
        let checksum = bytes.withUnsafeBytes { CRC32.checksum($0) }
        for index in bytes.indices {
            bytes[index] ^= 1
            #expect(bytes.withUnsafeBytes { CRC32.checksum($0) } != checksum)
            bytes[index] ^= 1
        }
    }
}
