/// A roster file: an organization's people, its courses with their groups, and what is assigned to them.
public struct Roster: Sendable, Equatable {
    /// Somebody with a role in the whole organization, or in no course.
    public struct Person: Sendable, Equatable {
        /// What the organization calls them.
        public let name: String
        /// What they are to the whole organization; nil leaves it as it is.
        public let role: PersonRole?
    }

    /// A group of learners.
    public struct Group: Sendable, Equatable {
        /// What assignments of the file call it.
        public let key: String
        /// Its name.
        public let name: String
        /// Who is in it.
        public let learners: [String]
    }

    /// A course.
    public struct Course: Sendable, Equatable {
        /// What assignments of the file call it.
        public let key: String
        /// Its name.
        public let name: String
        /// Who learns in it, besides the learners of its groups.
        public let learners: [String]
        /// Who coaches it.
        public let coaches: [String]
        /// Its groups.
        public let groups: [Group]
    }

    /// Something that is assigned.
    public struct Assignment: Sendable, Equatable {
        /// What the result of an import calls it.
        public let key: String
        /// What is given.
        public let content: AssignmentContent
        /// Its title; nil for a lesson that goes by its own.
        public let title: String?
        /// Whether a quiz can be taken.
        public let isActive: Bool
        /// Whether it is put aside.
        public let isArchived: Bool
        /// The keys of the courses it is given to.
        public let courses: [String]
        /// The keys of the groups it is given to.
        public let groups: [String]
    }

    /// The size that a file must not pass, in bytes; whoever reads the file sees to it.
    public static let maximumSize = 64 * 1_048_576
    /// How many courses a file may have.
    public static let maximumCourses = 10_000
    /// How many people a file may name.
    public static let maximumPeople = 100_000

    /// Those whom the file lists.
    public let people: [Person]
    /// The courses.
    public let courses: [Course]
    /// The assignments.
    public let assignments: [Assignment]
    /// Everybody whom the file names anywhere, once each, in the order of first sight.
    public let names: [String]
}
