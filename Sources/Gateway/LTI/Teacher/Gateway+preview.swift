import Credentials
import LTI
import Directory
import Model

extension Gateway {
    /// Where a teacher can look at a version of a lesson for an hour without leaving a trace, as a path with a token in its
    /// fragment.
    func previewPath(_ lesson: LessonID, _ version: LessonVersionID, organization: OrganizationID) -> String {
        let now = clock.now()
        let claims = PreviewClaims(
            lesson: lesson,
            version: version,
            organization: organization,
            issuedAt: Timestamp(seconds: now.seconds),
            expiresAt: Timestamp(seconds: now.seconds + PreviewToken.seconds),
            tokenID: ID<PreviewToken>.random().description
        )
        let path = WebURL(lti.site.base)?.path ?? "/"
        return "\(path == "/" ? "" : path)/player/\(lesson)#token=\(PreviewToken.sign(claims, with: keys))"
    }

    /// Whether the player may be shown inside a page that a platform frames.
    ///
    /// It may not where the organization has named the sites that show its lessons: the player then refuses all others, and
    /// a platform's hosts are not known here.
    func framesPlayer(_ organization: OrganizationID) async throws -> Bool {
        try await directory.organizations.allowedOrigins(of: organization).texts == nil
    }
}
