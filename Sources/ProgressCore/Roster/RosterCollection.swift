public import Model
import Storage

/// A set of people: a course, or a group in one.
public enum RosterCollection: Hashable, Sendable {
    /// A course.
    case course(CourseID)
    /// A group of learners within a course.
    case group(GroupID)
}

extension RosterCollection: CustomStringConvertible {
    /// What it is and its id, for sentences: `course 0b0c…`.
    public var description: String {
        switch self {
        case .course(let id): "course \(id)"
        case .group(let id): "group \(id)"
        }
    }
}

extension RosterCollection {
    /// Its id, as `collection_id` holds it.
    var stored: SQLValue {
        switch self {
        case .course(let id): .id(id)
        case .group(let id): .id(id)
        }
    }
}
