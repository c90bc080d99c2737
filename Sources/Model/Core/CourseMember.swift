/// What a platform says of one member of a course.
public struct CourseMember: Sendable, Hashable {
    /// What a platform makes of a person in a course.
    public enum Role: String, Sendable, CaseIterable {
        /// Is given what is assigned to the course.
        case learner
        /// Reads what its learners do.
        case coach
        /// Is no member any more.
        case none
    }

    /// How many characters a person's name may have; longer ones are cut.
    public static let nameLength = 255
    /// How many groups a member may be in; further ones are left out.
    public static let groupLimit = 50

    /// The learner inside Lectern; teachers have one, too.
    public let learner: LearnerID
    /// What the platform calls them, or their id there; empty keeps the name that is known.
    public let name: String
    /// What they are to the course.
    public let role: Role
    /// The names of the groups that a learner is in within the course; nil leaves them as they are.
    public let groups: [String]?

    /// Names a member; names are cut and freed of control characters.
    public init(learner: LearnerID, name: String, role: Role, groups: [String]? = nil) {
        self.learner = learner
        self.name = name.cleaned(longest: Self.nameLength)
        self.role = role
        self.groups = groups.map { groups in
            let names = groups.lazy.map { $0.cleaned(longest: CourseMembers.nameLength) }
            return Array(names.filter { !$0.isEmpty }.prefix(Self.groupLimit))
        }
    }
}
