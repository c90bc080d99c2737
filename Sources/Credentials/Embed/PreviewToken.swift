public import Model

/// Signs and verifies preview tokens, which show a version of a lesson to its author and record nothing.
///
/// Form and key are those of embed tokens, the audience is another, and there is no `tkn`: the command line signs, so no API
/// token can be revoked to end one. Hence the short life, which verification insists on; the retirement of the key ends it too.
public enum PreviewToken {
    /// The longest life, in seconds.
    public static let seconds: Int64 = 3_600

    private static let audience = "lectern-preview"
    /// No learner stands behind it; the claim is there because players find it in every token.
    private static let learner = "preview"

    /// Signs claims with the organization's current key.
    public static func sign(_ claims: PreviewClaims, with keys: LiveKeyRing) -> String {
        let ring = keys.current
        let terms = SignedTokenTerms(audience: audience, issuedAt: claims.issuedAt, expiresAt: claims.expiresAt)
        var payload = JSONWriter()
        payload.object { json in
            terms.write(to: &json)
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
        return CompactJWS.sign(
            payload: payload,
            keyID: ring.currentEmbedKeyID,
            key: ring.currentEmbedKey(organization: claims.organization)
        )
    }

    /// Whether a token's audience is that of preview tokens; proves nothing.
    public static func isAudience(of token: String) -> Bool {
        guard token.utf8.count <= SignedTokenTerms.maximumByteCount, let jws = CompactJWS(token) else { return false }
        return jws.payload["aud"]?.string == audience
    }

    /// Verifies a token and gives its claims.
    ///
    /// - Parameters:
    ///   - token: the compact form; nothing around it is forgiven.
    ///   - keys: where the key of its key id is; an unknown one is looked for once more in the key folder.
    ///   - now: the present instant.
    /// - Throws: ``SignedTokenFailure`` `expired` when only its time is over, from 5 s after `exp`; `invalid` for the rest,
    ///   also for a life of more than an hour.
    /// - Returns: what the token says; its signature, issuer, audience and times are right.
    public static func verify(
        _ token: String,
        with keys: LiveKeyRing,
        now: Timestamp
    ) throws(SignedTokenFailure) -> PreviewClaims {
        // As with embed tokens, the organization is believed only when the signature is that of its key.
        guard token.utf8.count <= SignedTokenTerms.maximumByteCount,
            let jws = CompactJWS(token),
            let organization = jws.payload["organizationId"]?.string.flatMap({ OrganizationID($0) }),
            let key = keys.embedKey(jws.keyID, organization: organization),
            jws.isSigned(by: key),
            let terms = SignedTokenTerms(of: jws.payload, audience: audience),
            terms.expiresAt.seconds - terms.issuedAt.seconds <= seconds,
            let tokenID = jws.payload["jti"]?.string,
            let lesson = jws.payload["lessonId"]?.string.flatMap({ LessonID($0) }),
            let version = jws.payload["versionId"]?.string.flatMap({ LessonVersionID($0) }),
            jws.payload["learnerId"]?.string == learner
        else { throw .invalid }
        try terms.check(at: now)
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
