package import Credentials
import Directory
package import Model
import ProgressCore

extension TestWorld {
    /// Stores a progress record of an embed learner, as a bulk load does.
    package func seed(
        _ learner: String = "user-123",
        lesson: LessonID? = nil,
        organization: OrganizationID? = nil,
        _ change: (inout LessonProgress) -> Void = { _ in }
    ) async throws {
        let subject = ProgressSubject.embed(learner: learner)
        try await seed(subject, course: nil, lesson, organization, change)
    }

    /// Stores a progress record of an LTI user.
    package func seed(
        user: String,
        platform: String = "platform-1",
        context: String? = nil,
        course: CourseID = .random(),
        lesson: LessonID? = nil,
        organization: OrganizationID? = nil,
        _ change: (inout LessonProgress) -> Void = { _ in }
    ) async throws {
        let subject = ProgressSubject.lti(platform: platform, user: user, context: context)
        try await seed(subject, course: course, lesson, organization, change)
    }

    private func seed(
        _ subject: ProgressSubject,
        course: CourseID?,
        _ lesson: LessonID?,
        _ organization: OrganizationID?,
        _ change: (inout LessonProgress) -> Void
    ) async throws {
        let key = ProgressKey(
            organization: organization ?? self.organization,
            lesson: lesson ?? self.lesson.id,
            subject: subject
        )
        var progress = LessonProgress(key: key, learner: .random(), course: course, at: clock.now)
        change(&progress)
        try await core.lessons.load([progress], at: clock.now)
    }

    /// Signs an embed token as the gateway does.
    package func embedToken(
        _ learner: String = "user-123",
        lesson: TestLesson? = nil,
        version: LessonVersionID? = nil,
        attributes: String? = nil,
        seconds: Int64 = 7_200,
        signedBy: IssuedToken? = nil,
        organization: OrganizationID? = nil,
        keys: LiveKeyRing? = nil
    ) -> String {
        let claims = EmbedClaims(
            lesson: (lesson ?? self.lesson).id,
            learner: learner,
            organization: organization ?? self.organization,
            version: version,
            userAttributes: attributes.map { JSONText(trusted: $0) },
            issuedAt: clock.now,
            expiresAt: Timestamp(seconds: clock.now.seconds + seconds),
            tokenID: ID<EmbedToken>.random().description,
            signedBy: (signedBy ?? token).record.publicKey
        )
        return EmbedToken.sign(claims, with: keys ?? self.keys)
    }
}
