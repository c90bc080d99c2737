import Model
import Testing

@testable import Credentials

@Suite struct RSAPublicKeyJWKTests {
    private static let modulus = Base64URL.encode(TestRSAKeys.first.publicKey.modulus)

    @Test func aKeyIsWrittenAndReadBack() throws {
        var json = JSONWriter()
        TestRSAKeys.first.publicKey.writeJWK(id: "k\"1", to: &json)
        let node = try JSONParser.parse(json.bytes)
        #expect(node.members?.map(\.name) == ["kty", "use", "alg", "kid", "n", "e"], "no private part")
        #expect(node["kid"]?.string == "k\"1")
        #expect(node["e"]?.string == "AQAB")
        #expect(RSAPublicKey(jwk: node) == TestRSAKeys.first.publicKey)
    }

    @Test(arguments: [
        "null", "[]", "{}", #""RSA""#, #"{"kty":"RSA"}"#, #"{"kty":"RSA","n":"\#(modulus)"}"#,
        #"{"kty":"RSA","e":"AQAB"}"#, #"{"n":"\#(modulus)","e":"AQAB"}"#,
        #"{"kty":"EC","n":"\#(modulus)","e":"AQAB"}"#, #"{"kty":"rsa","n":"\#(modulus)","e":"AQAB"}"#,
        #"{"kty":"RSA","n":"\#(modulus)=","e":"AQAB"}"#, #"{"kty":"RSA","n":"\#(modulus)","e":"AQAB="}"#,
        #"{"kty":"RSA","n":"\#(modulus)","e":65537}"#, #"{"kty":"RSA","n":["\#(modulus)"],"e":"AQAB"}"#,
        #"{"kty":"RSA","n":"","e":"AQAB"}"#, #"{"kty":"RSA","n":"\#(modulus)","e":""}"#,
        #"{"kty":"RSA","n":"\#(modulus)","e":"AA"}"#, #"{"kty":"RSA","n":"\#(modulus.dropLast(100))","e":"AQAB"}"#,
        #"{"kty":"RSA","n":"\#(modulus)+","e":"AQAB"}"#, #"{"kty":"RSA","n":" \#(modulus)","e":"AQAB"}"#,
    ])
    func otherValuesAreNoKeys(text: String) throws {
        #expect(RSAPublicKey(jwk: try JSONParser.parse(text)) == nil)
    }
}
