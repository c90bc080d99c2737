import Credentials
public import Model
import Storage

/// Registers, finds and switches off LTI platforms (LTI rules R1–R7).
public struct PlatformRepository: Sendable {
    /// The most registrations that one issuer is looked through for.
    public static let candidateLimit = 1_000

    let store: any Store
    let clock: WallClock

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
    ///   - actor: who does it, for the audit trail.
    ///   - action: what the audit trail calls it; nil for `platformAdded` or `platformChanged`.
    ///   - address: from which address it is done, where there is one.
    /// - Throws: `LecternError` `invalid` when the draft breaks a rule, `notFound` when there is no such organization,
    ///   `conflict` when another organization has the platform.
    /// - Returns: the registration after it, and whether it is new.
    public func save(
        _ draft: PlatformDraft,
        organization: OrganizationID,
        actor: String,
        action: AuditEntry.Action? = nil,
        address: String? = nil
    ) async throws -> (platform: PlatformRecord, isNew: Bool) {
        try draft.check()
        let change = Change(organization: organization, actor: actor, address: address, at: clock.now())
        let newID = RandomText.hex()
        return try await store.write { try Self.save(draft, newID, change, as: action, $0) }
    }

    /// Registers or changes platforms as ``save(_:organization:actor:action:address:)`` does, all of them or none.
    ///
    /// - Throws: as for one, with a message that begins with the draft's place, as in `[0]: `.
    /// - Returns: the registrations in the order of the drafts, each as its draft left it.
    public func save(
        _ drafts: [PlatformDraft],
        organization: OrganizationID,
        actor: String
    ) async throws -> [PlatformRecord] {
        let now = clock.now()
        let newIDs = drafts.map { _ in RandomText.hex() }
        return try await store.write { connection in
            try zip(drafts, newIDs).enumerated().map { index, new in
                let (draft, newID) = new
                // A microsecond apart, since lists go by the time.
                let instant = Timestamp(microseconds: now.microseconds + Int64(index))
                let change = Change(organization: organization, actor: actor, address: nil, at: instant)
                do {
                    try draft.check()
                    return try Self.save(draft, newID, change, as: nil, connection).platform
                } catch let error as LecternError {
                    throw LecternError(error.code, "[\(index)]: \(error.message)", underlying: error.underlying)
                }
            }
        }
    }

    /// Whose platforms are changed, by whom, from where and when.
    private struct Change: Sendable {
        let organization: OrganizationID
        let actor: String
        let address: String?
        let at: Timestamp
    }

    private static func save(
        _ draft: PlatformDraft,
        _ newID: String,
        _ change: Change,
        as action: AuditEntry.Action?,
        _ connection: any SQLConnection
    ) throws -> (platform: PlatformRecord, isNew: Bool) {
        let standing: (id: String, organization: OrganizationID)? = try connection.first(
            "SELECT platform_id, organization_id FROM registrations WHERE issuer = ?1 AND client_id = ?2",
            [.text(draft.issuer), .text(draft.clientID)]
        ) { ($0.text(0), try $0.id(1)) }
        if let standing {
            guard standing.organization == change.organization else {
                throw LecternError(.conflict, "Another organization has this issuer and client id")
            }
            try update(draft, standing.id, change.organization, at: change.at, connection)
        } else {
            try insert(draft, newID, change.organization, at: change.at, connection)
        }
        let id = standing?.id ?? newID
        try add(draft.deploymentIDs, to: id, at: change.at, connection)
        try audit(action ?? (standing == nil ? .platformAdded : .platformChanged), id, change, connection)
        return (try find(id, change.organization, connection), standing == nil)
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
        actor: String
    ) async throws -> PlatformRecord {
        let change = Change(organization: organization, actor: actor, address: nil, at: clock.now())
        return try await store.write { connection in
            let changed = try connection.execute(
                """
                UPDATE registrations SET is_active = ?3, updated_at = ?4
                WHERE platform_id = ?1 AND organization_id = ?2 AND is_active <> ?3
                """,
                [.text(id), .id(organization), .integer(isActive ? 1 : 0), .time(change.at)]
            )
            let platform = try Self.find(id, organization, connection)
            if changed > 0 {
                try Self.audit(isActive ? .platformEnabled : .platformDisabled, id, change, connection)
            }
            return platform
        }
    }

    private static func audit(
        _ action: AuditEntry.Action,
        _ id: String,
        _ change: Change,
        _ connection: any SQLConnection
    ) throws {
        let entry = AuditEntry(
            at: change.at,
            organization: change.organization,
            actor: change.actor,
            action: action,
            subject: id,
            address: change.address
        )
        try AuditRepository.append(entry, to: connection)
    }
}
