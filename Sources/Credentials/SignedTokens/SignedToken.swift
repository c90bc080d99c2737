import Model

/// A token that an installation signed for itself, taken apart once: compact JWS with HS256 under a key of the key folder.
///
/// A parsed value is well formed and proves nothing yet: its audience tells whom to ask, ``EmbedToken``, ``PreviewToken``,
/// ``LaunchSessionToken`` or ``OperatorToken``, and only they tell whether it is good.
public struct SignedToken: Sendable {
    /// What a token is for (claim `aud`).
    public enum Audience: String, CaseIterable, Sendable {
        /// A learner takes a lesson (contract §4).
        case embed = "lectern-embed"
        /// An author looks at a version of a lesson.
        case preview = "lectern-preview"
        /// Somebody came with an LTI launch (design §4).
        case launchSession = "lectern-lti"
        /// An operator reads the logger (design §4).
        case `operator` = "lectern-operator"
    }

    /// The longest token that is looked at, in bytes.
    public static let maximumByteCount = 16_384

    /// How far clocks may be apart, in seconds, at both ends of a token's life.
    public static let leewaySeconds = SignedTokenTerms.leewaySeconds

    /// The compact form, as it came.
    public let text: String
    private let jws: CompactJWS
    private let terms: SignedTokenTerms

    /// What the token says it is for.
    public var audience: Audience { terms.audience }

    /// Takes a token apart.
    ///
    /// - Parameter text: the compact form; nothing around it is forgiven.
    /// - Throws: ``SignedTokenFailure`` `invalid` for what is longer than ``maximumByteCount``, no JWS with HS256, of another
    ///   issuer, for no ``Audience`` or without times.
    public init(_ text: String) throws(SignedTokenFailure) {
        guard text.utf8.count <= Self.maximumByteCount,
            let jws = CompactJWS(text),
            let terms = SignedTokenTerms(of: jws.payload)
        else { throw .invalid }
        self.text = text
        self.jws = jws
        self.terms = terms
    }

    // MARK: - Verifying

    /// The claims of a token that is signed by the key of the organization which it names.
    ///
    /// - Parameters:
    ///   - audience: what it must be for.
    ///   - keys: where the key of its key id is; an unknown one is looked for once more in the key folder.
    ///   - now: the present instant.
    ///   - read: makes the claims of what was signed; nil refuses the token.
    /// - Throws: ``SignedTokenFailure`` `expired` when only its time is over, `invalid` for the rest.
    /// - Returns: what `read` made of the token; its signature, audience and times are right.
    func claims<Claims>(
        for audience: Audience,
        with keys: LiveKeyRing,
        now: Timestamp,
        _ read: (_ payload: JSONNode, _ terms: SignedTokenTerms, _ organization: OrganizationID) -> Claims?
    ) throws(SignedTokenFailure) -> Claims {
        // The organization is read to find its key and believed only when that key's signature is right: one that was
        // changed leads to a key that did not sign.
        guard let organization = jws.payload["organizationId"]?.string.flatMap({ OrganizationID($0) }) else {
            throw .invalid
        }
        let key = keys.embedKey(jws.keyID, organization: organization)
        return try claims(for: audience, signedBy: key, now: now) { payload, terms in
            read(payload, terms, organization)
        }
    }

    /// The claims of a token that is signed by the operator's key; parameters and failures as above.
    func operatorClaims<Claims>(
        with keys: LiveKeyRing,
        now: Timestamp,
        _ read: (_ payload: JSONNode, _ terms: SignedTokenTerms) -> Claims?
    ) throws(SignedTokenFailure) -> Claims {
        try claims(for: .operator, signedBy: keys.operatorKey(jws.keyID), now: now, read)
    }

    private func claims<Claims>(
        for audience: Audience,
        signedBy key: HMACKey?,
        now: Timestamp,
        _ read: (_ payload: JSONNode, _ terms: SignedTokenTerms) -> Claims?
    ) throws(SignedTokenFailure) -> Claims {
        guard let key, jws.isSigned(by: key), terms.audience == audience, let claims = read(jws.payload, terms) else {
            throw .invalid
        }
        // Last, since that a token has ended is told only of one that was good.
        try terms.check(at: now)
        return claims
    }

    // MARK: - Signing

    /// Signs terms and the claims that `write` adds to them, with the current key of an organization.
    static func sign(
        _ terms: SignedTokenTerms,
        organization: OrganizationID,
        with keys: LiveKeyRing,
        _ write: (inout JSONWriter) -> Void
    ) -> String {
        let ring = keys.current
        let key = ring.currentEmbedKey(organization: organization)
        return CompactJWS.sign(payload: payload(terms, write), keyID: ring.currentEmbedKeyID, key: key)
    }

    /// Signs terms and the claims that `write` adds to them, with the operator's current key.
    static func signAsOperator(
        _ terms: SignedTokenTerms,
        with keys: LiveKeyRing,
        _ write: (inout JSONWriter) -> Void
    ) -> String {
        let ring = keys.current
        let key = ring.currentOperatorKey
        return CompactJWS.sign(payload: payload(terms, write), keyID: ring.currentEmbedKeyID, key: key)
    }

    private static func payload(_ terms: SignedTokenTerms, _ write: (inout JSONWriter) -> Void) -> JSONWriter {
        var payload = JSONWriter()
        payload.object { json in
            terms.write(to: &json)
            write(&json)
        }
        return payload
    }
}

extension SignedToken: CustomStringConvertible, CustomReflectable {
    /// The audience and a placeholder, never the token.
    public var description: String { "SignedToken(\(audience.rawValue), redacted)" }

    /// A mirror that shows the audience only.
    public var customMirror: Mirror { Mirror(self, children: ["audience": audience]) }
}
