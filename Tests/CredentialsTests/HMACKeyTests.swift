import Testing

@testable import Credentials

@Suite struct HMACKeyTests {
    struct Vector: Sendable {
        let key: [UInt8]
        let data: [UInt8]
        let code: String

        init(_ key: [UInt8], _ data: [UInt8], _ code: String) {
            self.key = key
            self.data = data
            self.code = code
        }
    }

    /// RFC 4231 §4, cases 1–4, 6 and 7 (5 is about truncation).
    static let vectors = [
        Vector(
            [UInt8](repeating: 0x0B, count: 20),
            Array("Hi There".utf8),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        Vector(
            Array("Jefe".utf8),
            Array("what do ya want for nothing?".utf8),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        Vector(
            [UInt8](repeating: 0xAA, count: 20),
            [UInt8](repeating: 0xDD, count: 50),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
        ),
        Vector(
            Array(1...25),
            [UInt8](repeating: 0xCD, count: 50),
            "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
        ),
        Vector(
            [UInt8](repeating: 0xAA, count: 131),
            Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
        Vector(
            [UInt8](repeating: 0xAA, count: 131),
            Array(
                """
                This is a test using a larger than block-size key and a larger than block-size data. \
                The key needs to be hashed before being used by the HMAC algorithm.
                """.utf8
            ),
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
        ),
    ]

    @Test(arguments: vectors)
    func givesTheCodesOfRFC4231(vector: Vector) {
        let key = HMACKey(SecretBytes(vector.key))
        #expect(key.code(for: vector.data).hex == vector.code)
        #expect(key.code(for: vector.data).hex == vector.code, "a key serves more than once")
    }

    @Test func anEmptyKeyAndAnEmptyMessageHaveACode() {
        let code = HMACKey(SecretBytes([])).code(for: [])
        #expect(code.hex == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
    }

    @Test func manyTasksShareOneKey() async {
        let key = HMACKey(SecretBytes(Array("Jefe".utf8)))
        let data = Array("what do ya want for nothing?".utf8)
        let codes = await withTaskGroup(of: String.self) { group in
            for _ in 0..<64 { group.addTask { (0..<50).map { _ in key.code(for: data).hex }.last ?? "" } }
            return await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(codes == ["5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"])
    }

    /// RFC 7515 appendix A.1: an HS256 signature under a key of 64 bytes.
    @Test func signsLikeTheAppendixOfRFC7515() throws {
        let encodedKey = "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"
        let input =
            "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
            + "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
        let key = HMACKey(SecretBytes(try #require(Base64URL.decode(encodedKey.utf8))))
        let signature = key.code(for: Array(input.utf8)).withBytes { Base64URL.encode($0) }
        #expect(signature == "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
    }
}
