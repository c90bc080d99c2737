public import Model
import Storage

/// Somebody in a course or group.
public struct Member: Sendable, Equatable {
    /// The learner inside Lectern; coaches have one, too.
    public let learner: LearnerID
    /// What the organization calls them, 1–255 characters.
    public let name: String
    /// What they are to the course or group.
    public let role: CollectionRole

    /// Names somebody and what they are.
    public init(learner: LearnerID, name: String, role: CollectionRole) {
        self.learner = learner
        self.name = name
        self.role = role
    }
}

extension Member {
    /// Reads a row of learner, name and role.
    static func read(from row: any SQLRow) throws -> Member {
        guard let role = CollectionRole(rawValue: row.text(2)) else { throw StorageError.corrupt("unknown role") }
        return Member(learner: try row.id(0), name: row.text(1), role: role)
    }

    /// Writes the member as lists show it.
    public func write(to json: inout JSONWriter) {
        json.object { json in
            json.name("id")
            json.id(learner)
            json.name("learner")
            json.string(name)
            json.name("role")
            json.string(role.name)
        }
    }
}
