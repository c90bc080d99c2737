import Model

@testable import Credentials

extension TokenKind {
    static let second: Int64 = 1_750_000_000
    /// When the examples were signed.
    static let now = Timestamp(seconds: second)
    static let organization = OrganizationID(high: 0x6EC0_BD7F_11C0_43DA, low: 0x975E_2A8A_D9EB_AE0B)
    static let lesson = LessonID(high: 0xA1B2_C3D4_E5F6_4789, low: 0x8ABC_DEF0_1234_5678)
    static let version = LessonVersionID(high: 0x0011_2233_4455_4677, low: 0x8899_AABB_CCDD_EEFF)
    /// The key of ``organization`` under the first key id.
    static let organizationKey = keys.current.currentEmbedKey(organization: organization)

    static let all = [embed, preview, launchSession, `operator`]

    static let embed = TokenKind(
        audience: .embed,
        life: 7_200,
        forge: TokenForge(
            members: [
                ("iss", #""lectern""#),
                ("aud", #""lectern-embed""#),
                ("iat", "1750000000"),
                ("exp", "1750007200"),
                ("jti", #""tok-1""#),
                ("tkn", #""tapub_EXAMPLEexampleEXAMPLE0""#),
                ("organizationId", #""6ec0bd7f-11c0-43da-975e-2a8ad9ebae0b""#),
                ("lessonId", #""a1b2c3d4-e5f6-4789-8abc-def012345678""#),
                ("versionId", #""00112233-4455-4677-8899-aabbccddeeff""#),
                ("learnerId", #""learner \"1\"""#),
                ("userAttributes", #"{"grade": 1e2 , "name":"\u00e9"}"#),
            ],
            key: organizationKey
        ),
        sign: { EmbedToken.sign(embedClaims(), with: $0) },
        verify: { (token, keys, now) throws(SignedTokenFailure) in
            try EmbedToken.verify(token, with: keys, now: now) == embedClaims()
        }
    )

    static func embedClaims(
        version: LessonVersionID? = version,
        attributes: String? = #"{"grade": 1e2 , "name":"\u00e9"}"#
    ) -> EmbedClaims {
        guard let signer = APITokenPublicKey("tapub_EXAMPLEexampleEXAMPLE0") else {
            preconditionFailure("the example is a public half")
        }
        return EmbedClaims(
            lesson: lesson,
            learner: #"learner "1""#,
            organization: organization,
            version: version,
            userAttributes: attributes.map { JSONText(trusted: $0) },
            issuedAt: now,
            expiresAt: Timestamp(seconds: second + 7_200),
            tokenID: "tok-1",
            signedBy: signer
        )
    }

    static let preview = TokenKind(
        audience: .preview,
        life: 3_600,
        forge: TokenForge(
            members: [
                ("iss", #""lectern""#),
                ("aud", #""lectern-preview""#),
                ("iat", "1750000000"),
                ("exp", "1750003600"),
                ("jti", #""tok-1""#),
                ("organizationId", #""6ec0bd7f-11c0-43da-975e-2a8ad9ebae0b""#),
                ("lessonId", #""a1b2c3d4-e5f6-4789-8abc-def012345678""#),
                ("versionId", #""00112233-4455-4677-8899-aabbccddeeff""#),
                ("learnerId", #""preview""#),
            ],
            key: organizationKey
        ),
        sign: { PreviewToken.sign(previewClaims, with: $0) },
        verify: { (token, keys, now) throws(SignedTokenFailure) in
            try PreviewToken.verify(token, with: keys, now: now) == previewClaims
        }
    )

    private static let previewClaims = PreviewClaims(
        lesson: lesson,
        version: version,
        organization: organization,
        issuedAt: now,
        expiresAt: Timestamp(seconds: second + 3_600),
        tokenID: "tok-1"
    )

    static let launchSession = TokenKind(
        audience: .launchSession,
        life: 43_200,
        forge: TokenForge(
            members: [
                ("iss", #""lectern""#),
                ("aud", #""lectern-lti""#),
                ("iat", "1750000000"),
                ("exp", "1750043200"),
                ("sid", #""abcDEF_-0123456789xyzw""#),
                ("organizationId", #""6ec0bd7f-11c0-43da-975e-2a8ad9ebae0b""#),
                ("lessonId", #""a1b2c3d4-e5f6-4789-8abc-def012345678""#),
                ("platformId", #""00112233445566778899aabbccddeeff""#),
                ("ltiUserId", #""user/with ? # % +""#),
                ("contextId", #""course-7""#),
            ],
            key: organizationKey
        ),
        sign: { LaunchSessionToken.sign(launchSessionClaims(), with: $0) },
        verify: { (token, keys, now) throws(SignedTokenFailure) in
            try LaunchSessionToken.verify(token, with: keys, now: now) == launchSessionClaims()
        }
    )

    static func launchSessionClaims(
        lesson: LessonID? = lesson,
        context: String? = "course-7"
    ) -> LaunchSessionClaims {
        LaunchSessionClaims(
            session: "abcDEF_-0123456789xyzw",
            organization: organization,
            lesson: lesson,
            platform: "00112233445566778899aabbccddeeff",
            user: "user/with ? # % +",
            context: context,
            issuedAt: now,
            expiresAt: Timestamp(seconds: second + 43_200)
        )
    }

    static let `operator` = TokenKind(
        audience: .operator,
        life: 3_600,
        forge: TokenForge(
            members: [
                ("iss", #""lectern""#),
                ("aud", #""lectern-operator""#),
                ("iat", "1750000000"),
                ("exp", "1750003600"),
                ("jti", #""tok-1""#),
                ("organizationId", #""6ec0bd7f-11c0-43da-975e-2a8ad9ebae0b""#),
                ("learnerId", #""zoë \"1\"""#),
            ],
            key: keys.current.currentOperatorKey
        ),
        sign: { OperatorToken.sign(operatorClaims(), with: $0) },
        verify: { (token, keys, now) throws(SignedTokenFailure) in
            try OperatorToken.verify(token, with: keys, now: now) == operatorClaims()
        }
    )

    static func operatorClaims(isWriter: Bool = true) -> OperatorClaims {
        OperatorClaims(
            writer: isWriter ? OperatorClaims.Writer(organization: organization, learner: #"zoë "1""#) : nil,
            issuedAt: now,
            expiresAt: Timestamp(seconds: second + 3_600),
            tokenID: "tok-1"
        )
    }
}
