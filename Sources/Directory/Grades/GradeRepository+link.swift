public import Model
import Storage

extension GradeRepository {
    /// Takes the right to make a link's line item, which one caller has at a time.
    ///
    /// - Parameters:
    ///   - link: our id of the link.
    ///   - owner: who makes it; the same owner may take it again.
    ///   - until: when the right ends by itself.
    /// - Throws: `StorageError`.
    /// - Returns: false when someone else has the right, or the link has a line item.
    public func leaseLineItem(of link: String, owner: String, until: Timestamp) async throws -> Bool {
        let now = clock.now()
        return try await store.write { connection in
            try connection.execute(
                """
                UPDATE resource_links SET line_item_owner = ?2, line_item_until = ?3
                WHERE id = ?1 AND line_item IS NULL
                    AND (line_item_until IS NULL OR line_item_until <= ?4 OR line_item_owner = ?2)
                """,
                [.text(link), .text(owner), .time(until), .time(now)]
            ) > 0
        }
    }

    /// Stores a link's line item, and gives its dead grades another chance when it is another than before.
    ///
    /// - Throws: `StorageError`.
    public func setLineItem(_ url: String, of link: String) async throws {
        let now = clock.now()
        try await store.write { connection in
            let isChanged = try connection.execute(
                """
                UPDATE resource_links SET line_item = ?2, updated_at = ?3, line_item_owner = NULL,
                    line_item_until = NULL
                WHERE id = ?1 AND (line_item IS NULL OR line_item <> ?2)
                """,
                [.text(link), .text(url), .time(now)]
            )
            if isChanged > 0 { try GradeWish.revive(link: link, at: now, connection) }
        }
    }
}
