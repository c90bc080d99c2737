import Credentials
public import Model
import Storage

/// Makes and takes the one-time codes with which platforms register themselves (LTI rule Y1).
public struct InvitationRepository: Sendable {
    private let store: any Store
    private let clock: WallClock

    init(store: any Store, clock: WallClock) {
        self.store = store
        self.clock = clock
    }

    /// How long an invitation is kept after its end, in seconds: 30 days, in which people who have its link may still ask
    /// whether it was used.
    private static let keptSeconds = 30.0 * 86_400
    private static let columns = "id, organization_id, is_local, name, expires_at"

    /// Invites one platform.
    ///
    /// The code is given back once; its SHA-256 is stored.
    ///
    /// - Parameters:
    ///   - organization: whose platform it will be.
    ///   - name: what it will be called; nil for the name that it gives itself.
    ///   - isLocal: whether its URLs may lie on this machine or in a private network.
    ///   - expiresAt: from when on the code no longer works.
    ///   - actor: who does it, for the audit trail.
    /// - Throws: `LecternError` `invalid` for the name or a time that is over, `notFound` for the organization.
    /// - Returns: the invitation, and its code of 43 characters.
    public func invite(
        organization: OrganizationID,
        name: String?,
        isLocal: Bool,
        expiresAt: Timestamp,
        actor: String
    ) async throws -> (invitation: RegistrationInvitation, code: String) {
        if let name, !name.isPlainText(1...200) { throw LecternError.invalid("name must have 1 to 200 characters") }
        let now = clock.now()
        guard expiresAt > now else { throw LecternError.invalid("expiresAt must be in the future") }
        let code = RandomText.urlSafe(byteCount: 32)
        let invitation = RegistrationInvitation(
            id: RandomText.hex(),
            organization: organization,
            isLocal: isLocal,
            name: name,
            expiresAt: expiresAt
        )
        try await store.write { connection in
            guard try OrganizationRepository.find(organization, connection) != nil else {
                throw OrganizationRepository.unknown(organization)
            }
            try connection.execute(
                """
                INSERT INTO invitations (\(Self.columns), created_at, code_digest)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                """,
                [
                    .text(invitation.id), .id(organization), .integer(isLocal ? 1 : 0), .text(name),
                    .time(expiresAt), .time(now), .text(Self.digest(code)),
                ]
            )
            let entry = AuditEntry(
                at: now,
                organization: organization,
                actor: actor,
                action: .platformInvited,
                subject: invitation.id
            )
            try AuditRepository.append(entry, to: connection)
        }
        return (invitation, code)
    }

    /// Takes a code, exactly once; nil when it is unknown, used or over.
    ///
    /// - Throws: `StorageError`.
    public func claim(_ code: String) async throws -> RegistrationInvitation? {
        let now = clock.now()
        let digest = Self.digest(code)
        return try await store.write { connection in
            try connection.first(
                """
                UPDATE invitations SET claimed_at = ?2
                WHERE code_digest = ?1 AND claimed_at IS NULL AND expires_at > ?2 RETURNING \(Self.columns)
                """,
                [.text(digest), .time(now)]
            ) { row in
                RegistrationInvitation(
                    id: row.text(0),
                    organization: try row.id(1),
                    isLocal: row.integer(2) != 0,
                    name: row.optionalText(3),
                    expiresAt: row.time(4)
                )
            }
        }
    }

    /// Makes an invitation's code good again, for when the registration failed.
    ///
    /// - Throws: `StorageError`.
    public func release(_ id: String) async throws {
        try await store.write { connection in
            _ = try connection.execute("UPDATE invitations SET claimed_at = NULL WHERE id = ?1", [.text(id)])
        }
    }

    /// Deletes invitations whose end is 30 days ago, used ones too, in pieces.
    ///
    /// - Throws: `StorageError`.
    /// - Returns: how many went.
    public func sweep() async throws -> Int {
        try await store.changeInPieces(
            """
            DELETE FROM invitations WHERE id IN (
                SELECT id FROM invitations WHERE expires_at <= ?1 LIMIT \(SweepPiece.rows))
            """,
            [.time(clock.now().adding(seconds: -Self.keptSeconds))]
        )
    }

    private static func digest(_ code: String) -> String { Digest.sha256(Array(code.utf8)).hex }
}
