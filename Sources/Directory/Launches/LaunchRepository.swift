public import Model
import Storage

/// Records launches and keeps the sessions that they leave behind (LTI rules V11, V20, S1).
///
/// Of a session's secret and of its ticket only digests are stored.
public struct LaunchRepository: Sendable {
    /// How long after the launch its ticket is good, in seconds.
    public static let ticketSeconds = 120

    private let store: any Store
    private let clock: WallClock

    init(store: any Store, clock: WallClock) {
        self.store = store
        self.clock = clock
    }

    private static let live = "expires_at > ?2 AND revoked_at IS NULL"
    private static let byID = "SELECT \(LaunchSession.columns) FROM launch_sessions WHERE id = ?1 AND \(live)"
    private static let bySecret = "\(byID) AND secret_digest = ?3"
    private static let redemption = """
        UPDATE launch_sessions SET redeemed_at = ?2
        WHERE ticket_digest = ?1 AND redeemed_at IS NULL AND \(live) AND created_at >= ?3
            AND (lesson_id = ?4 OR ?4 IS NULL)
        RETURNING \(LaunchSession.columns)
        """

    // MARK: Record

    /// Records a validated launch.
    ///
    /// The login is used up, and what the launch tells is stored: its user, course and link, where the course's members
    /// are to be had, the session, and for a learner whose link takes scores the wish to send one.
    ///
    /// - Throws: `LecternError` `notFound` when the platform is not the organization's: then the login stays.
    /// - Returns: the session; nil, with nothing stored, when the login is unknown, too old or used up.
    public func record(_ entry: LaunchEntry) async throws -> LaunchSession? {
        let now = clock.now()
        let names = LaunchRecorder.NewNames()
        return try await store.write { connection in
            try LaunchRecorder(entry: entry, names: names, now: now, connection: connection).record()
        }
    }

    // MARK: Find

    /// Takes the ticket of a launch: once, within 120 s; nil otherwise.
    ///
    /// - Parameters:
    ///   - digest: SHA-256 of the ticket, in hex.
    ///   - lesson: what the launch must have been for; nil for anything. Another lesson's ticket stays good.
    /// - Throws: `StorageError`.
    /// - Returns: the launch's session.
    public func redeem(ticket digest: String, lesson: LessonID? = nil) async throws -> LaunchSession? {
        let now = clock.now()
        let earliest = now.adding(seconds: -Double(Self.ticketSeconds))
        return try await store.write { connection in
            try connection.first(
                Self.redemption,
                [.text(digest), .time(now), .time(earliest), .id(lesson)],
                LaunchSession.read(from:)
            )
        }
    }

    /// A session; nil when it is unknown, over or revoked.
    ///
    /// - Throws: `StorageError`.
    public func session(_ id: String) async throws -> LaunchSession? {
        let now = clock.now()
        return try await store.readSoon { connection in
            try connection.first(Self.byID, [.text(id), .time(now)], LaunchSession.read(from:))
        }
    }

    /// A session whose secret has a digest; nil when there is none, or it is over or revoked.
    ///
    /// - Throws: `StorageError`.
    public func session(_ id: String, secretDigest: String) async throws -> LaunchSession? {
        let now = clock.now()
        return try await store.readSoon { connection in
            try connection.first(
                Self.bySecret,
                [.text(id), .time(now), .text(secretDigest)],
                LaunchSession.read(from:)
            )
        }
    }

    // MARK: End

    /// Notes that a session has given its one answer (LTI rule D5): true for exactly one caller.
    ///
    /// - Throws: `StorageError`.
    public func finish(_ id: String) async throws -> Bool {
        let now = clock.now()
        return try await store.write { connection in
            try connection.execute(
                "UPDATE launch_sessions SET finished_at = ?2 WHERE id = ?1 AND finished_at IS NULL AND \(Self.live)",
                [.text(id), .time(now)]
            ) > 0
        }
    }

    /// Ends a session at once; a second time changes nothing.
    ///
    /// - Throws: `StorageError`.
    public func revoke(_ id: String) async throws {
        let now = clock.now()
        try await store.write { connection in
            _ = try connection.execute(
                "UPDATE launch_sessions SET revoked_at = ?2 WHERE id = ?1 AND revoked_at IS NULL",
                [.text(id), .time(now)]
            )
        }
    }

    /// Deletes sessions that are over, in pieces.
    ///
    /// - Throws: `StorageError`.
    /// - Returns: how many rows went.
    public func sweep() async throws -> Int {
        try await store.changeInPieces(
            """
            DELETE FROM launch_sessions WHERE id IN (
                SELECT id FROM launch_sessions WHERE expires_at <= ?1 ORDER BY expires_at LIMIT \(SweepPiece.rows))
            """,
            [.time(clock.now())]
        )
    }
}
