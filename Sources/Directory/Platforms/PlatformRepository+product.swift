public import Model
import Storage

extension PlatformRepository {
    /// Whether any organization has a platform.
    ///
    /// - Throws: `StorageError`.
    public func areThereAny() async throws -> Bool {
        try await store.readSoon { connection in
            try connection.first("SELECT 1 FROM registrations LIMIT 1", []) { $0.integer(0) } != nil
        }
    }

    /// Keeps a deployment that a validated launch named, of a platform that learns them (LTI rule R3).
    ///
    /// - Throws: `StorageError`.
    public func learn(deployment: String, of id: String) async throws {
        let now = clock.now()
        try await store.write { try Self.add([deployment], to: id, at: now, $0) }
    }

    /// Keeps what software a platform is, as its launches say, where nobody has said so before.
    ///
    /// - Throws: `StorageError`.
    public func learn(product: String, of id: String, organization: OrganizationID) async throws {
        try await store.write { connection in
            _ = try connection.execute(
                "UPDATE registrations SET product = ?1 WHERE platform_id = ?2 AND organization_id = ?3 AND product IS NULL",
                [.text(product.cleaned(longest: 100)), .text(id), .id(organization)]
            )
        }
    }
}
