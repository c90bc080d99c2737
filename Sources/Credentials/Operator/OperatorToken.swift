public import Model

/// Signs and verifies operator tokens: compact JWS with HS256 under a key of the installation's own (design §4).
///
/// Whoever can read the key folder can sign one, and nobody else.
public enum OperatorToken {
    /// How long a token may be good for, in minutes.
    public static let minutes = 1...60

    private static let audience = "lectern-operator"

    /// Signs claims with the operator's current key.
    ///
    /// `organizationId` and `learnerId` are left out together for an operator who only reads.
    public static func sign(_ claims: OperatorClaims, with keys: LiveKeyRing) -> String {
        let ring = keys.current
        let terms = SignedTokenTerms(audience: audience, issuedAt: claims.issuedAt, expiresAt: claims.expiresAt)
        var payload = JSONWriter()
        payload.object { json in
            terms.write(to: &json)
            json.name("jti")
            json.string(claims.tokenID)
            if let writer = claims.writer {
                json.name("organizationId")
                json.id(writer.organization)
                json.name("learnerId")
                json.string(writer.learner)
            }
        }
        return CompactJWS.sign(payload: payload, keyID: ring.currentEmbedKeyID, key: ring.currentOperatorKey)
    }

    /// Whether a token's audience is that of operator tokens; proves nothing.
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
    ///   also for a life of more than 60 minutes.
    /// - Returns: what the token says; its signature, issuer, audience and times are right.
    public static func verify(
        _ token: String,
        with keys: LiveKeyRing,
        now: Timestamp
    ) throws(SignedTokenFailure) -> OperatorClaims {
        guard token.utf8.count <= SignedTokenTerms.maximumByteCount,
            let jws = CompactJWS(token),
            let key = keys.operatorKey(jws.keyID),
            jws.isSigned(by: key),
            let terms = SignedTokenTerms(of: jws.payload, audience: audience),
            terms.expiresAt.seconds - terms.issuedAt.seconds <= Int64(minutes.upperBound) * 60,
            let claims = claims(in: jws.payload, terms)
        else { throw .invalid }
        try terms.check(at: now)
        return claims
    }

    private static func claims(in payload: JSONNode, _ terms: SignedTokenTerms) -> OperatorClaims? {
        guard let tokenID = payload["jti"]?.string else { return nil }
        var writer: OperatorClaims.Writer?
        if payload["organizationId"] != nil || payload["learnerId"] != nil {
            guard let organization = payload["organizationId"]?.string.flatMap({ OrganizationID($0) }),
                let learner = payload["learnerId"]?.string, learner.isPlainText(1...255)
            else { return nil }
            writer = OperatorClaims.Writer(organization: organization, learner: learner)
        }
        return OperatorClaims(
            writer: writer,
            issuedAt: terms.issuedAt,
            expiresAt: terms.expiresAt,
            tokenID: tokenID
        )
    }
}
