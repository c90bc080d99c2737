public import Model
import Storage

/// Registers, finds and switches off LTI platforms (LTI rules R1–R7).
public struct PlatformRepository: Sendable {
    /// The most registrations that one issuer is looked through for.
    public static let candidateLimit = 1_000

    let store: any Store
    private let clock: WallClock

    init(store: any Store, clock: WallClock) {
        self.store = store
        self.clock = clock
    }

    // MARK: Register

    /// Registers a platform, or changes the registration that has the same issuer and client id.
    ///
    /// A change adds deployments and takes none away; an inactive registration stays inactive.
    ///
    /// - Parameters:
    ///   - draft: what is said of the platform; its URLs and keys are taken as they are.
    ///   - organization: whose platform it is.
    ///   - actor: who does it, for the audit trail; nil where the caller writes its own entry.
    /// - Throws: `LecternError` `invalid` when the draft breaks a rule, `notFound` when there is no such organization,
    ///   `conflict` when another organization has the platform.
    /// - Returns: the registration after it, and whether it is new.
    public func save(
        _ draft: PlatformDraft,
        organization: OrganizationID,
        actor: String? = nil
    ) async throws -> (platform: PlatformRecord, isNew: Bool) {
        try draft.check()
        let now = clock.now()
        let newID = OpaqueID.hex()
        return try await store.write { connection in
            let standing: (id: String, organization: OrganizationID)? = try connection.first(
                "SELECT platform_id, organization_id FROM registrations WHERE issuer = ?1 AND client_id = ?2",
                [.text(draft.issuer), .text(draft.clientID)]
            ) { ($0.text(0), try $0.id(1)) }
            if let standing {
                guard standing.organization == organization else {
                    throw LecternError(.conflict, "Another organization has this issuer and client id")
                }
                try Self.update(draft, standing.id, organization, at: now, connection)
            } else {
                try Self.insert(draft, newID, organization, at: now, connection)
            }
            let id = standing?.id ?? newID
            try Self.add(draft.deploymentIDs, to: id, at: now, connection)
            let action = standing == nil ? AuditEntry.Action.platformAdded : .platformChanged
            try Self.audit(action, id, organization, actor: actor, at: now, connection)
            return (try Self.find(id, organization, connection), standing == nil)
        }
    }

    private static func insert(
        _ draft: PlatformDraft,
        _ id: String,
        _ organization: OrganizationID,
        at now: Timestamp,
        _ connection: any SQLConnection
    ) throws {
        guard try OrganizationRepository.find(organization, connection) != nil else {
            throw OrganizationRepository.unknown(organization)
        }
        // The users and courses of the platform refer to this row.
        try connection.execute(
            "INSERT INTO platforms (id, organization_id, created_at) VALUES (?1, ?2, ?3)",
            [.text(id), .id(organization), .time(now)]
        )
        try connection.execute(
            """
            INSERT INTO registrations (\(PlatformRecord.columns))
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, 1, ?16, ?16)
            """,
            [.text(id), .id(organization)] + draft.storedValues + [.time(now)]
        )
    }

    private static func update(
        _ draft: PlatformDraft,
        _ id: String,
        _ organization: OrganizationID,
        at now: Timestamp,
        _ connection: any SQLConnection
    ) throws {
        try connection.execute(
            """
            UPDATE registrations SET name = ?3, issuer = ?4, client_id = ?5, learns_deployments = ?6,
                auth_endpoint = ?7, token_endpoint = ?8, token_audience = ?9, key_source = ?10, key_value = ?11,
                is_local = ?12, allows_anonymous = ?13, keeps_names = ?14, product = coalesce(?15, product),
                updated_at = ?16
            WHERE platform_id = ?1 AND organization_id = ?2
            """,
            [.text(id), .id(organization)] + draft.storedValues + [.time(now)]
        )
    }

    /// Adds deployments to a platform; known ones stay as they are.
    ///
    /// - Throws: `LecternError` `notFound`; `invalid` for an empty or overlong id.
    public func addDeployments(
        _ ids: [String],
        to id: String,
        organization: OrganizationID,
        actor: String? = nil
    ) async throws {
        try PlatformDraft.check(ids)
        let now = clock.now()
        try await store.write { connection in
            let changed = try connection.execute(
                "UPDATE registrations SET updated_at = ?3 WHERE platform_id = ?1 AND organization_id = ?2",
                [.text(id), .id(organization), .time(now)]
            )
            guard changed > 0 else { throw Self.unknown(id) }
            try Self.add(ids, to: id, at: now, connection)
            try Self.audit(.platformChanged, id, organization, actor: actor, at: now, connection)
        }
    }

    /// Adds deployments within the transaction of what made them known.
    static func add(
        _ ids: [String],
        to id: String,
        at now: Timestamp,
        _ connection: any SQLConnection
    ) throws {
        for deployment in ids {
            try connection.execute(
                """
                INSERT INTO deployments (platform_id, deployment_id, created_at) VALUES (?1, ?2, ?3)
                ON CONFLICT (platform_id, deployment_id) DO NOTHING
                """,
                [.text(id), .text(deployment), .time(now)]
            )
        }
    }

    /// Switches a platform off or on, effective with the next request; a second time changes nothing.
    ///
    /// - Throws: `LecternError` `notFound`.
    /// - Returns: the registration after it.
    public func setActive(
        _ isActive: Bool,
        _ id: String,
        organization: OrganizationID,
        actor: String? = nil
    ) async throws -> PlatformRecord {
        let now = clock.now()
        return try await store.write { connection in
            let changed = try connection.execute(
                """
                UPDATE registrations SET is_active = ?3, updated_at = ?4
                WHERE platform_id = ?1 AND organization_id = ?2 AND is_active <> ?3
                """,
                [.text(id), .id(organization), .integer(isActive ? 1 : 0), .time(now)]
            )
            let platform = try Self.find(id, organization, connection)
            if changed > 0 {
                let action = isActive ? AuditEntry.Action.platformEnabled : .platformDisabled
                try Self.audit(action, id, organization, actor: actor, at: now, connection)
            }
            return platform
        }
    }

    private static func audit(
        _ action: AuditEntry.Action,
        _ id: String,
        _ organization: OrganizationID,
        actor: String?,
        at now: Timestamp,
        _ connection: any SQLConnection
    ) throws {
        guard let actor else { return }
        let entry = AuditEntry(at: now, organization: organization, actor: actor, action: action, subject: id)
        try AuditRepository.append(entry, to: connection)
    }
}
