import Credentials
import Directory
import Model
import Storage
import Synchronization

/// Turns an embed or launch token into the person it stands for (design §4), from memory where nothing has changed.
final class LearnerAuthenticator: Sendable {
    private struct Entry: Sendable {
        let principal: Principal
        let expiresAt: Timestamp
        let stamp: UInt64
        let keyGeneration: Int
    }

    private static let memoryLimit = 20_000

    private let directory: Directory
    private let keys: LiveKeyRing
    private let tokens: TokenAuthenticator
    private let visits: LaunchVisits
    private let clock: WallClock
    private let entries = Mutex<[String: Entry]>([:])

    init(
        directory: Directory,
        keys: LiveKeyRing,
        tokens: TokenAuthenticator,
        visits: LaunchVisits,
        clock: WallClock
    ) {
        self.directory = directory
        self.keys = keys
        self.tokens = tokens
        self.visits = visits
        self.clock = clock
    }

    /// The learner's principal, found out anew and then remembered.
    ///
    /// - Throws: `LecternError` with the messages of contract §5; `notFound` when the lesson is no longer there.
    func principal(_ token: SignedToken) async throws -> Principal {
        // Before anything is read: a change meanwhile then makes the entry look old, never new.
        let stamp = directory.immediateReads?.stamp
        let generation = keys.generation
        let (principal, end) =
            switch token.audience {
            case .embed: try await embedded(token)
            case .launchSession: try await launched(token)
            case .preview, .operator: throw Self.refusal(.invalid)
            }
        if let stamp {
            let entry = Entry(
                principal: principal,
                expiresAt: end,
                stamp: stamp,
                keyGeneration: generation
            )
            entries.withLock { entries in
                if entries.count >= Self.memoryLimit { entries.removeAll() }
                entries[token.text] = entry
            }
        }
        return principal
    }

    private func embedded(_ token: SignedToken) async throws -> (Principal, end: Timestamp) {
        let claims = try await verify(token, now: clock.now())
        let version = try await directory.lessons.versionToTake(
            claims.lesson,
            pinned: claims.version,
            organization: claims.organization
        )
        let person = try await directory.identities.person(
            .embed(learner: claims.learner),
            organization: claims.organization
        )
        let principal = Principal(
            organization: claims.organization,
            role: .learner,
            person: person,
            lesson: Principal.LessonScope(lesson: claims.lesson, version: version),
            userAttributes: claims.userAttributes
        )
        return (principal, claims.expiresAt.adding(seconds: Double(SignedToken.leewaySeconds)))
    }

    private func launched(_ token: SignedToken) async throws -> (Principal, end: Timestamp) {
        let session = try await visits.session(token)
        // A session that chooses content is nobody's work in a lesson.
        guard session.purpose == .lesson, let lesson = session.lesson else { throw Self.refusal("Invalid token") }
        let version = try await directory.lessons.versionToTake(
            lesson,
            pinned: nil,
            organization: session.organization
        )
        let principal = Principal(
            organization: session.organization,
            role: session.role == .coach ? .coach : .learner,
            person: session.person,
            lesson: Principal.LessonScope(lesson: lesson, version: version)
        )
        return (principal, session.expiresAt)
    }

    /// The principal of a token that was seen before, if nothing has changed since; nil otherwise.
    ///
    /// For the hot path: the token is not taken apart.
    func remembered(_ text: String) -> Principal? {
        guard let known = entries.withLock({ $0[text] }), known.stamp == directory.immediateReads?.stamp,
            known.keyGeneration == keys.generation, clock.now() < known.expiresAt
        else { return nil }
        return known.principal
    }

    /// The claims of a token whose signer still stands behind it (contract §4, §5).
    func verify(_ token: SignedToken, now: Timestamp) async throws -> EmbedClaims {
        let claims: EmbedClaims
        do {
            claims = try EmbedToken.verify(token, with: keys, now: now)
        } catch {
            throw Self.refusal(error)
        }
        guard let signer = try await tokens.record(claims.signedBy), signer.organization == claims.organization else {
            throw Self.refusal("Invalid token")
        }
        // Rotation replaces a token without ending what it signed; revocation ends it at once (contract §4).
        guard signer.revokedAt == nil else { throw Self.refusal("Token revoked") }
        return claims
    }

    /// Takes a player's or operator's token apart, which proves nothing yet.
    ///
    /// - Throws: `LecternError` with the message of contract §5 for what is no token of ours.
    static func parse(_ text: String) throws(LecternError) -> SignedToken {
        do {
            return try SignedToken(text)
        } catch {
            throw refusal(error)
        }
    }

    static func refusal(_ failure: SignedTokenFailure) -> LecternError {
        switch failure {
        case .expired: refusal("Token expired")
        case .invalid: refusal("Invalid token")
        }
    }

    static func refusal(_ reason: String) -> LecternError {
        LecternError(.invalidCredentials, "Token verification failed: \(reason)")
    }
}
