import Model
import Testing

@testable import Credentials

@Suite struct CompactJWSTests {
    private let key = HMACKey(TestKeys.embed)
    private let good = #"{"alg":"HS256","typ":"JWT","kid":"e1"}"#

    private func parse(header: String, payload: String = "{}") -> CompactJWS? {
        CompactJWS(TokenForge.token(header: header, payload: payload, key: key))
    }

    @Test func signedTextIsReadBack() throws {
        var payload = JSONWriter()
        payload.object { json in
            json.name("a")
            json.integer(1)
        }
        let text = CompactJWS.sign(payload: payload, keyID: "e1", key: key)
        #expect(text == TokenForge.token(header: good, payload: #"{"a":1}"#, key: key))
        let jws = try #require(CompactJWS(text))
        #expect(jws.keyID == "e1")
        #expect(jws.payload["a"]?.integer == 1)
        #expect(jws.isSigned(by: key))
        #expect(!jws.isSigned(by: HMACKey(TestKeys.pepper)))
    }

    @Test(arguments: [
        #"{"alg":"HS256","kid":"e1"}"#,
        #" {"kid":"e1", "alg":"HS256", "typ":"JWT", "extra":[1]} "#,
    ])
    func headersThatMeanTheSameAreRead(header: String) {
        #expect(parse(header: header)?.isSigned(by: key) == true)
    }

    @Test(arguments: [
        "", "null", "[]", "{}", "{", "e1",
        #"{"alg":"none","typ":"JWT","kid":"e1"}"#,
        #"{"alg":"None","typ":"JWT","kid":"e1"}"#,
        #"{"alg":"","typ":"JWT","kid":"e1"}"#,
        #"{"alg":null,"typ":"JWT","kid":"e1"}"#,
        #"{"alg":["HS256"],"typ":"JWT","kid":"e1"}"#,
        #"{"alg":"hs256","typ":"JWT","kid":"e1"}"#,
        #"{"alg":"HS384","typ":"JWT","kid":"e1"}"#,
        #"{"alg":"HS512","typ":"JWT","kid":"e1"}"#,
        #"{"alg":"RS256","typ":"JWT","kid":"e1"}"#,
        #"{"typ":"JWT","kid":"e1"}"#,
        #"{"alg":"HS256","typ":"JWE","kid":"e1"}"#,
        #"{"alg":"HS256","typ":1,"kid":"e1"}"#,
        #"{"alg":"HS256","typ":"JWT"}"#,
        #"{"alg":"HS256","typ":"JWT","kid":1}"#,
        #"{"alg":"HS256","typ":"JWT","kid":null}"#,
        #"{"alg":"HS256","typ":"JWT","kid":"e1","crit":[]}"#,
        #"{"alg":"HS256","typ":"JWT","kid":"e1","crit":["b64"],"b64":false}"#,
        #"{"alg":"none","alg":"HS256","typ":"JWT","kid":"e1"}"#,
        #"{"alg":"HS256","typ":"JWT","kid":"e1"} x"#,
    ])
    func otherHeadersAreRefused(header: String) {
        #expect(parse(header: header) == nil)
    }

    @Test(arguments: ["", "null", "[]", "1", #""x""#, "{", #"{"a":1,"a":2}"#, "{} {}"])
    func otherPayloadsAreRefused(payload: String) {
        #expect(parse(header: good, payload: payload) == nil)
    }

    @Test func attributesAsDeepAsABodyMayBeAreRead() {
        let deep = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
        #expect(parse(header: good, payload: "{\"a\":\(deep)}") != nil)
        #expect(parse(header: good, payload: "{\"a\":[\(deep)]}") == nil)
    }

    @Test func otherShapesAreRefused() {
        let text = TokenForge.token(header: good, payload: "{}", key: key)
        let parts = text.split(separator: ".").map(String.init)
        let shapes = [
            "", ".", "..", "...", parts[0], "\(parts[0]).\(parts[1])", "\(parts[0]).\(parts[1]).", text + ".",
            "\(text).\(parts[2])", "." + text, text + "=", text + "\n", " " + text, text + " ", text + "A",
            String(text.dropLast()), "\(parts[0])=.\(parts[1]).\(parts[2])", "\(parts[0]).\(parts[1])==.\(parts[2])",
            "\(parts[0])..\(parts[2])", ".\(parts[1]).\(parts[2])", "\(parts[0]).\(parts[1]).\(parts[2].prefix(42))",
            "\(parts[0]).\(parts[1]).\(parts[2].prefix(40))", "\(parts[0]).\(parts[1]).\(parts[2])AAAA",
            "\(parts[0]).\(parts[1])\n.\(parts[2])", "\(parts[0])+.\(parts[1]).\(parts[2])",
        ]
        #expect(CompactJWS(text) != nil)
        for shape in shapes { #expect(CompactJWS(shape) == nil, "\(shape)") }
    }

    @Test func theSignatureHasOneFormOnly() throws {
        let text = TokenForge.token(header: good, payload: "{}", key: key)
        let last = try #require(text.last)
        for character in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_" where character != last {
            #expect(CompactJWS(text.dropLast() + String(character))?.isSigned(by: key) != true)
        }
    }
}
