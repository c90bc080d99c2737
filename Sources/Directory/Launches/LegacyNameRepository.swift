public import Model
import Storage

/// Keeps what users, courses and links were called under LTI 1.1 (LTI rule M1).
public struct LegacyNameRepository: Sendable {
    private let store: any Store
    private let clock: WallClock

    init(store: any Store, clock: WallClock) {
        self.store = store
        self.clock = clock
    }

    private static let lookup = """
        SELECT legacy_name, consumer_key FROM legacy_names WHERE platform_id = ?1 AND kind = ?2 AND name = ?3
        """

    /// Records names of a platform's launch; nothing is written when all are known.
    ///
    /// - Throws: `StorageError`.
    public func record(_ names: [LegacyName], platform: String, organization: OrganizationID) async throws {
        let new = try await store.readSoon { connection in
            try names.filter { name in
                let known = try connection.first(
                    Self.lookup,
                    [.text(platform), .text(name.kind.rawValue), .text(name.name)]
                ) { LegacyName(kind: name.kind, name: name.name, legacyName: $0.text(0), consumerKey: $0.text(1)) }
                return known != name
            }
        }
        guard !new.isEmpty else { return }
        let now = clock.now()
        try await store.write { connection in
            for name in new {
                try connection.execute(
                    """
                    INSERT INTO legacy_names (
                        organization_id, platform_id, kind, name, legacy_name, consumer_key, recorded_at)
                    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                    ON CONFLICT (platform_id, kind, name) DO UPDATE SET
                        legacy_name = excluded.legacy_name, consumer_key = excluded.consumer_key,
                        recorded_at = excluded.recorded_at
                    """,
                    [
                        .id(organization), .text(platform), .text(name.kind.rawValue), .text(name.name),
                        .text(name.legacyName), .text(name.consumerKey), .time(now),
                    ]
                )
            }
        }
    }

    /// The names of a platform, at most so many.
    ///
    /// - Throws: `StorageError`.
    public func list(platform: String, organization: OrganizationID, limit: Int = 100_000) async throws -> [LegacyName]
    {
        try await store.read { connection in
            try connection.query(
                """
                SELECT kind, name, legacy_name, consumer_key FROM legacy_names
                WHERE platform_id = ?1 AND organization_id = ?2 ORDER BY kind DESC, name LIMIT ?3
                """,
                [.text(platform), .id(organization), .integer(limit)]
            ) { row in
                guard let kind = LegacyName.Kind(rawValue: row.text(0)) else {
                    throw StorageError.corrupt("unknown kind of a name")
                }
                return LegacyName(kind: kind, name: row.text(1), legacyName: row.text(2), consumerKey: row.text(3))
            }
        }
    }
}
