import Model
import Testing

@testable import Credentials

/// What both kinds of JWS have in common; their shapes are tried with each of them.
@Suite struct JWSPartsTests {
    private func join(_ header: String, _ payload: String) -> String {
        JWSParts.join(header: Array(header.utf8), payload: Array(payload.utf8)) { Array($0.suffix(3)) }
    }

    @Test func whatWasJoinedIsTakenApart() throws {
        let text = join(#"{"alg":"x"}"#, #"{"a":[1]}"#)
        let parts = try #require(JWSParts(text))
        #expect(parts.header.textString == #"{"alg":"x"}"#)
        #expect(parts.payload.textString == #"{"a":[1]}"#)
        let input = try #require(text.lastIndex(of: "."))
        #expect(parts.withSigningInput { Array($0) } == Array(text[..<input].utf8))
        #expect(parts.signature == Array(text[..<input].utf8.suffix(3)))
    }

    @Test func headerHasAlgorithmTypeAndKeyIDInThisOrder() {
        let header = JWSParts.header(algorithm: "HS256", keyID: "e1")
        #expect(String(decoding: header, as: UTF8.self) == #"{"alg":"HS256","typ":"JWT","kid":"e1"}"#)
    }

    @Test func bothObjectsNestAsDeepAsIsSaid() {
        let two = #"{"a":[]}"#
        let three = #"{"a":[[]]}"#
        #expect(JWSParts(join(two, two), depth: 2) != nil)
        #expect(JWSParts(join(three, two), depth: 2) == nil)
        #expect(JWSParts(join(two, three), depth: 2) == nil)
    }
}
