public import Model

/// Signs and verifies launch tokens: what the pages of a launch hand back, as bearer or in a form, where browsers keep no
/// cookies (design §4).
///
/// Form and key are those of embed tokens, the audience is another.
public enum LaunchSessionToken {
    /// Signs claims with the organization's current key.
    public static func sign(_ claims: LaunchSessionClaims, with keys: LiveKeyRing) -> String {
        let terms = SignedTokenTerms(audience: .launchSession, issuedAt: claims.issuedAt, expiresAt: claims.expiresAt)
        return SignedToken.sign(terms, organization: claims.organization, with: keys) { json in
            json.name("sid")
            json.string(claims.session)
            json.name("organizationId")
            json.id(claims.organization)
            if let lesson = claims.lesson {
                json.name("lessonId")
                json.id(lesson)
            }
            json.name("platformId")
            json.string(claims.platform)
            json.name("ltiUserId")
            json.string(claims.user)
            json.name("contextId")
            json.string(claims.context)
        }
    }

    /// Verifies a token and gives its claims.
    ///
    /// - Parameters:
    ///   - token: the token, of any audience.
    ///   - keys: where the key of its key id is; an unknown one is looked for once more in the key folder.
    ///   - now: the present instant.
    /// - Throws: ``SignedTokenFailure`` `expired` when only its time is over, from 5 s after `exp`; `invalid` for the rest.
    /// - Returns: what the token says; its signature, issuer, audience and times are right.
    public static func verify(
        _ token: SignedToken,
        with keys: LiveKeyRing,
        now: Timestamp
    ) throws(SignedTokenFailure) -> LaunchSessionClaims {
        try token.claims(for: .launchSession, with: keys, now: now) { payload, terms, organization in
            guard let session = payload["sid"]?.string,
                let platform = payload["platformId"]?.string,
                let user = payload["ltiUserId"]?.string
            else { return nil }
            return LaunchSessionClaims(
                session: session,
                organization: organization,
                lesson: payload["lessonId"]?.string.flatMap { LessonID($0) },
                platform: platform,
                user: user,
                context: payload["contextId"]?.string,
                issuedAt: terms.issuedAt,
                expiresAt: terms.expiresAt
            )
        }
    }
}
