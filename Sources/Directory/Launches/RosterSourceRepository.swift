public import Model
import Storage

/// Knows where the members of courses are to be had, and who is fetching them (LTI rules N1, N2).
public struct RosterSourceRepository: Sendable {
    private let store: any Store
    private let clock: WallClock

    init(store: any Store, clock: WallClock) {
        self.store = store
        self.clock = clock
    }

    private static let selection = """
        SELECT roster.course_id, roster.organization_id, roster.platform_id, roster.deployment_id, roster.context_key,
            context.title, roster.memberships, roster.differences, roster.synced_at
        FROM roster_sources roster
        LEFT JOIN contexts context ON context.platform_id = roster.platform_id
            AND context.deployment_id = roster.deployment_id AND context.context_id = roster.context_id
        """

    /// The source of a course's members; nil when its platform gives none.
    ///
    /// - Throws: `StorageError`.
    public func find(_ course: CourseID, organization: OrganizationID) async throws -> RosterSource? {
        try await store.read { connection in
            try connection.first(
                "\(Self.selection) WHERE roster.course_id = ?1 AND roster.organization_id = ?2",
                [.id(course), .id(organization)],
                Self.read(from:)
            )
        }
    }

    /// An organization's sources, or those of one of its platforms, oldest first.
    ///
    /// - Throws: `StorageError`.
    public func list(organization: OrganizationID, platform: String?) async throws -> [RosterSource] {
        try await store.read { connection in
            try connection.query(
                """
                \(Self.selection) WHERE roster.organization_id = ?1 AND (roster.platform_id = ?2 OR ?2 IS NULL)
                ORDER BY roster.created_at, roster.course_id
                """,
                [.id(organization), .text(platform)],
                Self.read(from:)
            )
        }
    }

    /// Takes the right to fetch a course's members, which one caller has at a time.
    ///
    /// - Parameters:
    ///   - course: the course.
    ///   - recent: nobody gets the right when the members were taken over after this.
    ///   - until: when the right ends by itself.
    /// - Throws: `StorageError`.
    /// - Returns: the source; nil when someone else has the right, the members are recent enough, the platform is
    ///   inactive or there is no source.
    public func claim(
        _ course: CourseID,
        unlessSyncedAfter recent: Timestamp,
        until: Timestamp
    ) async throws -> RosterSource? {
        let now = clock.now()
        return try await store.write { connection in
            let claimed = try connection.execute(
                """
                UPDATE roster_sources SET leased_until = ?4
                WHERE course_id = ?1 AND (leased_until IS NULL OR leased_until <= ?2)
                    AND (synced_at IS NULL OR synced_at <= ?3)
                    AND platform_id IN (SELECT platform_id FROM registrations WHERE is_active = 1)
                """,
                [.id(course), .time(now), .time(recent), .time(until)]
            )
            guard claimed > 0 else { return nil }
            return try connection.first(
                "\(Self.selection) WHERE roster.course_id = ?1",
                [.id(course)],
                Self.read(from:)
            )
        }
    }

    /// Gives the right back.
    ///
    /// - Parameters:
    ///   - course: the course.
    ///   - differences: the URL of what changes from now on, where the platform gave one.
    ///   - syncedAt: when the members were taken over; nil when they were not: then nothing else changes.
    /// - Throws: `StorageError`.
    public func finish(_ course: CourseID, differences: String?, syncedAt: Timestamp?) async throws {
        try await store.write { connection in
            _ = try connection.execute(
                """
                UPDATE roster_sources SET leased_until = NULL, synced_at = coalesce(?3, synced_at),
                    differences = CASE WHEN ?3 IS NULL THEN differences ELSE ?2 END
                WHERE course_id = ?1
                """,
                [.id(course), .text(differences), .time(syncedAt)]
            )
        }
    }

    private static func read(from row: any SQLRow) throws -> RosterSource {
        RosterSource(
            course: try row.id(0),
            organization: try row.id(1),
            platformID: row.text(2),
            deploymentID: row.text(3),
            contextKey: row.text(4),
            title: row.optionalText(5),
            memberships: row.text(6),
            differences: row.optionalText(7),
            syncedAt: row.optionalTime(8)
        )
    }
}
