public import Credentials
public import Model

/// What is stored of an API token: everything but the token (contract §2.2, §2.4).
public struct APITokenRecord: Sendable {
    /// Requests a minute where the token sets none of its own (contract §8).
    public static let defaultRateLimit = 600

    /// Whether the token works.
    public enum Status: String, Sendable {
        /// It works.
        case active
        /// It was revoked; for good.
        case revoked
        /// Its time is over.
        case expired
    }

    /// Its identifier.
    public let id: APITokenID
    /// The organization it belongs to.
    public let organization: OrganizationID
    /// Its name, 1–100 characters.
    public let name: String
    /// The public half, safe to show and log.
    public let publicKey: APITokenPublicKey
    /// HMAC-SHA-256 of the whole token under the pepper of ``pepperVersion``.
    public let mac: Digest
    /// Which pepper ``mac`` was made with.
    public let pepperVersion: Int
    /// The last four characters of the secret half.
    public let secretLast4: String
    /// What it may be used for.
    public let scopes: ScopeSet
    /// Where it may be used from; nil for anywhere.
    public let allowedIPs: [AddressRange]?
    /// Requests a minute; nil for the default, 0 for no limit.
    public let rateLimit: Int?
    /// Who created it.
    public let createdBy: String
    /// When it was created.
    public let createdAt: Timestamp
    /// From when on it no longer works; nil for never.
    public let expiresAt: Timestamp?
    /// When it was revoked.
    public let revokedAt: Timestamp?
    /// When it was last used, at most a minute late.
    public let lastUsedAt: Timestamp?
    /// The token that took its place by rotation.
    public let replacedBy: APITokenID?

    /// Whether it works at an instant; revoked wins over expired.
    public func status(at now: Timestamp) -> Status {
        if revokedAt != nil { return .revoked }
        if let expiresAt, expiresAt <= now { return .expired }
        return .active
    }
}

// MARK: - Public form

extension APITokenRecord {
    /// Writes the token object of contract §2.4.
    ///
    /// - Parameters:
    ///   - json: takes the object.
    ///   - now: when the status is told.
    ///   - token: the token itself, right after it was made; adds `secretKey` and `token`.
    public func write(to json: inout JSONWriter, now: Timestamp, token: APIToken? = nil) {
        json.object { json in
            json.name("id")
            json.id(id)
            json.name("name")
            json.string(name)
            json.name("publicKey")
            json.string(publicKey.description)
            json.name("status")
            json.string(status(at: now).rawValue)
            json.name("createdAt")
            json.time(createdAt)
            json.name("lastUsedAt")
            json.time(lastUsedAt)
            json.name("createdBy")
            json.string(createdBy)
            json.name("expiresAt")
            json.time(expiresAt)
            json.name("revokedAt")
            json.time(revokedAt)
            json.name("scopes")
            json.array { json in
                for scope in scopes.scopes { json.string(scope.rawValue) }
            }
            json.name("allowedIps")
            write(allowedIPs, to: &json)
            json.name("rateLimit")
            json.integer(rateLimit)
            json.name("secretLast4")
            json.string(secretLast4)
            json.name("replacedBy")
            json.id(replacedBy)
            if let token {
                json.name("secretKey")
                json.string(String(token.exposedText.dropFirst(publicKey.description.count + 1)))
                json.name("token")
                json.string(token.exposedText)
            }
        }
    }

    private func write(_ ranges: [AddressRange]?, to json: inout JSONWriter) {
        guard let ranges else { return json.null() }
        json.array { json in
            for range in ranges { json.string(range.description) }
        }
    }
}
