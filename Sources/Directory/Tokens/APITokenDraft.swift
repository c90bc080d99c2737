public import Model

/// What an organization admin says of a new API token (contract §2.4).
public struct APITokenDraft: Sendable {
    /// Its name.
    public var name: String
    /// What it may be used for.
    public var scopes: ScopeSet
    /// From when on it no longer works; nil for never.
    public var expiresAt: Timestamp?
    /// Where it may be used from, addresses or CIDR ranges; nil for anywhere.
    public var allowedIPs: [String]?
    /// Requests a minute; nil for the default, 0 for no limit.
    public var rateLimit: Int?

    /// Makes a draft.
    public init(
        name: String,
        scopes: ScopeSet = .all,
        expiresAt: Timestamp? = nil,
        allowedIPs: [String]? = nil,
        rateLimit: Int? = nil
    ) {
        self.name = name
        self.scopes = scopes
        self.expiresAt = expiresAt
        self.allowedIPs = allowedIPs
        self.rateLimit = rateLimit
    }

    /// Checks the draft and gives its address list parsed.
    ///
    /// - Throws: `LecternError` `invalid` naming the member that breaks its rule.
    func validated(at now: Timestamp) throws(LecternError) -> [AddressRange]? {
        guard !name.isEmpty else { throw .invalid("name is required") }
        guard name.isPlainText(1...100) else { throw .invalid("name must have 1 to 100 characters") }
        guard !scopes.scopes.isEmpty else { throw .invalid("scopes must name at least one scope") }
        if let expiresAt, expiresAt <= now { throw .invalid("expiresAt must be in the future") }
        if let rateLimit, !(0...1_000_000).contains(rateLimit) {
            throw .invalid("rateLimit must be between 0 and 1000000")
        }
        guard let allowedIPs else { return nil }
        guard (1...100).contains(allowedIPs.count) else { throw .invalid("allowedIps must name 1 to 100 addresses") }
        var ranges: [AddressRange] = []
        for text in allowedIPs {
            guard let range = AddressRange(text) else {
                throw .invalid("allowedIps must hold IP addresses or CIDR ranges")
            }
            ranges.append(range)
        }
        return ranges
    }
}
