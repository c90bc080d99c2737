public import Model
import Storage

/// Creates and finds organizations.
public struct OrganizationRepository: Sendable {
    private let store: any Store
    private let clock: WallClock

    init(store: any Store, clock: WallClock) {
        self.store = store
        self.clock = clock
    }

    /// Creates an organization.
    ///
    /// - Throws: `LecternError` `invalid` when the name is empty, over 200 characters or has control characters.
    public func create(name: String, actor: String) async throws -> Organization {
        guard name.isPlainText(1...200) else { throw LecternError.invalid("name must have 1 to 200 characters") }
        return try await insert(name: name, isGuest: false, actor: actor)
    }

    /// The organization that guests are recorded under, created on first use.
    ///
    /// - Throws: `StorageError`.
    public func guestOrganization() async throws -> Organization {
        if let existing = try await list().first(where: \.isGuest) { return existing }
        return try await insert(name: "Guests", isGuest: true, actor: "cli")
    }

    private func insert(name: String, isGuest: Bool, actor: String) async throws -> Organization {
        let organization = Organization(id: .random(), name: name, isGuest: isGuest, createdAt: clock.now())
        try await store.write { connection in
            try connection.execute(
                "INSERT INTO organizations (id, name, is_guest, created_at) VALUES (?1, ?2, ?3, ?4)",
                [
                    .id(organization.id), .text(name), .integer(isGuest ? 1 : 0), .time(organization.createdAt),
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
        return organization
    }

    /// All organizations, oldest first.
    ///
    /// - Throws: `StorageError`.
    public func list() async throws -> [Organization] {
        try await store.read { connection in
            try connection.query(
                "SELECT id, name, is_guest, created_at FROM organizations ORDER BY created_at, id",
                []
            ) { row in
                Organization(
                    id: try row.id(0),
                    name: row.text(1),
                    isGuest: row.integer(2) != 0,
                    createdAt: row.time(3)
                )
            }
        }
    }

    /// Finds an organization.
    ///
    /// - Throws: `LecternError` `notFound` when there is none of that id.
    public func find(_ id: OrganizationID) async throws -> Organization {
        guard let organization = try await list().first(where: { $0.id == id }) else {
            throw LecternError(.notFound, "There is no organization \(id)")
        }
        return organization
    }
}

extension String {
    /// Whether the text has so many characters and no control characters.
    func isPlainText(_ length: ClosedRange<Int>) -> Bool {
        length.contains(count) && !unicodeScalars.contains { $0.properties.generalCategory == .control }
    }
}
