import Credentials
import Model
import Storage

extension APITokenRecord {
    /// Stores a new token.
    func insert(into connection: any SQLConnection) throws {
        try connection.execute(
            """
            INSERT INTO api_tokens (
                id, organization_id, name, public_key, token_mac, pepper_version, secret_last4, scopes, allowed_ips,
                rate_limit, created_by, created_at, expires_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
            """,
            [
                .id(id), .id(organization), .text(name), .text(publicKey.description),
                .text(mac.hex), .integer(pepperVersion), .text(secretLast4),
                .text(scopes.storedText),
                .text(allowedIPs.map { $0.map(\.description).joined(separator: ",") }),
                .integer(rateLimit), .text(createdBy), .time(createdAt), .time(expiresAt),
            ]
        )
    }

    /// The columns that ``read(from:)`` expects, in order.
    static let columns = """
        id, organization_id, name, public_key, token_mac, pepper_version, secret_last4, scopes, allowed_ips,
        rate_limit, created_by, created_at, expires_at, revoked_at, last_used_at, replaced_by
        """

    /// Reads a row of ``columns``.
    static func read(from row: any SQLRow) throws -> APITokenRecord {
        guard let publicKey = APITokenPublicKey(row.text(3)), let mac = Digest(hex: row.text(4)),
            let scopes = ScopeSet(storedText: row.text(7))
        else { throw StorageError.corrupt("an API token row is malformed") }
        return APITokenRecord(
            id: try row.id(0),
            organization: try row.id(1),
            name: row.text(2),
            publicKey: publicKey,
            mac: mac,
            pepperVersion: Int(row.integer(5)),
            secretLast4: row.text(6),
            scopes: scopes,
            allowedIPs: row.optionalText(8).map { $0.split(separator: ",").compactMap { AddressRange(String($0)) } },
            rateLimit: row.optionalInteger(9),
            createdBy: row.text(10),
            createdAt: row.time(11),
            expiresAt: row.optionalTime(12),
            revokedAt: row.optionalTime(13),
            lastUsedAt: row.optionalTime(14),
            replacedBy: try row.optionalID(15)
        )
    }
}
