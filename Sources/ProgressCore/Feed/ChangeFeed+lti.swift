import Model
import Storage

/// The feed as those read it who must miss nothing of LTI users: the senders of grades (design §6).
extension ChangeFeed {
    /// How long a number that is missing is waited for, in seconds; after that it counts as undone.
    ///
    /// A transaction that took a number may commit after those with higher ones.
    static let patienceSeconds = 10.0

    /// The present end of the feed, which names nothing.
    func end(_ connection: any SQLConnection) throws -> FeedPiece {
        let newest = try connection.first("SELECT max(sequence) FROM change_feed", []) { $0.integer(0) }
        return FeedPiece(sequence: newest ?? 0, keys: [])
    }

    /// The records of LTI users among the changes after a position.
    ///
    /// Nothing is named where entries are no longer kept, or many records were loaded at once.
    /// - Throws: `StorageError`.
    func ltiChanges(after sequence: Int64, at now: Timestamp, _ connection: any SQLConnection) throws -> FeedPiece {
        let entries = try connection.query(
            """
            SELECT sequence, organization_id, lesson_id, platform_id, learner_key, context_id, change, at
            FROM change_feed WHERE sequence > ?1 ORDER BY sequence LIMIT ?2
            """,
            [.integer(sequence), .integer(Self.pieceLimit + 1)],
            Entry.init(row:)
        )
        var position = sequence
        var keys: [ProgressKey] = []
        var seen: Set<ProgressKey> = []
        var isNamed = true
        for entry in entries.prefix(Self.pieceLimit) {
            if entry.sequence != position + 1 {
                guard entry.at <= now.adding(seconds: -Self.patienceSeconds) else {
                    return FeedPiece(sequence: position, keys: isNamed ? keys : nil)
                }
                if position == sequence, try isPruned(after: sequence, connection) { isNamed = false }
            }
            position = entry.sequence
            if entry.isBulk { isNamed = false }
            if let key = entry.key, seen.insert(key).inserted { keys.append(key) }
        }
        return FeedPiece(
            sequence: position,
            keys: isNamed ? keys : nil,
            hasMore: entries.count > Self.pieceLimit
        )
    }

    /// Whether the entries up to a position are gone; those after it may be as well, then.
    private func isPruned(after sequence: Int64, _ connection: any SQLConnection) throws -> Bool {
        try connection.first(
            "SELECT 1 FROM change_feed WHERE sequence <= ?1 LIMIT 1",
            [.integer(sequence)]
        ) { $0.integer(0) } == nil
    }

    /// What an entry tells about LTI users.
    private struct Entry {
        let sequence: Int64
        let at: Timestamp
        /// Whether it stands for many records.
        let isBulk: Bool
        /// The record of an LTI user; nil for those of embed learners.
        let key: ProgressKey?

        init(row: any SQLRow) throws {
            sequence = row.integer(0)
            at = row.time(7)
            isBulk = row.text(6) == Change.imported.rawValue
            guard !row.withText(3, \.isEmpty) else {
                key = nil
                return
            }
            let stored = StoredSubject(platform: row.text(3), learner: row.text(4), context: row.text(5))
            key = ProgressKey(organization: try row.id(1), lesson: try row.id(2), subject: stored.subject)
        }
    }
}
