import Model
import Storage

extension PlatformRecord {
    /// The columns that ``read(from:deployments:)`` expects, in order.
    static let columns = """
        platform_id, organization_id, name, issuer, client_id, learns_deployments, auth_endpoint, token_endpoint,
        token_audience, key_source, key_value, is_local, allows_anonymous, keeps_names, product, is_active, created_at,
        updated_at
        """

    /// ``columns``, and behind them the deployment whose id is a parameter, or NULL where the platform does not know it.
    static func columns(andDeployment parameter: String) -> String {
        """
        \(columns), (
            SELECT deployments.deployment_id FROM deployments
            WHERE deployments.platform_id = registrations.platform_id AND deployments.deployment_id = \(parameter))
        """
    }

    private static let deploymentsOfOne =
        "SELECT deployment_id FROM deployments WHERE platform_id = ?1 ORDER BY sequence"

    /// Reads a row of ``columns(andDeployment:)``.
    static func readWithDeployment(from row: any SQLRow) throws -> PlatformRecord {
        var (draft, remainder) = try read(from: row)
        draft.deploymentIDs = row.optionalText(18).map { [$0] } ?? []
        return remainder.record(draft)
    }

    /// Reads rows of ``columns`` with all their deployments, within one view of the database.
    static func all(
        _ sql: String,
        _ parameters: [SQLValue],
        _ connection: any SQLConnection
    ) throws -> [PlatformRecord] {
        let rows = try connection.query(sql, parameters) { try read(from: $0) }
        return try rows.map { draft, complete in
            var draft = draft
            draft.deploymentIDs = try connection.query(deploymentsOfOne, [.text(complete.id)]) { $0.text(0) }
            return complete.record(draft)
        }
    }

    /// What a row says besides its draft.
    private struct Remainder {
        let id: String
        let organization: OrganizationID
        let isActive: Bool
        let createdAt: Timestamp
        let updatedAt: Timestamp

        func record(_ draft: PlatformDraft) -> PlatformRecord {
            PlatformRecord(
                draft,
                id: id,
                organization: organization,
                isActive: isActive,
                createdAt: createdAt,
                updatedAt: updatedAt
            )
        }
    }

    private static func read(from row: any SQLRow) throws -> (PlatformDraft, Remainder) {
        guard let keySource = PlatformKeySource(kind: row.text(9), value: row.text(10)) else {
            throw StorageError.corrupt("unknown key source of a platform")
        }
        let draft = PlatformDraft(
            name: row.text(2),
            issuer: row.text(3),
            clientID: row.text(4),
            learnsDeployments: row.integer(5) != 0,
            authEndpoint: row.text(6),
            tokenEndpoint: row.text(7),
            tokenAudience: row.optionalText(8),
            keySource: keySource,
            isLocal: row.integer(11) != 0,
            allowsAnonymous: row.integer(12) != 0,
            keepsNames: row.integer(13) != 0,
            product: row.optionalText(14)
        )
        let remainder = Remainder(
            id: row.text(0),
            organization: try row.id(1),
            isActive: row.integer(15) != 0,
            createdAt: row.time(16),
            updatedAt: row.time(17)
        )
        return (draft, remainder)
    }
}

extension PlatformDraft {
    /// The values of what an administrator says, in the order of ``PlatformRecord/columns`` from `name` to `product`.
    var storedValues: [SQLValue] {
        let (kind, value) = keySource.stored
        return [
            .text(name), .text(issuer), .text(clientID), .integer(learnsDeployments ? 1 : 0), .text(authEndpoint),
            .text(tokenEndpoint), .text(tokenAudience), .text(kind), .text(value), .integer(isLocal ? 1 : 0),
            .integer(allowsAnonymous ? 1 : 0), .integer(keepsNames ? 1 : 0), .text(product),
        ]
    }
}

extension PlatformKeySource {
    fileprivate init?(kind: String, value: String) {
        switch kind {
        case "url": self = .url(value)
        case "jwk": self = .jwk(value)
        case "pem": self = .pem(value)
        default: return nil
        }
    }

    fileprivate var stored: (kind: String, value: String) {
        switch self {
        case .url(let url): ("url", url)
        case .jwk(let text): ("jwk", text)
        case .pem(let text): ("pem", text)
        }
    }
}
