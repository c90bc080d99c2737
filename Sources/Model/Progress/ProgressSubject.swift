/// Whose progress a record holds, in the words of whoever polls it (design §4).
public enum ProgressSubject: Hashable, Sendable {
    /// A learner of an embedding site, named by the `learnerId` its embed token was signed with.
    case embed(learner: String)
    /// A learner of an LTI platform: our platform id, the launch's `sub`, and the launch's context id if it had one.
    case lti(platform: String, user: String, context: String?)
}

/// Names one lesson progress record.
public struct ProgressKey: Hashable, Sendable {
    /// The tenant that the record belongs to.
    public let organization: OrganizationID
    /// The lesson.
    public let lesson: LessonID
    /// Whose progress it is.
    public let subject: ProgressSubject

    /// Makes a key.
    public init(organization: OrganizationID, lesson: LessonID, subject: ProgressSubject) {
        self.organization = organization
        self.lesson = lesson
        self.subject = subject
    }
}
