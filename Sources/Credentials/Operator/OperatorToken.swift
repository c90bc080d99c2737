public import Model

/// Signs and verifies operator tokens, which open the logger to an operator (design §4).
///
/// Their form is that of embed tokens, their key the installation's own: whoever can read the key folder can sign one, and
/// nobody else.
public enum OperatorToken {
    /// How long a token may be good for, in minutes.
    public static let minutes = 1...60

    /// Signs claims with the operator's current key.
    ///
    /// `organizationId` and `learnerId` are left out together for an operator who only reads.
    public static func sign(_ claims: OperatorClaims, with keys: LiveKeyRing) -> String {
        let terms = SignedTokenTerms(audience: .operator, issuedAt: claims.issuedAt, expiresAt: claims.expiresAt)
        return SignedToken.signAsOperator(terms, with: keys) { json in
            json.name("jti")
            json.string(claims.tokenID)
            if let writer = claims.writer {
                json.name("organizationId")
                json.id(writer.organization)
                json.name("learnerId")
                json.string(writer.learner)
            }
        }
    }

    /// Verifies a token and gives its claims.
    ///
    /// - Parameters:
    ///   - token: the token, of any audience.
    ///   - keys: where the key of its key id is; an unknown one is looked for once more in the key folder.
    ///   - now: the present instant.
    /// - Throws: ``SignedTokenFailure`` `expired` when only its time is over, from 5 s after `exp`; `invalid` for the rest,
    ///   also for a life of more than 60 minutes.
    /// - Returns: what the token says; its signature, issuer, audience and times are right.
    public static func verify(
        _ token: SignedToken,
        with keys: LiveKeyRing,
        now: Timestamp
    ) throws(SignedTokenFailure) -> OperatorClaims {
        try token.operatorClaims(with: keys, now: now) { payload, terms in
            guard terms.seconds <= Int64(minutes.upperBound) * 60, let tokenID = payload["jti"]?.string else {
                return nil
            }
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
}
