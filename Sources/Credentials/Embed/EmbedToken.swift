public import Model

/// Signs and verifies embed tokens, with which learners take a lesson (contract §4).
public enum EmbedToken {
    /// Signs claims with the organization's current key.
    ///
    /// The attributes are spliced in as they are; they and `versionId` are left out when nil.
    public static func sign(_ claims: EmbedClaims, with keys: LiveKeyRing) -> String {
        let terms = SignedTokenTerms(audience: .embed, issuedAt: claims.issuedAt, expiresAt: claims.expiresAt)
        return SignedToken.sign(terms, organization: claims.organization, with: keys) { json in
            json.name("jti")
            json.string(claims.tokenID)
            json.name("tkn")
            json.string(claims.signedBy.description)
            json.name("organizationId")
            json.id(claims.organization)
            json.name("lessonId")
            json.id(claims.lesson)
            if let version = claims.version {
                json.name("versionId")
                json.id(version)
            }
            json.name("learnerId")
            json.string(claims.learner)
            if let userAttributes = claims.userAttributes {
                json.name("userAttributes")
                json.json(userAttributes)
            }
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
    ) throws(SignedTokenFailure) -> EmbedClaims {
        try token.claims(for: .embed, with: keys, now: now) { payload, terms, organization in
            guard let tokenID = payload["jti"]?.string,
                let signedBy = payload["tkn"]?.string.flatMap({ APITokenPublicKey($0) }),
                let lesson = payload["lessonId"]?.string.flatMap({ LessonID($0) }),
                let learner = payload["learnerId"]?.string
            else { return nil }
            var version: LessonVersionID?
            if let node = payload["versionId"] {
                guard let pinned = node.string.flatMap({ LessonVersionID($0) }) else { return nil }
                version = pinned
            }
            let userAttributes = payload["userAttributes"]
            guard userAttributes?.isObject ?? true else { return nil }
            return EmbedClaims(
                lesson: lesson,
                learner: learner,
                organization: organization,
                version: version,
                userAttributes: userAttributes.map { JSONText($0) },
                issuedAt: terms.issuedAt,
                expiresAt: terms.expiresAt,
                tokenID: tokenID,
                signedBy: signedBy
            )
        }
    }
}
