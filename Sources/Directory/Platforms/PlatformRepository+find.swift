public import Model
import Storage

extension PlatformRepository {
    private static let ofOrganization = """
        SELECT \(PlatformRecord.columns) FROM registrations WHERE organization_id = ?1 ORDER BY created_at, platform_id
        """
    private static let ofOrganizationByID = """
        SELECT \(PlatformRecord.columns) FROM registrations WHERE platform_id = ?1 AND organization_id = ?2
        """
    private static let byID = "SELECT \(PlatformRecord.columns) FROM registrations WHERE platform_id = ?1"
    private static let ofClient = """
        SELECT \(PlatformRecord.columns) FROM registrations WHERE issuer = ?1 AND client_id = ?2
        """
    private static let ofIssuer = """
        SELECT \(PlatformRecord.columns) FROM registrations WHERE issuer = ?1 ORDER BY client_id LIMIT ?2
        """

    /// An organization's platforms, oldest first.
    ///
    /// - Throws: `StorageError`.
    public func list(organization: OrganizationID) async throws -> [PlatformRecord] {
        try await store.read { try PlatformRecord.all(Self.ofOrganization, [.id(organization)], $0) }
    }

    /// A platform of an organization's.
    ///
    /// - Throws: `LecternError` `notFound`, also for another organization's.
    public func find(_ id: String, organization: OrganizationID) async throws -> PlatformRecord {
        try await store.read { try Self.find(id, organization, $0) }
    }

    /// A platform of whatever organization, for which every launch asks; nil for none.
    ///
    /// - Throws: `StorageError`.
    public func platform(_ id: String) async throws -> PlatformRecord? {
        try await store.readSoon { try PlatformRecord.all(Self.byID, [.text(id)], $0).first }
    }

    /// The platforms that a login can mean (LTI rule R2): that of an issuer and client id, or the first 1000 of an issuer.
    ///
    /// - Throws: `StorageError`.
    public func candidates(issuer: String, clientID: String?) async throws -> [PlatformRecord] {
        try await store.readSoon { connection in
            if let clientID {
                return try PlatformRecord.all(Self.ofClient, [.text(issuer), .text(clientID)], connection)
            }
            let parameters: [SQLValue] = [.text(issuer), .integer(Self.candidateLimit)]
            return try PlatformRecord.all(Self.ofIssuer, parameters, connection)
        }
    }

    static func find(
        _ id: String,
        _ organization: OrganizationID,
        _ connection: any SQLConnection
    ) throws -> PlatformRecord {
        let found = try PlatformRecord.all(ofOrganizationByID, [.text(id), .id(organization)], connection).first
        guard let found else { throw unknown(id) }
        return found
    }

    static func unknown(_ id: String) -> LecternError {
        LecternError(.notFound, "There is no platform \(id) in this organization")
    }
}
