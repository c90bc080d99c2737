import Credentials
import Model
import TestSupport
import Testing

@testable import LTI

@Suite struct KeySetTests {
    private static let modulus = Base64URL.encode(LMSKey.first.publicKey.modulus)
    private static let good = #"{"kty":"RSA","kid":"k","n":"\#(modulus)","e":"AQAB"}"#

    private func keySet(_ keys: String...) -> KeySet? {
        KeySet(Array(#"{"keys":[\#(keys.joined(separator: ","))]}"#.utf8))
    }

    @Test func aPlainKeyIsEnough() throws {
        let keys = try #require(keySet(Self.good))
        #expect(keys.contains(id: "k"))
        #expect(!keys.contains(id: "K"))
        #expect(keys.keys(id: "k") == [LMSKey.first.publicKey])
    }

    @Test(arguments: [
        #"{"kty":"EC","kid":"k","crv":"P-256","x":"AAAA","y":"AAAA"}"#, #"{"kty":"oct","kid":"k","k":"AAAA"}"#,
        #"{"kty":"RSA","kid":"k"}"#, #"{"kty":"RSA","kid":"k","n":"AQAB","e":"AQAB"}"#, "{}", "null", "7", #""key""#,
        good.replacing(#""kid":"k","#, with: ""), good.replacing(#""kid":"k""#, with: #""kid":"""#),
        good.replacing(#""kid":"k""#, with: #""kid":7"#), good.replacing("{", with: #"{"use":"enc","#),
        good.replacing("{", with: #"{"use":7,"#), good.replacing("{", with: #"{"alg":"RS512","#),
        good.replacing("{", with: #"{"alg":"PS256","#), good.replacing("{", with: #"{"alg":[],"#),
        good.replacing("{", with: #"{"key_ops":["encrypt"],"#), good.replacing("AQAB", with: "AQAA"),
    ])
    func anOddKeyIsLeftOutAndTheOthersStay(odd: String) throws {
        #expect(try #require(keySet(odd)).count == 0)
        #expect(try #require(keySet(odd, Self.good.replacing(#""k""#, with: #""k2""#), odd)).count == 1)
    }

    @Test(arguments: [
        good.replacing("{", with: #"{"use":"sig","alg":"RS256","key_ops":["verify"],"x5c":[7],"#),
        good.replacing("{", with: #"{"use":null,"alg":null,"#), good.replacing("{", with: #"{"alg":"RS256","#),
    ])
    func moreMembersDoNoHarm(key: String) throws {
        #expect(try #require(keySet(key)).contains(id: "k"))
    }

    @Test(arguments: [
        "", "null", "[]", "7", "{}", #"{"keys":null}"#, #"{"keys":{}}"#, "<html></html>", #"[{"keys":[]}]"#,
        #"{"keys":[]"#, #"{"Keys":[]}"#,
    ])
    func otherTextsAreNoKeySets(text: String) {
        #expect(KeySet(Array(text.utf8)) == nil)
    }

    @Test func theLengthIsBounded() {
        let room = 262_144 - 18
        #expect(KeySet(Array(#"{"keys":[],"x":"\#(String(repeating: "x", count: room))"}"#.utf8)) != nil)
        #expect(KeySet(Array(#"{"keys":[],"x":"\#(String(repeating: "x", count: room + 10))"}"#.utf8)) == nil)
    }

    @Test func oneKeyAloneIsTaken() throws {
        let named = try #require(KeySource.jwk(Self.good).fixedKeys)
        #expect(named.contains(id: "k") && !named.contains(id: "other"))
        let unnamed = try #require(KeySource.jwk(Self.good.replacing(#""kid":"k","#, with: "")).fixedKeys)
        #expect(unnamed.contains(id: "anything"))
        #expect(KeySource.jwk("{}").fixedKeys == nil)
        #expect(KeySource.pem("x").fixedKeys == nil)
        #expect(KeySource.url("https://lms.example").fixedKeys == nil)
    }
}
