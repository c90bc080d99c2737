import Model
import Testing

@testable import Credentials

/// What is an embed token's own.
@Suite struct EmbedTokenTests {
    private let kind = TokenKind.embed
    private let keys = TokenKind.keys

    /// The signature was computed apart from this code.
    @Test func givesTheTokenOfTheVector() {
        let token = kind.sign(keys)
        #expect(token == kind.forge.token())
        #expect(token.hasSuffix(".l635ZFddjc64os-m3AusemXCBjFMNqUnGdxahSVK8MM"))
    }

    @Test(arguments: [TokenKind.version, nil], [#"{"grade": 1e2 , "name":"\u00e9"}"#, nil])
    func claimsComeBackAsTheyWent(version: LessonVersionID?, attributes: String?) throws {
        let claims = TokenKind.embedClaims(version: version, attributes: attributes)
        let token = try SignedToken(EmbedToken.sign(claims, with: keys))
        #expect(try EmbedToken.verify(token, with: keys, now: TokenKind.now) == claims)
    }

    @Test func unsetClaimsAreLeftOut() throws {
        let token = EmbedToken.sign(TokenKind.embedClaims(version: nil, attributes: nil), with: keys)
        let jws = try #require(CompactJWS(token))
        #expect(jws.payload["versionId"] == nil)
        #expect(jws.payload["userAttributes"] == nil)
        #expect(jws.payload.members?.count == 9)
    }

    @Test(
        arguments: [
            ("jti", nil), ("jti", "7"), ("tkn", nil), ("tkn", #""tapub_short""#), ("tkn", "{}"), ("lessonId", nil),
            ("lessonId", #""lesson""#), ("lessonId", "null"), ("versionId", "null"), ("versionId", #""1""#),
            ("versionId", "3"), ("learnerId", nil), ("learnerId", "1"), ("learnerId", "null"),
            ("userAttributes", "null"), ("userAttributes", "[]"), ("userAttributes", #""{}""#),
        ] as [(String, String?)]
    )
    func wrongClaimsAreRefusedEvenWhenSigned(name: String, value: String?) {
        #expect(kind.failure(kind.forge.token(name, value)) == .invalid)
    }

    @Test func tokensAreReadUpToSixteenKibibytes() {
        func token(_ count: Int) -> String {
            let attributes = "{\"a\":\"\(String(repeating: "x", count: count))\"}"
            return EmbedToken.sign(TokenKind.embedClaims(version: nil, attributes: attributes), with: keys)
        }
        let small = token(11_000)
        #expect(small.utf8.count <= 16_384)
        #expect(kind.failure(small) == nil)
        let large = token(13_000)
        #expect(large.utf8.count > 16_384)
        #expect(kind.failure(large) == .invalid)
    }
}
