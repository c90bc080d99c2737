import Model
import Testing

@testable import Credentials

@Suite struct PlatformJWSTests {
    private let key = TestRSAKeys.first

    private func forge(header: String = #"{"alg":"RS256","kid":"k"}"#, payload: String = "{}") -> String {
        PlatformJWS.sign(header: Array(header.utf8), payload: Array(payload.utf8), key: key)
    }

    @Test func signedTextIsReadBack() throws {
        var payload = JSONWriter()
        payload.object { json in
            json.name("a")
            json.integer(1)
        }
        let jws = try #require(PlatformJWS(PlatformJWS.sign(payload: payload, keyID: "k1", key: key)))
        #expect(jws.header.textString == #"{"alg":"RS256","typ":"JWT","kid":"k1"}"#)
        #expect(jws.payload["a"]?.integer == 1)
        #expect(jws.isSigned(by: key.publicKey))
        #expect(!jws.isSigned(by: TestRSAKeys.second.publicKey))
    }

    @Test(arguments: ["", "null", "[]", "[{}]", "1", #""x""#, "{", #"{"a":1,"a":2}"#, "{} {}", "\u{FEFF}{}"])
    func bothPartsAreObjects(text: String) {
        #expect(PlatformJWS(forge(payload: text)) == nil)
        #expect(PlatformJWS(forge(header: text)) == nil)
    }

    @Test func otherShapesAreRefused() {
        let text = forge()
        let parts = text.split(separator: ".").map(String.init)
        let shapes = [
            "", ".", "..", "...", parts[0], "\(parts[0]).\(parts[1])", text + ".", "\(text).\(parts[2])", "." + text,
            text + "=", text + "==", text + "\n", " " + text, "\(parts[0])=.\(parts[1]).\(parts[2])",
            "\(parts[0])..\(parts[2])", ".\(parts[1]).\(parts[2])", "\(parts[0])\n.\(parts[1]).\(parts[2])",
            "\(parts[0]).\(parts[1]).+\(parts[2].dropFirst())", "\(parts[0]).\(parts[1]).é",
        ]
        #expect(PlatformJWS(text)?.isSigned(by: key.publicKey) == true)
        for shape in shapes { #expect(PlatformJWS(shape) == nil, "\(shape)") }
    }

    @Test func aCutOrChangedSignatureIsNone() throws {
        let text = forge()
        let unsigned = text.split(separator: ".").dropLast().joined(separator: ".") + "."
        for shape in [String(text.dropLast(4)), text + "AAAA", unsigned] {
            #expect(PlatformJWS(shape)?.isSigned(by: key.publicKey) != true)
        }
        let last = try #require(text.last)
        for character in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_" where character != last {
            #expect(PlatformJWS(text.dropLast() + String(character))?.isSigned(by: key.publicKey) != true)
        }
    }
}
