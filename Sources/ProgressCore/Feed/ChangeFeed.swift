public import Model
import Storage

/// What changed in lesson progress, in the order of the commits (design §5, rule 7).
public struct ChangeFeed: Sendable {
    /// What happened to a record.
    enum Change: String, Sendable {
        /// It came to be.
        case created
        /// It left `not_started`.
        case started
        /// It changed otherwise.
        case updated
        /// It was completed.
        case completed
        /// Many records of a lesson were loaded at once; the entry names none of them.
        case imported
    }

    /// More entries than this are not named one by one.
    static let pieceLimit = 1_000

    private let store: any Store

    init(store: any Store) {
        self.store = store
    }

    /// Appends an entry within the transaction that makes the change.
    static func append(
        _ change: Change,
        to key: ProgressKey,
        at now: Timestamp,
        _ connection: any SQLConnection
    ) throws {
        let stored = StoredSubject(key.subject)
        try append(change, key.organization, key.lesson, stored, at: now, connection)
    }

    /// Appends the one entry of a bulk load.
    static func appendImport(
        of lesson: LessonID,
        organization: OrganizationID,
        at now: Timestamp,
        _ connection: any SQLConnection
    ) throws {
        try append(.imported, organization, lesson, StoredSubject.nobody, at: now, connection)
    }

    private static func append(
        _ change: Change,
        _ organization: OrganizationID,
        _ lesson: LessonID,
        _ subject: StoredSubject,
        at now: Timestamp,
        _ connection: any SQLConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO change_feed (at, organization_id, lesson_id, platform_id, learner_key, context_id, change)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            """,
            [
                .time(now), .id(organization), .id(lesson), .text(subject.platform), .text(subject.learner),
                .text(subject.context), .text(change.rawValue),
            ]
        )
    }

    /// The changes after a position; all of them count as too many to name when some are no longer kept.
    ///
    /// - Throws: `StorageError`.
    func changes(after sequence: Int64, _ connection: any SQLConnection) throws -> ProgressChanges {
        let entries = try connection.query(
            """
            SELECT sequence, organization_id, lesson_id, platform_id, learner_key, context_id, change FROM change_feed
            WHERE sequence > ?1 ORDER BY sequence LIMIT ?2
            """,
            [.integer(sequence), .integer(Self.pieceLimit + 1)]
        ) { row -> (sequence: Int64, key: ProgressKey?) in
            let isBulk = row.text(6) == Change.imported.rawValue
            let stored = StoredSubject(platform: row.text(3), learner: row.text(4), context: row.text(5))
            let key = ProgressKey(organization: try row.id(1), lesson: try row.id(2), subject: stored.subject)
            return (row.integer(0), isBulk ? nil : key)
        }
        guard let last = entries.last else { return ProgressChanges(sequence: sequence, keys: []) }
        let keys = entries.compactMap(\.key)
        let isWhole =
            entries.count <= Self.pieceLimit && keys.count == entries.count
            && entries[0].sequence == sequence + 1
        guard !isWhole else { return ProgressChanges(sequence: last.sequence, keys: keys) }
        let newest = try connection.first("SELECT max(sequence) FROM change_feed", []) { $0.integer(0) }
        return ProgressChanges(sequence: newest ?? last.sequence, keys: nil)
    }

    /// Drops entries older than an instant, so that the feed does not grow for ever.
    ///
    /// The newest entry stays however old it is: a reader that has not seen it must notice that it missed some.
    /// - Throws: `StorageError`.
    /// - Returns: how many were dropped.
    public func prune(before instant: Timestamp) async throws -> Int {
        try await store.write { connection in
            // In pieces, so that no writer waits long.
            try connection.execute(
                """
                DELETE FROM change_feed WHERE sequence IN (
                    SELECT sequence FROM change_feed
                    WHERE at < ?1 AND sequence < (SELECT max(sequence) FROM change_feed)
                    ORDER BY sequence LIMIT 10000)
                """,
                [.time(instant)]
            )
        }
    }
}
