public import Model
import Storage

/// The outbox of grades (design §6): what is to be sent, who is sending it, and what became of it.
///
/// There is one row for each user of a link. It does not hold a score: whoever sends reads the present one, so nothing old
/// is ever sent.
public struct GradeRepository: Sendable {
    let store: any Store
    let clock: WallClock

    init(store: any Store, clock: WallClock) {
        self.store = store
        self.clock = clock
    }

    // MARK: Want

    private static let reader = "grades"

    private static let wish = """
        UPDATE grades SET wanted = grades.wanted + 1, due_at = \(GradeWish.dueAt(now: "?6"))
        WHERE organization_id = ?1 AND lesson_id = ?2 AND platform_id = ?3 AND user_id = ?4 AND context_key = ?5
            AND is_dead = 0
        """
    private static let advance = """
        INSERT INTO feed_positions (reader, position) VALUES (?1, ?2)
        ON CONFLICT (reader) DO UPDATE SET position = excluded.position
        WHERE feed_positions.position < excluded.position
        """

    /// How far the change feed was read; nil before the first time.
    ///
    /// - Throws: `StorageError`.
    public func feedPosition() async throws -> Int64? {
        try await store.readSoon { try Self.position($0) }
    }

    /// Notes that grades are to be sent, since their progress changed, and how far the feed was read.
    ///
    /// Dead ones stay as they are, and the position never goes back. Where another reader has come as far already,
    /// everything is noted, and nothing is done.
    ///
    /// - Parameters:
    ///   - changes: the records that changed; those of embeds have no grades.
    ///   - position: the feed's position after them.
    /// - Throws: `StorageError`.
    /// - Returns: how many grades that are.
    public func want(_ changes: [ProgressKey], upTo position: Int64) async throws -> Int {
        let now = clock.now()
        return try await store.write { connection in
            if let standing = try Self.position(connection), standing >= position { return 0 }
            var marked = 0
            for key in changes {
                guard case .lti(let platform, let user, let context) = key.subject else { continue }
                marked += try connection.execute(
                    Self.wish,
                    [
                        .id(key.organization), .id(key.lesson), .text(platform), .text(user), .text(context ?? ""),
                        .time(now),
                    ]
                )
            }
            try connection.execute(Self.advance, [.text(Self.reader), .integer(position)])
            return marked
        }
    }

    /// Notes that all living grades are to be looked at, since the feed named too many, in pieces; then how far it was read.
    ///
    /// The position may go back here: a progress store that was restored from a backup starts anew.
    ///
    /// - Throws: `StorageError`.
    public func wantAll(upTo position: Int64) async throws {
        let now = clock.now()
        var last = 0
        while true {
            let after = last
            let end = try await store.write { try Self.wantPiece(after: after, at: now, $0) }
            guard let end else { break }
            last = end
        }
        try await store.write { connection in
            _ = try connection.execute(
                """
                INSERT INTO feed_positions (reader, position) VALUES (?1, ?2)
                ON CONFLICT (reader) DO UPDATE SET position = excluded.position
                """,
                [.text(Self.reader), .integer(position)]
            )
        }
    }

    /// Wants a piece of the grades, and gives the number of its last; nil when there are none after a number.
    private static func wantPiece(
        after: Int,
        at now: Timestamp,
        _ connection: any SQLConnection
    ) throws -> Int? {
        let numbers = try connection.query(
            "SELECT sequence FROM grades WHERE sequence > ?1 ORDER BY sequence LIMIT \(SweepPiece.rows)",
            [.integer(after)]
        ) { Int($0.integer(0)) }
        guard let end = numbers.last else { return nil }
        try connection.execute(
            """
            UPDATE grades SET wanted = grades.wanted + 1, due_at = \(GradeWish.dueAt(now: "?3"))
            WHERE sequence > ?1 AND sequence <= ?2 AND is_dead = 0
            """,
            [.integer(after), .integer(end), .time(now)]
        )
        return end
    }

    private static func position(_ connection: any SQLConnection) throws -> Int64? {
        try connection.first("SELECT position FROM feed_positions WHERE reader = ?1", [.text(reader)]) {
            $0.integer(0)
        }
    }
}
