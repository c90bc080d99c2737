public import Model
import Storage

extension GradeRepository {
    private static let columns = """
        id, platform_id, lesson_id, user_id, is_dead, due_at, attempts, last_status, last_error, updated_at
        """
    private static let byID = "SELECT \(columns) FROM grades WHERE id = ?1 AND organization_id = ?2"

    /// An organization's deliveries, latest change first.
    ///
    /// - Parameters:
    ///   - organization: whose.
    ///   - state: only those that stand there; nil for all.
    ///   - platform: only those to this platform; nil for all.
    ///   - limit: at most this many.
    /// - Throws: `StorageError`.
    /// - Returns: the deliveries.
    public func deliveries(
        organization: OrganizationID,
        state: DeliveryState?,
        platform: String?,
        limit: Int
    ) async throws -> [Delivery] {
        // Spelled out, so that the indexes of few rows are found.
        let filter =
            switch state {
            case .idle: "AND is_dead = 0 AND due_at IS NULL"
            case .pending: "AND due_at IS NOT NULL"
            case .dead: "AND is_dead = 1"
            case nil: ""
            }
        return try await store.read { connection in
            try connection.query(
                """
                SELECT \(Self.columns) FROM grades
                WHERE organization_id = ?1 AND (platform_id = ?2 OR ?2 IS NULL) \(filter)
                ORDER BY updated_at DESC, id LIMIT ?3
                """,
                [.id(organization), .text(platform), .integer(limit)],
                Self.delivery(from:)
            )
        }
    }

    /// A delivery of an organization's.
    ///
    /// - Throws: `LecternError` `notFound`, also for another organization's.
    public func delivery(_ id: String, organization: OrganizationID) async throws -> Delivery {
        try await store.read { try Self.find(id, organization, $0) }
    }

    /// What was tried to send a delivery, latest first; nothing of another organization's.
    ///
    /// - Throws: `StorageError`.
    public func attempts(
        of delivery: String,
        organization: OrganizationID,
        limit: Int
    ) async throws -> [DeliveryAttempt] {
        try await store.read { connection in
            try connection.query(
                """
                SELECT attempt.at, attempt.outcome, attempt.status, attempt.reason FROM delivery_attempts attempt
                JOIN grades ON grades.id = attempt.delivery_id
                WHERE attempt.delivery_id = ?1 AND grades.organization_id = ?2
                ORDER BY attempt.sequence DESC LIMIT ?3
                """,
                [.text(delivery), .id(organization), .integer(limit)]
            ) { row in
                guard let outcome = DeliveryAttempt.Outcome(rawValue: row.text(1)) else {
                    throw StorageError.corrupt("unknown outcome of a delivery")
                }
                return DeliveryAttempt(
                    at: row.time(0),
                    outcome: outcome,
                    status: row.optionalInteger(2),
                    reason: row.optionalText(3)
                )
            }
        }
    }

    // MARK: Replay

    /// Makes a dead or pending delivery due at once; an idle one stays, since the platform has everything.
    ///
    /// - Throws: `LecternError` `notFound`.
    /// - Returns: the delivery after it.
    public func replay(
        _ delivery: String,
        organization: OrganizationID,
        actor: String
    ) async throws -> Delivery {
        let now = clock.now()
        return try await store.write { connection in
            let changed = try connection.execute(
                """
                UPDATE grades SET \(GradeWish.anew(now: "?3"))
                WHERE id = ?1 AND organization_id = ?2 AND (is_dead = 1 OR due_at IS NOT NULL)
                """,
                [.text(delivery), .id(organization), .time(now)]
            )
            let found = try Self.find(delivery, organization, connection)
            if changed > 0 { try Self.audit(delivery, organization, actor: actor, at: now, connection) }
            return found
        }
    }

    /// Makes all dead deliveries of an organization, or of one of its platforms, due at once, in pieces.
    ///
    /// - Throws: `StorageError`.
    /// - Returns: how many that are.
    public func replayAll(
        organization: OrganizationID,
        platform: String?,
        actor: String
    ) async throws -> Int {
        let now = clock.now()
        let replayed = try await store.changeInPieces(
            """
            UPDATE grades SET \(GradeWish.anew(now: "?3")) WHERE id IN (
                SELECT id FROM grades WHERE organization_id = ?1 AND is_dead = 1 AND (platform_id = ?2 OR ?2 IS NULL)
                LIMIT \(SweepPiece.rows))
            """,
            [.id(organization), .text(platform), .time(now)]
        )
        if replayed > 0 {
            let subject = platform ?? "all"
            try await store.write { try Self.audit(subject, organization, actor: actor, at: now, $0) }
        }
        return replayed
    }

    /// Deletes attempts made before an instant, in pieces.
    ///
    /// - Throws: `StorageError`.
    /// - Returns: how many went.
    public func prune(before: Timestamp) async throws -> Int {
        try await store.changeInPieces(
            """
            DELETE FROM delivery_attempts WHERE at < ?1
                AND sequence IN (SELECT sequence FROM delivery_attempts ORDER BY sequence LIMIT \(SweepPiece.rows))
            """,
            [.time(before)]
        )
    }

    private static func audit(
        _ subject: String,
        _ organization: OrganizationID,
        actor: String,
        at now: Timestamp,
        _ connection: any SQLConnection
    ) throws {
        let entry = AuditEntry(
            at: now,
            organization: organization,
            actor: actor,
            action: .deliveryReplayed,
            subject: subject
        )
        try AuditRepository.append(entry, to: connection)
    }

    private static func find(
        _ id: String,
        _ organization: OrganizationID,
        _ connection: any SQLConnection
    ) throws -> Delivery {
        let found = try connection.first(byID, [.text(id), .id(organization)], delivery(from:))
        guard let found else { throw LecternError(.notFound, "There is no delivery \(id) in this organization") }
        return found
    }

    private static func delivery(from row: any SQLRow) throws -> Delivery {
        let isDead = row.integer(4) != 0
        let nextAt = row.optionalTime(5)
        return Delivery(
            id: row.text(0),
            platform: row.text(1),
            lesson: try row.id(2),
            user: row.text(3),
            state: isDead ? .dead : nextAt == nil ? .idle : .pending,
            attempts: Int(row.integer(6)),
            lastStatus: row.optionalInteger(7),
            lastError: row.optionalText(8),
            nextAt: nextAt,
            updatedAt: row.time(9)
        )
    }
}
