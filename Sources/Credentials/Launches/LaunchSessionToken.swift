public import Model

/// Signs and verifies launch tokens: what the pages of a launch hand back, as bearer or in a form, where browsers keep no
/// cookies (design §4).
///
/// Form and key are those of embed tokens, the audience is another.
public enum LaunchSessionToken {
    private static let audience = "lectern-lti"

    /// Signs claims with the organization's current key.
    public static func sign(_ claims: LaunchSessionClaims, with keys: LiveKeyRing) -> String {
        let ring = keys.current
        let terms = SignedTokenTerms(audience: audience, issuedAt: claims.issuedAt, expiresAt: claims.expiresAt)
        var payload = JSONWriter()
        payload.object { json in
            terms.write(to: &json)
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
        return CompactJWS.sign(
            payload: payload,
            keyID: ring.currentEmbedKeyID,
            key: ring.currentEmbedKey(organization: claims.organization)
        )
    }

    /// Whether a token's audience is that of launch tokens; proves nothing.
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
    /// - Throws: ``SignedTokenFailure`` `expired` when only its time is over, from 5 s after `exp`; `invalid` for the rest.
    /// - Returns: what the token says; its signature, issuer, audience and times are right.
    public static func verify(
        _ token: String,
        with keys: LiveKeyRing,
        now: Timestamp
    ) throws(SignedTokenFailure) -> LaunchSessionClaims {
        // As with embed tokens, the organization is believed only when the signature is that of its key.
        guard token.utf8.count <= SignedTokenTerms.maximumByteCount,
            let jws = CompactJWS(token),
            let organization = jws.payload["organizationId"]?.string.flatMap({ OrganizationID($0) }),
            let key = keys.embedKey(jws.keyID, organization: organization),
            jws.isSigned(by: key),
            let terms = SignedTokenTerms(of: jws.payload, audience: audience),
            let session = jws.payload["sid"]?.string,
            let platform = jws.payload["platformId"]?.string,
            let user = jws.payload["ltiUserId"]?.string
        else { throw .invalid }
        try terms.check(at: now)
        return LaunchSessionClaims(
            session: session,
            organization: organization,
            lesson: jws.payload["lessonId"]?.string.flatMap { LessonID($0) },
            platform: platform,
            user: user,
            context: jws.payload["contextId"]?.string,
            issuedAt: terms.issuedAt,
            expiresAt: terms.expiresAt
        )
    }
}
