public import Model

/// What one launch left behind (LTI rule S1): bound to that launch, so that two tabs are two sessions.
public struct LaunchSession: Sendable, Equatable {
    /// Names the session, in the alphabet of URLs; no secret.
    public let id: String
    /// The organization that the platform belongs to.
    public let organization: OrganizationID
    /// The platform.
    public let platformID: String
    /// The deployment.
    public let deploymentID: String
    /// The platform's name for the user, or `anonymous:` and a UUID for a visitor.
    public let user: String
    /// The course's key: the context id, or with a suffix where another deployment has the same (R4); nil without context.
    public let context: String?
    /// The user inside Lectern.
    public let learner: LearnerID
    /// The course inside Lectern.
    public let course: CourseID
    /// What the user is in the course.
    public let role: LaunchRole
    /// What the launch was for.
    public let purpose: LaunchPurpose
    /// Whether it is a teacher's look through a learner's eyes.
    public let isTestUser: Bool
    /// The lesson that is shown.
    public let lesson: LessonID?
    /// What the pages need, as it was given.
    public let details: JSONText
    /// From when on the session no longer works.
    public let expiresAt: Timestamp

    /// The user as the core knows people.
    public var person: Principal.Person {
        Principal.Person(
            learner: learner,
            subject: .lti(platform: platformID, user: user, context: context),
            course: course
        )
    }
}
