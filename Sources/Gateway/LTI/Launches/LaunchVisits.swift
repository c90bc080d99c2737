import Credentials
import Directory
import HTTPTypes
import Hummingbird
import LTI
import Model

/// Finds the session behind a request: the first page comes with a ticket, later ones with a cookie, and what pages send
/// with a launch token, for browsers that keep no cookies (LTI rules S1, C2).
struct LaunchVisits: Sendable {
    let launches: LaunchRepository
    let keys: LiveKeyRing
    let cookies: ProofCookies
    let clock: WallClock

    /// The session of a page's request: by `launch=<ticket>`, which is good once, or by `s=<session>` and its cookie.
    ///
    /// - Throws: ``PlatformRefusal`` `platform_inactive` where it is the platform that is switched off; `StorageError`.
    /// - Returns: nil when the request shows neither.
    func visit(_ request: Request) async throws -> LaunchSession? {
        let pairs = request.uri.query.flatMap { PercentCoding.query($0) } ?? []
        let ticket = pairs.first { $0.name == "launch" }.flatMap { BindingSecret($0.value) }?.digest.hex
        // A HEAD must not use up the ticket.
        if request.method == .get, let ticket, let session = try await launches.redeem(ticket: ticket) {
            return session
        }
        let id = pairs.first { $0.name == "s" }?.value
        if let id, let secret = cookies.secret(.session, id, in: RequestCookies(request.headers)),
            let session = try await launches.session(id, secretDigest: secret.digest.hex)
        {
            return session
        }
        try await refuseSwitchedOff(session: id, ticket: ticket)
        return nil
    }

    /// The session of a page's launch token.
    ///
    /// - Throws: ``PlatformRefusal`` `platform_inactive` where it is the platform that is switched off; `StorageError`.
    /// - Returns: nil when the token is not good or its session is over.
    func visit(token text: String) async throws -> LaunchSession? {
        do {
            return try await session(token: text)
        } catch let error as LecternError where error.code == .invalidCredentials {
            let claims = try? LaunchSessionToken.verify(LearnerAuthenticator.parse(text), with: keys, now: clock.now())
            try await refuseSwitchedOff(session: claims?.session, ticket: nil)
            return nil
        }
    }

    /// Tells people why what they have opened has stopped working (R5).
    private func refuseSwitchedOff(session id: String?, ticket: String?) async throws {
        guard id != nil || ticket != nil,
            let platform = try await launches.switchedOffPlatform(session: id, ticket: ticket)
        else { return }
        throw PlatformRefusal(refusal: .platformInactive, platform: platform)
    }

    /// The session of a launch token.
    ///
    /// - Throws: `LecternError` `invalidCredentials` when the token is not good or its session is over; `StorageError`.
    func session(token text: String) async throws -> LaunchSession {
        try await session(LearnerAuthenticator.parse(text))
    }

    /// The session of a launch token that was taken apart already; failures as above.
    func session(_ token: SignedToken) async throws -> LaunchSession {
        let claims: LaunchSessionClaims
        do {
            claims = try LaunchSessionToken.verify(token, with: keys, now: clock.now())
        } catch {
            throw LearnerAuthenticator.refusal(error)
        }
        guard let session = try await launches.session(claims.session), session.organization == claims.organization
        else { throw LearnerAuthenticator.refusal("Session ended") }
        return session
    }

    /// The launch token of a session, as long-lived as the session.
    func token(for session: LaunchSession) -> String {
        LaunchSessionToken.sign(
            LaunchSessionClaims(
                session: session.id,
                organization: session.organization,
                lesson: session.lesson,
                platform: session.platformID,
                user: session.user,
                context: session.context,
                issuedAt: clock.now(),
                expiresAt: session.expiresAt
            ),
            with: keys
        )
    }
}
