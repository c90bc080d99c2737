import Credentials
import Directory
import Model

/// Tells which lesson a player's token opens, be it a learner's, a launch's or a preview (contract §5).
struct PlayerAuthenticator: Sendable {
    /// What a token opens.
    struct Claims: Sendable {
        let organization: OrganizationID
        let lesson: LessonID
        /// The pinned version; nil for the published one.
        let version: LessonVersionID?
        let userAttributes: JSONText?
        /// Whether it is an author who looks at a version, which then need not be published.
        let isPreview: Bool
    }

    let learners: LearnerAuthenticator
    let visits: LaunchVisits
    let keys: LiveKeyRing
    let clock: WallClock

    /// The claims of a token.
    ///
    /// - Throws: `LecternError` with the messages of contract §5; `StorageError`.
    func claims(_ text: String) async throws -> Claims {
        let token = try LearnerAuthenticator.parse(text)
        switch token.audience {
        case .embed: return try await embedded(token)
        case .launchSession: return try await launched(token)
        case .preview: return try previewed(token)
        case .operator: throw LearnerAuthenticator.refusal(.invalid)
        }
    }

    private func embedded(_ token: SignedToken) async throws -> Claims {
        let claims = try await learners.verify(token, now: clock.now())
        return Claims(
            organization: claims.organization,
            lesson: claims.lesson,
            version: claims.version,
            userAttributes: claims.userAttributes,
            isPreview: false
        )
    }

    private func launched(_ token: SignedToken) async throws -> Claims {
        let session = try await visits.session(token)
        guard session.purpose == .lesson, let lesson = session.lesson else {
            throw LearnerAuthenticator.refusal("Invalid token")
        }
        return Claims(
            organization: session.organization,
            lesson: lesson,
            version: nil,
            userAttributes: nil,
            isPreview: false
        )
    }

    private func previewed(_ token: SignedToken) throws(LecternError) -> Claims {
        do {
            let claims = try PreviewToken.verify(token, with: keys, now: clock.now())
            return Claims(
                organization: claims.organization,
                lesson: claims.lesson,
                version: claims.version,
                userAttributes: nil,
                isPreview: true
            )
        } catch {
            throw LearnerAuthenticator.refusal(error)
        }
    }
}
