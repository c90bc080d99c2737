public import Model
import Storage

/// Somebody who is known to the core, and what they are to the whole organization.
public struct RosterPerson: Sendable, Equatable {
    /// The learner inside Lectern; teachers and staff have one, too (design §4).
    public let learner: LearnerID
    /// What the organization calls them: the `learnerId` of embed tokens, 1–255 characters.
    public let name: String
    /// What they are to the whole organization.
    public let role: PersonRole

    /// Names a person.
    public init(learner: LearnerID, name: String, role: PersonRole) {
        self.learner = learner
        self.name = name
        self.role = role
    }
}

extension RosterPerson {
    /// The columns that ``read(from:)`` expects, in order.
    static let columns = "learner_id, name, role"

    /// Reads a row of ``columns``.
    static func read(from row: any SQLRow) throws -> RosterPerson {
        guard let role = PersonRole(rawValue: row.text(2)) else { throw StorageError.corrupt("unknown role") }
        return RosterPerson(learner: try row.id(0), name: row.text(1), role: role)
    }

    /// Writes the person as lists show it.
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
