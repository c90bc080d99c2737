import Credentials
import Directory
import Model

/// Turns an operator token into a superuser, for the logger alone (design §4).
struct OperatorAuthenticator: Sendable {
    let directory: Directory
    let keys: LiveKeyRing
    let clock: WallClock

    /// The superuser's principal.
    ///
    /// It is of the writer's organization where the token names one, else of none; reads do not depend on it.
    ///
    /// - Throws: `LecternError` with the messages of contract §5.
    func principal(_ token: SignedToken) async throws -> Principal {
        let claims: OperatorClaims
        do {
            claims = try OperatorToken.verify(token, with: keys, now: clock.now())
        } catch {
            throw LearnerAuthenticator.refusal(error)
        }
        guard let writer = claims.writer else { return Principal(organization: .installation, role: .superuser) }
        try await check(writer.organization)
        let person = try await directory.identities.person(
            .embed(learner: writer.learner),
            organization: writer.organization
        )
        return Principal(organization: writer.organization, role: .superuser, person: person)
    }

    /// Refuses a token whose organization is not this installation's, as after a restored backup.
    private func check(_ organization: OrganizationID) async throws {
        do {
            _ = try await directory.organizations.find(organization)
        } catch let error as LecternError where error.code == .notFound {
            throw LearnerAuthenticator.refusal("Invalid token")
        }
    }
}
