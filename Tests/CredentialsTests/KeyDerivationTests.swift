import Testing

@testable import Credentials

@Suite struct KeyDerivationTests {
    private let master = SecretBytes([UInt8](repeating: 0x0B, count: 22))

    /// RFC 5869 appendix A.1.
    @Test func derivesWithSaltAndInfo() {
        let derived = KeyDerivation.hkdf(master, salt: Array(0...0x0C), info: Array(0xF0...0xF9), count: 42)
        #expect(
            derived.withBytes { LowerHex.encode($0) }
                == "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
        )
    }

    /// RFC 5869 appendix A.3.
    @Test func derivesWithoutSaltAndInfo() {
        let derived = KeyDerivation.hkdf(master, info: [], count: 42)
        #expect(
            derived.withBytes { LowerHex.encode($0) }
                == "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
        )
    }
}
