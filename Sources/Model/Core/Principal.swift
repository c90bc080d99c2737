/// Who calls the core, as a gateway vouches for it (design §2, §4).
public struct Principal: Sendable, Equatable {
    /// What the caller may do.
    public enum Role: String, Sendable, CaseIterable {
        /// Reads and writes only their own records.
        case learner
        /// Reads the records of a course's members.
        case coach
        /// Reads all records of the organization.
        case admin
        /// Reads all records of the installation.
        case superuser
        /// Not signed in; writes sessions that belong to nobody.
        case guest
    }

    /// The person behind the call.
    public struct Person: Sendable, Equatable {
        /// The learner inside Lectern.
        public let learner: LearnerID
        /// What the world calls that learner.
        public let subject: ProgressSubject
        /// The course whose histories the call belongs to; nil for embeds.
        public let course: CourseID?

        /// Names a person.
        public init(learner: LearnerID, subject: ProgressSubject, course: CourseID?) {
            self.learner = learner
            self.subject = subject
            self.course = course
        }
    }

    /// The lesson that the credential fixes.
    public struct LessonScope: Sendable, Hashable {
        /// The lesson.
        public let lesson: LessonID
        /// The version the learner takes.
        public let version: LessonVersionID

        /// Names a lesson and the version taken.
        public init(lesson: LessonID, version: LessonVersionID) {
            self.lesson = lesson
            self.version = version
        }
    }

    /// The tenant; every record the call touches belongs to it.
    public let organization: OrganizationID
    /// What the caller may do.
    public let role: Role
    /// The person; nil for an organization's own token and for guests.
    public let person: Person?
    /// The lesson that the credential fixes; nil when it fixes none.
    public let lesson: LessonScope?
    /// Another lesson that the call names, as it is published; the core decides whether the caller may open it.
    public let requestedLesson: LessonScope?
    /// The attributes of the embed token used.
    public let userAttributes: JSONText?

    /// Makes a principal.
    public init(
        organization: OrganizationID,
        role: Role,
        person: Person? = nil,
        lesson: LessonScope? = nil,
        requestedLesson: LessonScope? = nil,
        userAttributes: JSONText? = nil
    ) {
        self.organization = organization
        self.role = role
        self.person = person
        self.lesson = lesson
        self.requestedLesson = requestedLesson
        self.userAttributes = userAttributes
    }

    /// The same caller, who asks for a lesson by name.
    public func requesting(_ lesson: LessonScope) -> Principal {
        Principal(
            organization: organization,
            role: role,
            person: person,
            lesson: self.lesson,
            requestedLesson: lesson,
            userAttributes: userAttributes
        )
    }
}
