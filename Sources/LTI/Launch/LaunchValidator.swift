import Credentials
public import Model

/// Checks launch tokens in the order of LTI rules V4–V10; what stands around it (the login record, the browser's proof,
/// the single use) is the caller's.
///
/// 1. ``checkClaims(_:for:)`` before any key is fetched: it gives the key id to look for.
/// 2. ``checkToken(_:for:record:keys:now:)`` with the platform's keys.
/// 3. The record is consumed, once.
/// 4. ``Launch/init(_:site:legacySecret:)`` reads the message.
public struct LaunchValidator: Sendable {
    private let settings: LaunchSettings

    /// Makes a validator.
    public init(settings: LaunchSettings = LaunchSettings()) {
        self.settings = settings
    }

    /// Checks header, issuer and audience (V4, V5), which anybody can write: this only keeps tokens that cannot fit
    /// from costing anything.
    ///
    /// - Parameters:
    ///   - token: the token.
    ///   - registration: that of the login record.
    /// - Throws: ``LaunchRefusal`` `bad_algorithm`, `missing_key_id`, `critical_header`, `platform_inactive`,
    ///   `wrong_issuer`, `wrong_audience`.
    /// - Returns: the id of the key that the token says it was signed with.
    public func checkClaims(_ token: LaunchToken, for registration: Registration) throws(LaunchRefusal) -> String {
        let header = token.jws.header
        guard header["alg"]?.cleanString == "RS256" else { throw .badAlgorithm }
        guard let keyID = header.text("kid") else { throw .missingKeyID }
        // RFC 7515 §4.1.11: what we do not understand must not be accepted, and we understand no extension.
        guard header["crit"] == nil else { throw .criticalHeader }
        guard registration.isActive else { throw .platformInactive }
        guard let issuer = token.payload["iss"]?.cleanString, issuer.isExactly(registration.issuer) else {
            throw .wrongIssuer
        }
        guard Self.audiences(of: token).contains(where: { $0.isExactly(registration.clientID) }) else {
            throw .wrongAudience
        }
        return keyID
    }

    /// Checks header, parties, key, signature, times, audiences and nonce (V4–V10).
    ///
    /// - Parameters:
    ///   - token: the token.
    ///   - registration: that of the login record.
    ///   - record: the login record, live and bound to the browser.
    ///   - keys: the keys of this registration, and of no other.
    ///   - now: the present instant.
    /// - Throws: ``LaunchRefusal``; ``LaunchRefusal/consumesLogin`` says whether the platform had signed the token.
    /// - Returns: the token, which may now be believed.
    public func checkToken(
        _ token: LaunchToken,
        for registration: Registration,
        record: LoginRecord,
        keys: KeySet,
        now: Timestamp
    ) throws(LaunchRefusal) -> VerifiedToken {
        guard record.platformID.isExactly(registration.platformID) else { throw .badState }
        let keyID = try checkClaims(token, for: registration)
        let candidates = keys.keys(id: keyID)
        guard !candidates.isEmpty else { throw .unknownKey }
        guard candidates.contains(where: { token.jws.isSigned(by: $0) }) else { throw .badSignature }
        try checkTimes(of: token, now: now)
        try checkAudiences(of: token, clientID: registration.clientID)
        guard let nonce = token.payload["nonce"]?.cleanString, nonce.isExactly(record.nonce) else { throw .badNonce }
        return VerifiedToken(
            payload: token.payload,
            registration: registration,
            deploymentHint: record.deploymentHint
        )
    }

    // MARK: - Times

    private func checkTimes(of token: LaunchToken, now: Timestamp) throws(LaunchRefusal) {
        let present = Double(now.microseconds) / 1_000_000
        guard let expiry = token.payload["exp"]?.number, let issued = token.payload["iat"]?.number,
            expiry.isFinite, issued.isFinite
        else { throw .badTimes }
        guard present < expiry + settings.leewaySeconds else { throw .expired }
        guard issued <= present + settings.leewaySeconds else { throw .notYetValid }
        guard present - issued <= settings.maximumAgeSeconds else { throw .tooOld }
        guard let notBefore = token.payload.present("nbf") else { return }
        guard let start = notBefore.number else { throw .badTimes }
        guard start <= present + settings.leewaySeconds else { throw .notYetValid }
    }

    // MARK: - Audiences

    /// The audiences that a token names; none when they are no strings.
    private static func audiences(of token: LaunchToken) -> [String] {
        guard let node = token.payload["aud"] else { return [] }
        if let single = node.cleanString { return [single] }
        guard let elements = node.elements else { return [] }
        let names = elements.compactMap(\.cleanString)
        return names.count == elements.count ? names : []
    }

    private func checkAudiences(of token: LaunchToken, clientID: String) throws(LaunchRefusal) {
        let strangers = Self.audiences(of: token).filter { !$0.isExactly(clientID) }
        guard strangers.allSatisfy({ name in settings.trustedAudiences.contains { $0.isExactly(name) } }) else {
            throw .foreignAudience
        }
        guard let party = token.payload.present("azp") else {
            guard strangers.isEmpty else { throw .wrongParty }
            return
        }
        guard let name = party.cleanString, name.isExactly(clientID) else { throw .wrongParty }
    }
}
