public import Model
import Storage

extension IdentityRepository {
    /// Two of a platform's deployments can have a context of the same id (LTI rule R4); more are a platform's fault.
    private static let keyLimit = 20

    /// The keys of a platform's contexts that have an id and are called otherwise, since another deployment had the id
    /// first.
    ///
    /// SQLite keeps the order of a cross join: a look for each deployment, of which most platforms have one, and not at
    /// all of the platform's contexts.
    ///
    /// - Throws: `StorageError`.
    /// - Returns: the keys, oldest first; none for a platform of another organization.
    public func otherContextKeys(
        of context: String,
        platform: String,
        organization: OrganizationID
    ) async throws -> [String] {
        try await store.readSoon { connection in
            try connection.query(
                """
                SELECT context.context_key FROM registrations registration
                CROSS JOIN deployments deployment CROSS JOIN contexts context
                WHERE registration.organization_id = ?1 AND registration.platform_id = ?2
                    AND deployment.platform_id = registration.platform_id
                    AND context.platform_id = deployment.platform_id
                    AND context.deployment_id = deployment.deployment_id
                    AND context.context_id = ?3 AND context.context_key <> context.context_id
                ORDER BY context.created_at, context.context_key LIMIT \(Self.keyLimit)
                """,
                [.id(organization), .text(platform), .text(context)]
            ) { $0.text(0) }
        }
    }
}
