import Model

/// What all signed tokens say: who issued them, for whom, and from when to when they are good (RFC 7519 §4.1).
struct SignedTokenTerms: Sendable {
    /// How far clocks may be apart, in seconds, at both ends of a token's life.
    static let leewaySeconds: Int64 = 5

    private static let issuer = "lectern"
    /// 9999-12-31T23:59:59Z; later instants would not fit our time format.
    private static let latestSecond = 253_402_300_799

    let audience: SignedToken.Audience
    let issuedAt: Timestamp
    let expiresAt: Timestamp

    init(audience: SignedToken.Audience, issuedAt: Timestamp, expiresAt: Timestamp) {
        self.audience = audience
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
    }

    /// Reads the terms of a payload; nil when the issuer is another, the audience none of ours, or a time no instant.
    init?(of payload: JSONNode) {
        guard payload["iss"]?.string == Self.issuer,
            let audience = payload["aud"]?.string.flatMap({ SignedToken.Audience(rawValue: $0) }),
            let issuedAt = Self.instant(payload["iat"]),
            let expiresAt = Self.instant(payload["exp"])
        else { return nil }
        self.init(audience: audience, issuedAt: issuedAt, expiresAt: expiresAt)
    }

    /// How long the token is good for, in seconds.
    var seconds: Int64 { expiresAt.seconds - issuedAt.seconds }

    /// Whole seconds since the epoch.
    private static func instant(_ node: JSONNode?) -> Timestamp? {
        guard let second = node?.integer, (0...latestSecond).contains(second) else { return nil }
        return Timestamp(seconds: Int64(second))
    }

    /// Writes the claims `iss`, `aud`, `iat` and `exp`, in this order.
    func write(to json: inout JSONWriter) {
        json.name("iss")
        json.string(Self.issuer)
        json.name("aud")
        json.string(audience.rawValue)
        json.name("iat")
        json.integer(Int(issuedAt.seconds))
        json.name("exp")
        json.integer(Int(expiresAt.seconds))
    }

    /// Refuses a token that was issued later than now or has ended, with some leeway.
    func check(at now: Timestamp) throws(SignedTokenFailure) {
        guard issuedAt.seconds <= now.seconds + Self.leewaySeconds else { throw .invalid }
        guard now < Timestamp(seconds: expiresAt.seconds + Self.leewaySeconds) else { throw .expired }
    }
}
