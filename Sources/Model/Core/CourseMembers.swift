/// What a platform says of the members of a course: some of them, never all who are missing.
public struct CourseMembers: Sendable, Equatable {
    /// How many members one call may carry.
    public static let limit = 500
    /// How many characters the name of a course or group may have; longer ones are cut.
    public static let nameLength = 200
    /// How many groups of different names the members of one call may be in.
    public static let groupLimit = 2_000

    /// The course, created at first sight.
    public let course: CourseID
    /// What the platform calls it; empty when it does not say: then the course keeps its name.
    public let name: String
    /// The members, at most ``limit``; of a learner who is there twice the last entry counts.
    public let members: [CourseMember]
    /// When the sync began that this is a piece of; nil for a launch.
    ///
    /// Whoever is named in no piece of a sync leaves with `finishRoster`.
    public let syncStart: Timestamp?

    /// Names a course and members of it; the name is cut and freed of control characters.
    public init(course: CourseID, name: String, members: [CourseMember], syncStart: Timestamp? = nil) {
        self.course = course
        self.name = name.cleaned(longest: Self.nameLength)
        self.members = members
        self.syncStart = syncStart
    }
}
