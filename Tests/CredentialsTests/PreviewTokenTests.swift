import Model
import Testing

@testable import Credentials

/// What is a preview token's own.
@Suite struct PreviewTokenTests {
    private let kind = TokenKind.preview

    /// What an embed token has and a preview has not does not make it one.
    @Test func aPreviewWithASignerIsNoEmbedToken() {
        let token = kind.forge.token("tkn", #""tapub_EXAMPLEexampleEXAMPLE0""#)
        #expect(kind.failure(token) == nil)
        #expect(TokenKind.embed.failure(token) == .invalid)
        #expect(TokenKind.operator.failure(token) == .invalid)
    }

    @Test(
        arguments: [
            ("jti", nil), ("jti", "7"), ("lessonId", nil), ("lessonId", "1"), ("versionId", nil),
            ("versionId", "null"), ("versionId", #""1""#), ("learnerId", nil), ("learnerId", #""ada""#),
        ] as [(String, String?)]
    )
    func wrongClaimsAreRefusedEvenWhenSigned(name: String, value: String?) {
        #expect(kind.failure(kind.forge.token(name, value)) == .invalid)
    }
}
