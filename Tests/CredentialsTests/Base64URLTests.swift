import Testing

@testable import Credentials

@Suite struct Base64URLTests {
    @Test(arguments: [
        ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
        ("foobar", "Zm9vYmFy"),
    ])
    func givesTheVectorsOfRFC4648WithoutPadding(plain: String, encoded: String) {
        #expect(Base64URL.encode(plain.utf8) == encoded)
        #expect(Base64URL.decode(encoded.utf8) == Array(plain.utf8))
    }

    @Test func usesTheURLAlphabet() {
        #expect(Base64URL.encode([0xFB, 0xEF, 0xFF]) == "--__")
        #expect(Base64URL.decode("--__".utf8) == [0xFB, 0xEF, 0xFF])
    }

    @Test func allBytesComeBack() {
        for count in 0..<70 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 201) }
            #expect(Base64URL.decode(Base64URL.encode(bytes).utf8) == bytes)
        }
    }

    @Test(arguments: ["A", "AAAAA", "Zg==", "Zm8=", "++//", "Zm9v\n", " Zm9v", "Zm 9", "Zh", "Zm9", "Zm9vé"])
    func otherTextsAreRefused(text: String) {
        #expect(Base64URL.decode(text.utf8) == nil)
    }
}
