import Storage

extension Store {
    /// Runs a statement that changes at most 10,000 rows until it changes fewer, each time in a transaction of its own, so that
    /// nobody waits long for the writer.
    ///
    /// - Returns: how many rows it changed.
    /// - Throws: `StorageError`.
    func changeInPieces(_ sql: String, _ parameters: [SQLValue]) async throws -> Int {
        var changed = 0
        while true {
            let piece = try await write { try $0.execute(sql, parameters) }
            changed += piece
            guard piece >= SweepPiece.rows else { return changed }
        }
    }
}

/// How much of a sweep is one transaction.
enum SweepPiece {
    static let rows = 10_000
}
