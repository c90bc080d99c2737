public import Model
import Storage

extension PlatformRepository {
    private static let ofOrganization = """
        SELECT \(PlatformRecord.columns) FROM registrations WHERE organization_id = ?1 ORDER BY created_at, platform_id
        """
    private static let ofOrganizationByID = """
        SELECT \(PlatformRecord.columns) FROM registrations WHERE platform_id = ?1 AND organization_id = ?2
        """
    private static let byID = """
        SELECT \(PlatformRecord.columns(andDeployment: "?2")) FROM registrations WHERE platform_id = ?1
        """
    private static let ofClient = """
        SELECT \(PlatformRecord.columns(andDeployment: "?3")) FROM registrations WHERE issuer = ?1 AND client_id = ?2
        """
    private static let ofIssuer = """
        SELECT \(PlatformRecord.columns(andDeployment: "?3")) FROM registrations
        WHERE issuer = ?1 ORDER BY client_id LIMIT ?2
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

    /// A platform of whatever organization, for which every launch asks.
    ///
    /// - Parameters:
    ///   - id: our id of it.
    ///   - deployment: the deployment in question, the only one that the record can have; nil where there is none.
    /// - Throws: `StorageError`.
    /// - Returns: the platform; nil for none.
    public func platform(_ id: String, deployment: String? = nil) async throws -> PlatformRecord? {
        try await store.readSoon { connection in
            try connection.first(
                Self.byID,
                [.text(id), .text(deployment)],
                PlatformRecord.readWithDeployment(from:)
            )
        }
    }

    /// The platforms that a login can mean (LTI rule R2): that of an issuer and client id, or the first 1000 of an issuer.
    ///
    /// - Parameters:
    ///   - issuer: the platform's issuer.
    ///   - clientID: the platform's name for the tool; nil where it is not said.
    ///   - deployment: the deployment in question, the only one that the records can have; nil where it is not said.
    /// - Throws: `StorageError`.
    /// - Returns: the platforms, in the order of their client ids.
    public func candidates(issuer: String, clientID: String?, deployment: String?) async throws -> [PlatformRecord] {
        try await store.readSoon { connection in
            try connection.query(
                clientID == nil ? Self.ofIssuer : Self.ofClient,
                [.text(issuer), clientID.map { .text($0) } ?? .integer(Self.candidateLimit), .text(deployment)],
                PlatformRecord.readWithDeployment(from:)
            )
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

    /// - Throws: `LecternError` `notFound` when a platform is not the organization's.
    static func checkOwner(
        of id: String,
        _ organization: OrganizationID,
        _ connection: any SQLConnection
    ) throws {
        let found = try connection.first(
            "SELECT 1 FROM registrations WHERE platform_id = ?1 AND organization_id = ?2",
            [.text(id), .id(organization)]
        ) { $0.integer(0) }
        guard found != nil else { throw unknown(id) }
    }

    static func unknown(_ id: String) -> LecternError {
        LecternError(.notFound, "There is no platform \(id) in this organization")
    }
}
