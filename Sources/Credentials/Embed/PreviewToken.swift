public import Model

/// Signs and verifies preview tokens, which show a version of a lesson to its author and record nothing.
///
/// Form and key are those of embed tokens, the audience is another, and there is no `tkn`: the command line signs, so no API
/// token can be revoked to end one. Hence the short life, which verification insists on; the retirement of the key ends it too.
public enum PreviewToken {
    /// The longest life, in seconds.
    public static let seconds: Int64 = 3_600

    /// No learner stands behind it; the claim is there because players find it in every token.
    private static let learner = "preview"

    /// Signs claims with the organization's current key.
    public static func sign(_ claims: PreviewClaims, with keys: LiveKeyRing) -> String {
        let terms = SignedTokenTerms(audience: .preview, issuedAt: claims.issuedAt, expiresAt: claims.expiresAt)
        return SignedToken.sign(terms, organization: claims.organization, with: keys) { json in
            json.name("jti")
            json.string(claims.tokenID)
            json.name("organizationId")
            json.id(claims.organization)
            json.name("lessonId")
            json.id(claims.lesson)
            json.name("versionId")
            json.id(claims.version)
            json.name("learnerId")
            json.string(learner)
        }
    }

    /// Verifies a token and gives its claims.
    ///
    /// - Parameters:
    ///   - token: the token, of any audience.
    ///   - keys: where the key of its key id is; an unknown one is looked for once more in the key folder.
    ///   - now: the present instant.
    /// - Throws: ``SignedTokenFailure`` `expired` when only its time is over, from 5 s after `exp`; `invalid` for the rest,
    ///   also for a life of more than an hour.
    /// - Returns: what the token says; its signature, issuer, audience and times are right.
    public static func verify(
        _ token: SignedToken,
        with keys: LiveKeyRing,
        now: Timestamp
    ) throws(SignedTokenFailure) -> PreviewClaims {
        try token.claims(for: .preview, with: keys, now: now) { payload, terms, organization in
            guard terms.seconds <= seconds,
                let tokenID = payload["jti"]?.string,
                let lesson = payload["lessonId"]?.string.flatMap({ LessonID($0) }),
                let version = payload["versionId"]?.string.flatMap({ LessonVersionID($0) }),
                payload["learnerId"]?.string == learner
            else { return nil }
            return PreviewClaims(
                lesson: lesson,
                version: version,
                organization: organization,
                issuedAt: terms.issuedAt,
                expiresAt: terms.expiresAt,
                tokenID: tokenID
            )
        }
    }
}
