public import Credentials
public import Model
public import Storage

/// Creates, finds, revokes and rotates API tokens (contract §2).
public struct APITokenRepository: Sendable {
    /// How long a rotated token goes on working: unless said otherwise a day, at most a week (contract §2.4).
    public static let overlapSeconds = (default: 86_400, range: 0...604_800)

    private let store: any Store
    private let clock: WallClock

    init(store: any Store, clock: WallClock) {
        self.store = store
        self.clock = clock
    }

    // MARK: Make

    /// Creates a token.
    ///
    /// The token itself is given back once and stored nowhere.
    ///
    /// - Throws: `LecternError` `invalid` when the draft breaks a rule, `notFound` when there is no such organization.
    public func create(
        _ draft: APITokenDraft,
        organization: OrganizationID,
        actor: String,
        keys: LiveKeyRing
    ) async throws -> (record: APITokenRecord, token: APIToken) {
        let now = clock.now()
        let ranges = try draft.validated(at: now)
        let token = APIToken.mint()
        let record = try Self.record(
            draft,
            ranges: ranges,
            token: token,
            organization: organization,
            actor: actor,
            keys: keys,
            now: now
        )
        try await store.write { connection in
            let exists = try connection.first("SELECT 1 FROM organizations WHERE id = ?1", [.id(organization)]) { _ in
                true
            }
            guard exists != nil else { throw LecternError(.notFound, "There is no organization \(organization)") }
            try record.insert(into: connection)
            try Self.audit(.tokenCreated, record, actor: actor, at: now, connection)
        }
        return (record, token)
    }

    /// Replaces a token by a new one with the same name, scopes, limits and expiry; the old one works for a while longer.
    ///
    /// - Parameters:
    ///   - old: the token to replace.
    ///   - overlapSeconds: 0…604800; 0 ends the old one at once.
    ///   - actor: who does it, for the audit trail.
    ///   - keys: the pepper to store the new one with.
    /// - Throws: `LecternError` `invalid` for the overlap, `notFound` for the token, `conflict` when it no longer works
    ///   or was rotated before.
    /// - Returns: the new token.
    public func rotate(
        _ old: APITokenRecord,
        overlapSeconds: Int,
        actor: String,
        keys: LiveKeyRing
    ) async throws -> (record: APITokenRecord, token: APIToken) {
        guard Self.overlapSeconds.range.contains(overlapSeconds) else {
            throw LecternError.invalid("overlapSeconds must be between 0 and 604800")
        }
        let now = clock.now()
        let token = APIToken.mint()
        let draft = APITokenDraft(
            name: old.name,
            scopes: old.scopes,
            expiresAt: old.expiresAt,
            rateLimit: old.rateLimit
        )
        let record = try Self.record(
            draft,
            ranges: old.allowedIPs,
            token: token,
            organization: old.organization,
            actor: actor,
            keys: keys,
            now: now
        )
        try await store.write { connection in
            guard let current = try Self.find(old.publicKey, connection) else {
                throw LecternError(.notFound, "There is no such API token")
            }
            guard current.status(at: now) == .active, current.replacedBy == nil else {
                throw LecternError(.conflict, "Only an active API token that was not rotated before can be rotated")
            }
            let end = now.adding(seconds: Double(overlapSeconds))
            let expiresAt = current.expiresAt.map { min($0, end) } ?? end
            try record.insert(into: connection)
            try connection.execute(
                "UPDATE api_tokens SET expires_at = ?2, replaced_by = ?3 WHERE id = ?1",
                [.id(old.id), .time(expiresAt), .id(record.id)]
            )
            try Self.audit(.tokenRotated, current, actor: actor, at: now, connection)
        }
        return (record, token)
    }

    private static func record(
        _ draft: APITokenDraft,
        ranges: [AddressRange]?,
        token: APIToken,
        organization: OrganizationID,
        actor: String,
        keys: LiveKeyRing,
        now: Timestamp
    ) throws(LecternError) -> APITokenRecord {
        let ring = keys.current
        guard let pepper = ring.pepper(ring.currentPepperVersion) else {
            throw .configuration("The key folder has no pepper: run `lectern keys init`")
        }
        return APITokenRecord(
            id: .random(),
            organization: organization,
            name: draft.name,
            publicKey: token.publicKey,
            mac: token.digest(with: pepper),
            pepperVersion: ring.currentPepperVersion,
            secretLast4: token.secretLast4,
            scopes: draft.scopes,
            allowedIPs: ranges,
            rateLimit: draft.rateLimit,
            createdBy: actor,
            createdAt: now,
            expiresAt: draft.expiresAt,
            revokedAt: nil,
            lastUsedAt: nil,
            replacedBy: nil
        )
    }

