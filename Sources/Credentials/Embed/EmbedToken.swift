public import Model

/// Signs and verifies embed tokens: compact JWS with HS256 under the organization's own key (contract §4).
public enum EmbedToken {
    /// The longest token that is looked at, in bytes.
    public static let maximumByteCount = SignedTokenTerms.maximumByteCount

    /// How far clocks may be apart, in seconds, at both ends of a token's life.
    public static let leewaySeconds = SignedTokenTerms.leewaySeconds

    private static let audience = "lectern-embed"

    /// Signs claims with the organization's current key.
    ///
    /// The attributes are spliced in as they are; they and `versionId` are left out when nil.
    public static func sign(_ claims: EmbedClaims, with keys: LiveKeyRing) -> String {
        let ring = keys.current
        let terms = SignedTokenTerms(audience: audience, issuedAt: claims.issuedAt, expiresAt: claims.expiresAt)
        var payload = JSONWriter()
        payload.object { json in
            terms.write(to: &json)
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
        return CompactJWS.sign(
            payload: payload,
            keyID: ring.currentEmbedKeyID,
            key: ring.currentEmbedKey(organization: claims.organization)
        )
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
    ) throws(SignedTokenFailure) -> EmbedClaims {
        // The organization is read to find its key and believed only when that key's signature is right: one that was
        // changed leads to a key that did not sign.
        guard token.utf8.count <= maximumByteCount,
            let jws = CompactJWS(token),
            let organization = jws.payload["organizationId"]?.string.flatMap({ OrganizationID($0) }),
            let key = keys.embedKey(jws.keyID, organization: organization),
            jws.isSigned(by: key),
            let terms = SignedTokenTerms(of: jws.payload, audience: audience),
            let claims = claims(in: jws.payload, terms, organization: organization)
        else { throw .invalid }
        try terms.check(at: now)
        return claims
    }

    private static func claims(
        in payload: JSONNode,
        _ terms: SignedTokenTerms,
        organization: OrganizationID
    ) -> EmbedClaims? {
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
