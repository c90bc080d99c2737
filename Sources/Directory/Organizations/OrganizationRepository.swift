public import Model
import Storage

/// Creates and finds organizations.
public struct OrganizationRepository: Sendable {
    let store: any Store
    let clock: WallClock

    init(store: any Store, clock: WallClock) {
        self.store = store
        self.clock = clock
    }

    /// Creates an organization.
    ///
    /// - Throws: `LecternError` `invalid` when the name is empty, over 200 characters or has control characters.
    public func create(name: String, actor: String) async throws -> Organization {
        guard name.isPlainText(1...200) else { throw LecternError.invalid("name must have 1 to 200 characters") }
        let organization = Organization(
            id: .random(),
            name: name,
            isGuest: false,
            allowedOrigins: .any,
            createdAt: clock.now()
        )
        try await store.write { try Self.insert(organization, actor: actor, into: $0) }
        return organization
    }

    /// The organization that guests are recorded under, created on first use.
    ///
    /// - Throws: `StorageError`.
    public func guestOrganization() async throws -> Organization {
        let new = Organization(
            id: .random(),
            name: "Guests",
            isGuest: true,
            allowedOrigins: .any,
            createdAt: clock.now()
        )
        // Looked for within the write, so that two first uses at once make one.
        return try await store.write { connection in
            let existing = try connection.first(
                "SELECT \(Self.columns) FROM organizations WHERE is_guest <> 0 ORDER BY created_at, id",
                [],
                Self.organization(from:)
            )
            if let existing { return existing }
            try Self.insert(new, actor: "cli", into: connection)
            return new
        }
    }

    private static func insert(
        _ organization: Organization,
        actor: String,
        into connection: any SQLConnection
    ) throws {
        try connection.execute(
            "INSERT INTO organizations (id, name, is_guest, created_at) VALUES (?1, ?2, ?3, ?4)",
            [
                .id(organization.id), .text(organization.name), .integer(organization.isGuest ? 1 : 0),
                .time(organization.createdAt),
            ]
        )
        let entry = AuditEntry(
            at: organization.createdAt,
            organization: organization.id,
            actor: actor,
            action: .organizationCreated,
            subject: organization.id.description
        )
        try AuditRepository.append(entry, to: connection)
    }

    /// All organizations, oldest first.
    ///
    /// - Throws: `StorageError`.
    public func list() async throws -> [Organization] {
        try await store.read { connection in
            try connection.query(
                "SELECT \(Self.columns) FROM organizations ORDER BY created_at, id",
                [],
                Self.organization(from:)
            )
        }
    }

    /// Finds an organization.
    ///
    /// - Throws: `LecternError` `notFound` when there is none of that id.
    public func find(_ id: OrganizationID) async throws -> Organization {
        guard let found = try await store.read({ try Self.find(id, $0) }) else { throw Self.unknown(id) }
        return found
    }

    static func unknown(_ id: OrganizationID) -> LecternError {
        LecternError(.notFound, "There is no organization \(id)")
    }

    static func find(_ id: OrganizationID, _ connection: any SQLConnection) throws -> Organization? {
        try connection.first(
            "SELECT \(columns) FROM organizations WHERE id = ?1",
            [.id(id)],
            organization(from:)
        )
    }

    private static let columns = "id, name, is_guest, created_at, allowed_origins"

    private static func organization(from row: any SQLRow) throws -> Organization {
        Organization(
            id: try row.id(0),
            name: row.text(1),
            isGuest: row.integer(2) != 0,
            allowedOrigins: try AllowedOrigins.read(4, of: row),
            createdAt: row.time(3)
        )
    }
}