    private static func audit(
        _ action: AuditEntry.Action,
        _ record: APITokenRecord,
        actor: String,
        at now: Timestamp,
        _ connection: any SQLConnection
    ) throws {
        let entry = AuditEntry(
            at: now,
            organization: record.organization,
            actor: actor,
            action: action,
            subject: record.publicKey.description
        )
        try AuditRepository.append(entry, to: connection)
    }

    // MARK: Revoke

    /// Revokes a token, effective with the next request; a second time changes nothing.
    ///
    /// - Throws: `LecternError` `notFound`.
    /// - Returns: the record after it.
    public func revoke(_ publicKey: APITokenPublicKey, actor: String) async throws -> APITokenRecord {
        let now = clock.now()
        return try await store.write { connection in
            let changed = try connection.execute(
                "UPDATE api_tokens SET revoked_at = ?2 WHERE public_key = ?1 AND revoked_at IS NULL",
                [.text(publicKey.description), .time(now)]
            )
            guard let record = try Self.find(publicKey, connection) else {
                throw LecternError(.notFound, "There is no such API token")
            }
            if changed > 0 { try Self.audit(.tokenRevoked, record, actor: actor, at: now, connection) }
            return record
        }
    }

    // MARK: Use

    /// Notes that a token was used.
    ///
    /// - Parameters:
    ///   - record: the token.
    ///   - address: where the request came from; a new one leaves an audit row.
    ///   - renewal: the token's code under a newer pepper, so that the old pepper can be retired.
    /// - Throws: `StorageError`.
    public func noteUse(
        of record: APITokenRecord,
        address: String,
        renewal: (mac: Digest, pepperVersion: Int)?
    ) async throws {
        let now = clock.now()
        try await store.write { connection in
            try connection.execute(
                "UPDATE api_tokens SET last_used_at = ?2 WHERE id = ?1",
                [.id(record.id), .time(now)]
            )
            if let renewal {
                try connection.execute(
                    "UPDATE api_tokens SET token_mac = ?2, pepper_version = ?3 WHERE id = ?1 AND pepper_version < ?3",
                    [.id(record.id), .text(renewal.mac.hex), .integer(renewal.pepperVersion)]
                )
            }
            let isNew = try connection.execute(
                """
                INSERT INTO api_token_addresses (token_id, address, first_used_at) VALUES (?1, ?2, ?3)
                ON CONFLICT (token_id, address) DO NOTHING
                """,
                [.id(record.id), .text(address), .time(now)]
            )
            guard isNew > 0 else { return }
            let entry = AuditEntry(
                at: now,
                organization: record.organization,
                actor: record.publicKey.description,
                action: .tokenUsedFromNewAddress,
                subject: record.publicKey.description,
                address: address
            )
            try AuditRepository.append(entry, to: connection)
        }
    }

    // MARK: Find

    /// An organization's tokens, newest first, revoked ones included; all organizations' for nil.
    ///
    /// - Throws: `StorageError`.
    public func list(organization: OrganizationID?) async throws -> [APITokenRecord] {
        try await store.read { connection in
            try connection.query(
                """
                SELECT \(APITokenRecord.columns) FROM api_tokens
                WHERE ?1 IS NULL OR organization_id = ?1 ORDER BY created_at DESC, id
                """,
                [.id(organization)],
                APITokenRecord.read(from:)
            )
        }
    }

    /// The token with a public half, or nil; on the caller's thread where the engine can.
    ///
    /// - Throws: `StorageError`.
    public func find(_ publicKey: APITokenPublicKey, in reads: any ImmediateReads) throws -> APITokenRecord? {
        try reads.read { try Self.find(publicKey, $0) }
    }

    /// The token with a public half, or nil.
    ///
    /// - Throws: `StorageError`.
    public func find(_ publicKey: APITokenPublicKey) async throws -> APITokenRecord? {
        try await store.read { try Self.find(publicKey, $0) }
    }

    /// The token named by its id or by its public half.
    ///
    /// - Throws: `LecternError` `notFound`.
    public func find(idOrPublicKey text: String) async throws -> APITokenRecord {
        let found: APITokenRecord? = try await store.read { connection in
            if let publicKey = APITokenPublicKey(text) { return try Self.find(publicKey, connection) }
            guard let id = APITokenID(text) else { return nil }
            return try connection.first(
                "SELECT \(APITokenRecord.columns) FROM api_tokens WHERE id = ?1",
                [.id(id)],
                APITokenRecord.read(from:)
            )
        }
        guard let found else { throw LecternError(.notFound, "There is no API token \(text)") }
        return found
    }

    private static func find(
        _ publicKey: APITokenPublicKey,
        _ connection: any SQLConnection
    ) throws -> APITokenRecord? {
        try connection.first(
            "SELECT \(APITokenRecord.columns) FROM api_tokens WHERE public_key = ?1",
            [.text(publicKey.description)],
            APITokenRecord.read(from:)
        )
    }
}
