import Model
import Testing

@testable import Credentials

@Suite struct RSAKeyTests {
    // MARK: Published vectors

    /// RFC 7515, appendix A.2.
    private static let vectorModulus =
        "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yR"
        + "T-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXB"
        + "dQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9ia"
        + "GNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"
    private static let vectorInput =
        "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19y"
        + "b290Ijp0cnVlfQ"
    private static let vectorSignature =
        "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9"
        + "uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB"
        + "_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rq"
        + "Vt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"

    @Test func thePublishedSignatureIsRight() throws {
        let jwk = #"{"kty":"RSA","e":"AQAB","n":"\#(Self.vectorModulus)"}"#
        let key = try #require(RSAPublicKey(jwk: try JSONParser.parse(jwk)))
        let jws = try #require(PlatformJWS(Self.vectorInput + "." + Self.vectorSignature))
        #expect(jws.isSigned(by: key))
        #expect(jws.payload["iss"]?.string == "joe")
        #expect(!jws.isSigned(by: TestRSAKeys.first.publicKey))
    }

    /// RFC 7638, section 3.1.
    @Test func thePublishedThumbprintIsRight() throws {
        let modulus =
            "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiF"
            + "V4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZg"
            + "nYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBni"
            + "Iqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"
        let bytes = try #require(Base64URL.decode(modulus.utf8))
        let key = try #require(RSAPublicKey(modulus: bytes, exponent: [1, 0, 1]))
        #expect(key.thumbprint == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs")
    }

    @Test(arguments: [
        TestRSAKeys.foreignPublic, TestRSAKeys.foreignPublic + "\n", "# a note\n" + TestRSAKeys.foreignPublic,
        TestRSAKeys.foreignPKCS1,
    ])
    func aForeignKeyAndItsSignatureAreRead(text: String) throws {
        let key = try #require(RSAPublicKey(pem: text))
        #expect(key.modulus.count == 256)
        #expect(key.exponent == [1, 0, 1])
        let signature = try #require(Base64URL.decode(TestRSAKeys.foreignSignature.utf8))
        #expect(isSignature(signature, of: "The quick brown fox", by: key))
        #expect(!isSignature(signature, of: "The quick brown fax", by: key))
        #expect(RSAPublicKey(modulus: key.modulus, exponent: key.exponent) == key)
    }

    // MARK: Signing

    @Test(arguments: [0, 1, 31, 32, 33, 1_000, 60_000])
    func whatIsSignedVerifies(count: Int) {
        let text = String(repeating: "x", count: count)
        let signature = sign(text)
        #expect(signature.count == 256)
        #expect(isSignature(signature, of: text, by: TestRSAKeys.first.publicKey))
        #expect(!isSignature(signature, of: text, by: TestRSAKeys.second.publicKey))
        #expect(!isSignature(signature, of: text + "x", by: TestRSAKeys.first.publicKey))
    }

    @Test func aChangedSignatureIsNone() {
        let signature = sign("text")
        let key = TestRSAKeys.first.publicKey
        for index in stride(from: 0, to: signature.count, by: 17) {
            var changed = signature
            changed[index] ^= 1
            #expect(!isSignature(changed, of: "text", by: key))
        }
        for changed in [
            [], Array(signature.dropLast()), Array(signature.dropFirst()), signature + [0], [0] + signature,
        ] {
            #expect(!isSignature(changed, of: "text", by: key))
        }
        #expect(isSignature(signature, of: "text", by: key), "a failure leaves nothing behind")
    }

    // MARK: Numbers

    @Test func leadingZerosDoNotMatter() {
        let key = TestRSAKeys.first.publicKey
        #expect(RSAPublicKey(modulus: [0, 0] + key.modulus, exponent: [0, 1, 0, 1]) == key)
    }

    @Test(
        arguments: [
            [], [0], [1], [2], [1, 0, 0], [0, 0, 1], [1, 0, 0, 0, 0, 0, 0, 0, 1],
        ] as [[UInt8]]
    )
    func otherExponentsAreRefused(exponent: [UInt8]) {
        #expect(RSAPublicKey(modulus: TestRSAKeys.first.publicKey.modulus, exponent: exponent) == nil)
    }

    @Test(arguments: [[3], [1, 0, 1], [1, 0, 0, 0, 0, 0, 0, 1]] as [[UInt8]])
    func oddExponentsAreTaken(exponent: [UInt8]) {
        #expect(RSAPublicKey(modulus: TestRSAKeys.first.publicKey.modulus, exponent: exponent) != nil)
    }

    @Test(arguments: [
        (255, 0x80, false), (256, 0x7F, false), (256, 0x80, true), (1_024, 0xFF, true), (1_025, 0x01, false),
    ])
    func theLengthOfTheModulusIsBounded(count: Int, first: UInt8, isTaken: Bool) {
        var modulus = [UInt8](repeating: 0x5B, count: count)
        modulus[0] = first
        #expect((RSAPublicKey(modulus: modulus, exponent: [1, 0, 1]) != nil) == isTaken)
        modulus[count - 1] = 0x5A
        #expect(RSAPublicKey(modulus: modulus, exponent: [1, 0, 1]) == nil, "even")
    }

    // MARK: PEM

    @Test func aPrivateKeyIsReadBack() throws {
        let pem = TestRSAKeys.first.pem
        let text = pem.withBytes { String(decoding: $0, as: UTF8.self) }
        #expect(text.hasPrefix("-----BEGIN PRIVATE KEY-----\n"))
        #expect(text.hasSuffix("-----END PRIVATE KEY-----\n"))
        let again = try #require(RSAPrivateKey(pem: pem))
        #expect(again.publicKey == TestRSAKeys.first.publicKey)
        #expect(isSignature("text".withSignature(of: again), of: "text", by: TestRSAKeys.first.publicKey))
    }

    @Test(arguments: [
        "", "\n", "hello", "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n", TestRSAKeys.shortPublic,
        TestRSAKeys.curvePublic, TestRSAKeys.pssPublic, TestRSAKeys.curvePrivate, TestRSAKeys.encryptedPrivate,
        String(TestRSAKeys.foreignPublic.dropLast(30)), TestRSAKeys.foreignPublic.replacing("MIIB", with: "MIIC"),
    ])
    func otherTextsAreNoKeys(text: String) {
        #expect(RSAPublicKey(pem: text) == nil)
        #expect(RSAPrivateKey(pem: SecretBytes(text.utf8)) == nil)
    }

    @Test func aPublicKeyIsNoPrivateOne() {
        #expect(RSAPrivateKey(pem: SecretBytes(TestRSAKeys.foreignPublic.utf8)) == nil)
    }

    @Test func aPrivateKeyIsNeverShown() {
        #expect("\(TestRSAKeys.first)" == "RSAPrivateKey(redacted)")
        var text = ""
        dump(TestRSAKeys.first, to: &text)
        #expect(text.split(separator: "\n").count == 1)
    }

    // MARK: Helpers

    private func sign(_ text: String) -> [UInt8] { text.withSignature(of: TestRSAKeys.first) }

    private func isSignature(_ signature: [UInt8], of text: String, by key: RSAPublicKey) -> Bool {
        Array(text.utf8).withUnsafeBytes { key.isSignature(signature, of: $0) }
    }
}

extension String {
    fileprivate func withSignature(of key: RSAPrivateKey) -> [UInt8] {
        Array(utf8).withUnsafeBytes { key.signature(of: $0) }
    }
}
