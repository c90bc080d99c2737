public import Model
import Storage

/// Reads and extends the audit trail.
public struct AuditRepository: Sendable {
    private let store: any Store

    init(store: any Store) {
        self.store = store
    }

    /// Appends an entry that belongs to no other change of the directory.
    ///
    /// - Throws: `StorageError`.
    public func append(_ entry: AuditEntry) async throws {
        try await store.write { try Self.append(entry, to: $0) }
    }

    /// Appends an entry within the transaction of what it tells about.
    static func append(_ entry: AuditEntry, to connection: any SQLConnection) throws {
        try connection.execute(
            """
            INSERT INTO audit (at, organization_id, actor, action, subject, address)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            """,
            [
                .time(entry.at), .id(entry.organization), .text(entry.actor), .text(entry.action.rawValue),
                .text(entry.subject), .text(entry.address),
            ]
        )
    }

    /// An organization's latest entries, newest first.
    ///
    /// - Parameters:
    ///   - organization: whose entries.
    ///   - limit: at most this many, 1…1000.
    /// - Throws: `StorageError`.
    /// - Returns: the entries.
    public func latest(of organization: OrganizationID, limit: Int) async throws -> [AuditEntry] {
        try await store.read { connection in
            try connection.query(
                """
                SELECT at, actor, action, subject, address FROM audit
                WHERE organization_id = ?1 ORDER BY sequence DESC LIMIT ?2
                """,
                [.id(organization), .integer(limit)]
            ) { row in
                guard let action = AuditEntry.Action(rawValue: row.text(2)) else {
                    throw StorageError.corrupt("unknown audit action")
                }
                return AuditEntry(
                    at: row.time(0),
                    organization: organization,
                    actor: row.text(1),
                    action: action,
                    subject: row.text(3),
                    address: row.optionalText(4)
                )
            }
        }
    }
}
