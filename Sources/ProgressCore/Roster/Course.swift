public import Model
import Storage

/// A class of learners that the organization made.
public struct Course: Sendable, Equatable {
    /// Its identifier.
    public let id: CourseID
    /// Its name, 1–200 characters.
    public let name: String
    /// When it was created.
    public let createdAt: Timestamp
}

extension Course {
    /// The columns that ``read(from:)`` expects, in order.
    static let columns = "id, name, created_at"

    /// Reads a row of ``columns``.
    static func read(from row: any SQLRow) throws -> Course {
        Course(id: try row.id(0), name: row.text(1), createdAt: row.time(2))
    }

    /// Writes the course as lists show it.
    public func write(to json: inout JSONWriter) {
        json.object { json in
            json.name("id")
            json.id(id)
            json.name("name")
            json.string(name)
            json.name("createdAt")
            json.time(createdAt)
        }
    }
}
