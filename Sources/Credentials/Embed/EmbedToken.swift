public import Model

/// Signs and verifies embed tokens: compact JWS with HS256 under the organization's own key (contract §4).
public enum EmbedToken {
    /// The longest token that is looked at, in bytes.
    public static let maximumByteCount = 16_384

    /// How far clocks may be apart, in seconds, at both ends of a token's life.
    public static let leewaySeconds: Int64 = 5

    private static let issuer = "lectern"
    private static let audience = "lectern-embed"
    /// 9999-12-31T23:59:59Z; later instants would not fit our time format.
    private static let latestSecond = 253_402_300_799

    /// Signs claims with the organization's current key.
    ///
    /// The attributes are spliced in as they are; they and `versionId` are left out when nil.
    public static func sign(_ claims: EmbedClaims, with keys: LiveKeyRing) -> String {
        let ring = keys.current
        var payload = JSONWriter()
        payload.object { json in
            json.name("iss")
            json.string(issuer)
            json.name("aud")
            json.string(audience)
            json.name("iat")
            json.integer(Int(claims.issuedAt.seconds))
            json.name("exp")
            json.integer(Int(claims.expiresAt.seconds))
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
    /// - Throws: ``EmbedTokenFailure`` `expired` when only its time is over, from 5 s after `exp`; `invalid` for the rest.
    /// - Returns: what the token says; its signature, issuer, audience and times are right.
    public static func verify(
        _ token: String,
        with keys: LiveKeyRing,
        now: Timestamp
    ) throws(EmbedTokenFailure) -> EmbedClaims {
        // The organization is read to find its key and believed only when that key's signature is right: one that was
        // changed leads to a key that did not sign.
        guard token.utf8.count <= maximumByteCount,
            let jws = CompactJWS(token),
            let organization = jws.payload["organizationId"]?.string.flatMap({ OrganizationID($0) }),
            let key = keys.embedKey(jws.keyID, organization: organization),
            jws.isSigned(by: key),
            let claims = claims(in: jws.payload, organization: organization),
            claims.issuedAt.seconds <= now.seconds + leewaySeconds
        else { throw .invalid }
        guard now < Timestamp(seconds: claims.expiresAt.seconds + leewaySeconds) else { throw .expired }
        return claims
    }

    private static func claims(in payload: JSONNode, organization: OrganizationID) -> EmbedClaims? {
        guard payload["iss"]?.string == issuer,
            payload["aud"]?.string == audience,
            let issuedAt = instant(payload["iat"]),
            let expiresAt = instant(payload["exp"]),
            let tokenID = payload["jti"]?.string,
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
            issuedAt: issuedAt,
            expiresAt: expiresAt,
            tokenID: tokenID,
            signedBy: signedBy
        )
    }

    /// Whole seconds since the epoch.
    private static func instant(_ node: JSONNode?) -> Timestamp? {
        guard let second = node?.integer, (0...latestSecond).contains(second) else { return nil }
        return Timestamp(seconds: Int64(second))
    }
}
