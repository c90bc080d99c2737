import Model
import Testing

@testable import Credentials

@Suite struct LaunchSessionTokenTests {
    private static let second: Int64 = 1_750_000_000
    private static let organization = OrganizationID(high: 0x6EC0_BD7F_11C0_43DA, low: 0x975E_2A8A_D9EB_AE0B)

    private let keys = LiveKeyRing(fixed: TestKeys.ring)
    private let now = Timestamp(seconds: second)

    private func claims(lesson: LessonID? = .random(), context: String? = "course-7") -> LaunchSessionClaims {
        LaunchSessionClaims(
            session: "abcDEF_-0123456789xyzw",
            organization: Self.organization,
            lesson: lesson,
            platform: "00112233445566778899aabbccddeeff",
            user: "user/with ? # % +",
            context: context,
            issuedAt: now,
            expiresAt: Timestamp(seconds: Self.second + 43_200)
        )
    }

    private func failure(_ token: String, at instant: Timestamp? = nil) -> SignedTokenFailure? {
        do {
            _ = try LaunchSessionToken.verify(token, with: keys, now: instant ?? now)
            return nil
        } catch {
            return error
        }
    }

    @Test func whatIsSignedComesBack() throws {
        for claims in [claims(), claims(context: nil), claims(lesson: nil)] {
            let token = LaunchSessionToken.sign(claims, with: keys)
            #expect(try LaunchSessionToken.verify(token, with: keys, now: now) == claims)
            #expect(LaunchSessionToken.isAudience(of: token))
        }
    }

    @Test func itEndsWithItsTime() {
        let token = LaunchSessionToken.sign(claims(), with: keys)
        #expect(failure(token, at: Timestamp(seconds: Self.second + 43_204)) == nil)
        #expect(failure(token, at: Timestamp(seconds: Self.second + 43_205)) == .expired)
        #expect(failure(token, at: Timestamp(seconds: Self.second - 6)) == .invalid)
    }

    @Test func tokensOfOtherKindsAreNone() throws {
        let preview = PreviewToken.sign(
            PreviewClaims(
                lesson: .random(),
                version: .random(),
                organization: Self.organization,
                issuedAt: now,
                expiresAt: Timestamp(seconds: Self.second + 3_600),
                tokenID: "t"
            ),
            with: keys
        )
        #expect(!LaunchSessionToken.isAudience(of: preview))
        #expect(failure(preview) == .invalid)
        let own = LaunchSessionToken.sign(claims(), with: keys)
        #expect(!PreviewToken.isAudience(of: own))
        #expect(throws: SignedTokenFailure.invalid) { try EmbedToken.verify(own, with: keys, now: now) }
        #expect(throws: SignedTokenFailure.invalid) { try PreviewToken.verify(own, with: keys, now: now) }
    }

    @Test func anotherOrganizationsKeyDoesNotFit() {
        let payload = """
            {"iss":"lectern","aud":"lectern-lti","iat":1750000000,"exp":1750003600,"sid":"s",\
            "organizationId":"\(Self.organization)","platformId":"p","ltiUserId":"u","contextId":null}
            """
        let header = #"{"alg":"HS256","typ":"JWT","kid":"e1"}"#
        let ring = keys.current
        let good = CompactJWSTests.forge(
            header: header,
            payload: payload,
            key: ring.currentEmbedKey(organization: Self.organization)
        )
        #expect(failure(good) == nil)
        let bad = CompactJWSTests.forge(
            header: header,
            payload: payload,
            key: ring.currentEmbedKey(organization: .random())
        )
        #expect(failure(bad) == .invalid)
        #expect(failure(String(good.dropLast(4))) == .invalid)
        #expect(failure("") == .invalid)
    }
}
