public import Model
import Storage

extension OrganizationRepository {
    /// Sets which pages may show an organization's lessons, effective with the next request.
    ///
    /// - Throws: `LecternError` `notFound`.
    /// - Returns: the organization after it.
    public func setAllowedOrigins(
        _ origins: AllowedOrigins,
        of id: OrganizationID,
        actor: String
    ) async throws -> Organization {
        let now = clock.now()
        return try await store.write { connection in
            let changed = try connection.execute(
                "UPDATE organizations SET allowed_origins = ?2 WHERE id = ?1",
                [.id(id), origins.stored]
            )
            guard changed > 0, let organization = try Self.find(id, connection) else { throw Self.unknown(id) }
            let entry = AuditEntry(
                at: now,
                organization: id,
                actor: actor,
                action: .organizationOriginsChanged,
                subject: id.description
            )
            try AuditRepository.append(entry, to: connection)
            return organization
        }
    }

    /// Which pages may show an organization's lessons; any for an unknown organization.
    ///
    /// - Throws: `StorageError`.
    public func allowedOrigins(of id: OrganizationID) async throws -> AllowedOrigins {
        try await origins("SELECT allowed_origins FROM organizations WHERE id = ?1", .id(id))
    }

    /// Which pages may show a lesson; any for an unknown lesson, which so looks like one that all may show.
    ///
    /// - Throws: `StorageError`.
    public func allowedOrigins(ofLesson id: LessonID) async throws -> AllowedOrigins {
        try await origins(
            """
            SELECT organization.allowed_origins FROM lessons lesson
            JOIN organizations organization ON organization.id = lesson.organization_id
            WHERE lesson.id = ?1
            """,
            .id(id)
        )
    }

    private func origins(_ query: String, _ id: SQLValue) async throws -> AllowedOrigins {
        let body: @Sendable (any SQLConnection) throws -> AllowedOrigins = { connection in
            try connection.first(query, [id]) { try AllowedOrigins.read(0, of: $0) } ?? .any
        }
        return if let reads = store.immediate { try reads.read(body) } else { try await store.read(body) }
    }
}
