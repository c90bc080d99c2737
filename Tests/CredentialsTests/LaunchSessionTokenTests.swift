import Model
import Testing

@testable import Credentials

/// What is a launch token's own.
@Suite struct LaunchSessionTokenTests {
    private let kind = TokenKind.launchSession
    private let keys = TokenKind.keys

    @Test(arguments: [TokenKind.lesson, nil], ["course-7", nil])
    func claimsComeBackAsTheyWent(lesson: LessonID?, context: String?) throws {
        let claims = TokenKind.launchSessionClaims(lesson: lesson, context: context)
        let text = LaunchSessionToken.sign(claims, with: keys)
        #expect(try LaunchSessionToken.verify(SignedToken(text), with: keys, now: TokenKind.now) == claims)
        let payload = try #require(CompactJWS(text)).payload
        #expect((payload["lessonId"] != nil) == (lesson != nil))
        #expect(payload["contextId"]?.isNull == (context == nil))
    }

    @Test(
        arguments: [
            ("sid", nil), ("sid", "1"), ("platformId", nil), ("platformId", "null"), ("ltiUserId", nil),
            ("ltiUserId", "7"),
        ] as [(String, String?)]
    )
    func wrongClaimsAreRefusedEvenWhenSigned(name: String, value: String?) {
        #expect(kind.failure(kind.forge.token(name, value)) == .invalid)
    }
}
