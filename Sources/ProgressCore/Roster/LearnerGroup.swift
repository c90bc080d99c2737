public import Model
import Storage

/// A group of learners within a course.
public struct LearnerGroup: Sendable, Equatable {
    /// Its identifier.
    public let id: GroupID
    /// The course it is in.
    public let course: CourseID
    /// Its name, 1–200 characters.
    public let name: String
    /// When it was created.
    public let createdAt: Timestamp
}

extension LearnerGroup {
    /// The columns that ``read(from:)`` expects, in order.
    static let columns = "id, course_id, name, created_at"

    /// Reads a row of ``columns``.
    static func read(from row: any SQLRow) throws -> LearnerGroup {
        LearnerGroup(id: try row.id(0), course: try row.id(1), name: row.text(2), createdAt: row.time(3))
    }

    /// Writes the group as lists show it.
    public func write(to json: inout JSONWriter) {
        json.object { json in
            json.name("id")
            json.id(id)
            json.name("courseId")
            json.id(course)
            json.name("name")
            json.string(name)
            json.name("createdAt")
            json.time(createdAt)
        }
    }
}
