public import Model
import Storage

extension GradeRepository {
    /// The platforms that have something to send and when the first of it is due; a step for each platform, however much
    /// each has.
    private static let pendingPlatforms = """
        WITH RECURSIVE pending (id) AS (
            SELECT (SELECT platform_id FROM grades WHERE due_at IS NOT NULL ORDER BY platform_id LIMIT 1)
            UNION ALL
            SELECT (
                SELECT platform_id FROM grades WHERE due_at IS NOT NULL AND platform_id > pending.id
                ORDER BY platform_id LIMIT 1)
            FROM pending WHERE pending.id IS NOT NULL)
        SELECT registration.platform_id, (
                SELECT due_at FROM grades WHERE platform_id = registration.platform_id AND due_at IS NOT NULL
                ORDER BY due_at LIMIT 1) AS first_due
        FROM pending JOIN registrations registration ON registration.platform_id = pending.id
        WHERE registration.is_active = 1
        ORDER BY first_due
        """
    private static let inFlight = """
        SELECT count(*) FROM grades WHERE platform_id = ?1 AND lease_owner IS NOT NULL AND lease_owner = ?2
            AND leased_until > ?3
        """
    private static let dueOnes = """
        SELECT id, due_at FROM grades WHERE platform_id = ?1 AND due_at IS NOT NULL AND due_at <= ?2
        ORDER BY due_at LIMIT ?3
        """
    // Due again when the lease ends: whoever has it may be gone by then.
    private static let taking = """
        UPDATE grades SET lease_owner = ?2, leased_until = ?3, due_at = ?3
        WHERE id = ?1 AND due_at IS NOT NULL AND due_at <= ?4
        """
    private static let taken = """
        SELECT \(GradeTask.columns) FROM grades JOIN resource_links link ON link.id = grades.link_id WHERE grades.id = ?1
        """

    /// Takes grades that are due, for one sender alone.
    ///
    /// Platforms take turns: none gets a second before each has got one. Inactive ones wait (LTI rule R5).
    ///
    /// - Parameters:
    ///   - limit: at most this many.
    ///   - perPlatform: at most this many of a platform, with those that the owner still has.
    ///   - owner: who takes them.
    ///   - until: when others may take those that were not ``finish(_:_:)``ed.
    /// - Throws: `StorageError`.
    /// - Returns: the grades, in the order in which they were due.
    public func lease(
        limit: Int,
        perPlatform: Int,
        owner: String,
        until: Timestamp
    ) async throws -> [GradeTask] {
        let now = clock.now()
        // Most times nothing is due, which a read can tell.
        guard let first = try await nextDue(), first <= now else { return [] }
        return try await store.write { connection in
            var turns: [(turn: Int, due: Timestamp, id: String)] = []
            var platforms = 0
            for platform in try Self.pending(connection) where platform.due <= now {
                let held =
                    try connection.first(
                        Self.inFlight,
                        [.text(platform.id), .text(owner), .time(now)]
                    ) { Int($0.integer(0)) } ?? 0
                guard held < perPlatform else { continue }
                let room = min(perPlatform - held, limit)
                let due = try connection.query(
                    Self.dueOnes,
                    [.text(platform.id), .time(now), .integer(room)]
                ) { (id: $0.text(0), at: $0.time(1)) }
                turns += due.enumerated().map { (turn: $0.offset, due: $0.element.at, id: $0.element.id) }
                platforms += 1
                if platforms >= limit { break }
            }
            let chosen = turns.sorted { ($0.turn, $0.due) < ($1.turn, $1.due) }.prefix(limit)
            return try chosen.sorted { $0.due < $1.due }.compactMap { one in
                let isTaken = try connection.execute(
                    Self.taking,
                    [.text(one.id), .text(owner), .time(until), .time(now)]
                )
                guard isTaken > 0 else { return nil }
                return try connection.first(Self.taken, [.text(one.id)], GradeTask.read(from:))
            }
        }
    }

    /// When the next grade of an active platform is due, or a lease ends; nil when there is nothing to wait for.
    ///
    /// - Throws: `StorageError`.
    public func nextDue() async throws -> Timestamp? {
        try await store.readSoon { try Self.pending($0).first?.due }
    }

    /// The active platforms that have something to send, by when.
    private static func pending(_ connection: any SQLConnection) throws -> [(id: String, due: Timestamp)] {
        try connection.query(pendingPlatforms, []) { (id: $0.text(0), due: $0.time(1)) }
    }
}
