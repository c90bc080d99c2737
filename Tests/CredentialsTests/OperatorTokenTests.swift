import Model
import Testing

@testable import Credentials

/// What is an operator token's own.
@Suite struct OperatorTokenTests {
    private let kind = TokenKind.operator
    private let keys = TokenKind.keys

    @Test(arguments: [true, false])
    func claimsComeBackAsTheyWent(isWriter: Bool) throws {
        let claims = TokenKind.operatorClaims(isWriter: isWriter)
        let text = OperatorToken.sign(claims, with: keys)
        #expect(try OperatorToken.verify(SignedToken(text), with: keys, now: TokenKind.now) == claims)
        let payload = try #require(CompactJWS(text)).payload
        #expect((payload["organizationId"] != nil) == isWriter)
        #expect((payload["learnerId"] != nil) == isWriter)
    }

    @Test(
        arguments: [
            ("jti", nil), ("jti", "1"), ("learnerId", nil), ("learnerId", "null"), ("learnerId", #""""#),
            ("learnerId", "1"),
        ] as [(String, String?)]
    )
    func wrongClaimsAreRefusedEvenWhenSigned(name: String, value: String?) {
        #expect(kind.failure(kind.forge.token(name, value)) == .invalid)
    }

    /// Computed apart from this code: HKDF-SHA-256 of 20…3f, then HMAC-SHA-256 of nothing.
    @Test func keyIsDerivedFromTheMasterAndALabel() {
        let code = keys.current.currentOperatorKey.code(for: [])
        #expect(code.hex == "d7a59be52d112d27e56331763072246116920a7e9aaa148d088fe6cee2e560c5")
    }

    @Test func noOrganizationsKeyIsTheOperators() {
        for organization in [TokenKind.organization, .installation, .random()] {
            let key = keys.current.currentEmbedKey(organization: organization)
            #expect(kind.failure(kind.forge.token(key: key)) == .invalid)
            #expect(key.code(for: []) != keys.current.currentOperatorKey.code(for: []))
        }
    }
}
