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

    private static let unended = "expires_at > ?2 AND revoked_at IS NULL"
    /// A platform that is switched off ends what its sessions may do, until it is switched on again (LTI rule R5).
    private static let live = """
        \(unended) AND EXISTS (
            SELECT 1 FROM registrations
            WHERE registrations.platform_id = launch_sessions.platform_id AND registrations.is_active = 1)
        """
    private static let byID = "SELECT \(LaunchSession.columns) FROM launch_sessions WHERE id = ?1 AND \(live)"
    private static let bySecret = "\(byID) AND secret_digest = ?3"
    private static let redemption = """
        UPDATE launch_sessions SET redeemed_at = ?2
        WHERE ticket_digest = ?1 AND redeemed_at IS NULL AND created_at >= ?3 AND \(live)
        RETURNING \(LaunchSession.columns)
        """

    // MARK: Record

    /// Records a validated launch.
    ///
    /// The login is used up, and what the launch tells is stored: its user, course and link, where the course's members
    /// are to be had, the session, and the wish to send a score when a learner follows a link that takes scores for the
    /// first time, or for the first time to another lesson or course.
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

    /// Takes the ticket of a launch: once, within 120 s, while its platform is active.
    ///
    /// - Parameter digest: SHA-256 of the ticket, in hex.
    /// - Throws: `StorageError`.
    /// - Returns: the launch's session; nil otherwise.
    public func redeem(ticket digest: String) async throws -> LaunchSession? {
        let now = clock.now()
        let earliest = now.adding(seconds: -Double(Self.ticketSeconds))
        return try await store.write { connection in
            try connection.first(
                Self.redemption,
                [.text(digest), .time(now), .time(earliest)],
                LaunchSession.read(from:)
            )
        }
    }

    /// A session; nil when it is unknown, over or revoked, or its platform is inactive.
    ///
    /// - Throws: `StorageError`.
    public func session(_ id: String) async throws -> LaunchSession? {
        let now = clock.now()
        return try await store.readSoon { connection in
            try connection.first(Self.byID, [.text(id), .time(now)], LaunchSession.read(from:))
        }
    }

    /// A session whose secret has a digest; nil when there is none, it is over or revoked, or its platform is inactive.
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

    /// The platform of a session that would be live if its platform were not switched off.
    ///
    /// - Parameters:
    ///   - id: the session's id, or
    ///   - digest: SHA-256 of its ticket, in hex.
    /// - Throws: `StorageError`.
    /// - Returns: our id of the platform; nil for every other session, and where there is none.
    public func switchedOffPlatform(session id: String?, ticket digest: String?) async throws -> String? {
        let now = clock.now()
        return try await store.readSoon { connection in
            try connection.first(
                """
                SELECT platform_id FROM launch_sessions
                WHERE (id = ?1 OR ticket_digest = ?3) AND \(Self.unended) AND NOT (\(Self.live))
                """,
                [.text(id), .time(now), .text(digest)]
            ) { $0.text(0) }
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

    private static let revocation = """
        UPDATE launch_sessions SET revoked_at = ?2 WHERE id IN (
            SELECT id FROM launch_sessions
            WHERE \(unended) AND platform_id = ?1 AND organization_id = ?3 AND (user_id = ?4 OR ?4 IS NULL)
            LIMIT \(SweepPiece.rows))
        """

    /// Ends the sessions of a platform, or of one of its users, at once and for good, in pieces; a second time changes
    /// nothing.
    ///
    /// - Parameters:
    ///   - platform: our id of the platform, which may be inactive.
    ///   - user: the platform's name for the user; nil for all.
    ///   - organization: whose platform it is.
    ///   - actor: who does it, for the audit trail, which is told when there was a session to end.
    /// - Throws: `LecternError` `notFound`, also for another organization's platform.
    /// - Returns: how many sessions that ended.
    public func revoke(
        platform: String,
        user: String?,
        organization: OrganizationID,
        actor: String
    ) async throws -> Int {
        let now = clock.now()
        let entry = AuditEntry(
            at: now,
            organization: organization,
            actor: actor,
            action: .platformSessionsEnded,
            subject: platform
        )
        var ended = 0
        while true {
            let isFirst = ended == 0
            let piece = try await store.write { connection in
                if isFirst { try PlatformRepository.checkOwner(of: platform, organization, connection) }
                let piece = try connection.execute(
                    Self.revocation,
                    [.text(platform), .time(now), .id(organization), .text(user)]
                )
                if isFirst, piece > 0 { try AuditRepository.append(entry, to: connection) }
                return piece
            }
            ended += piece
            guard piece >= SweepPiece.rows else { return ended }
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
