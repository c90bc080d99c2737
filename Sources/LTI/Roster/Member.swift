import Model

/// A member of a course, as the platform lists them (LTI rule N3).
public struct Member: Sendable, Equatable {
    /// Whether somebody is a member at present.
    public enum Status: String, Sendable, CaseIterable {
        /// They are.
        case active = "Active"
        /// They are enrolled and may not come in.
        case inactive = "Inactive"
        /// They were, before the list of differences.
        case deleted = "Deleted"

        init(lenient text: String) {
            self = Status.allCases.first { $0.rawValue.lowercased() == text.lowercased() } ?? .inactive
        }
    }

    private static let mostGroups = 100

    /// The `sub` of their launches.
    public let userID: String
    /// What they are in the course.
    public let roles: Roles
    /// Whether they are a member at present.
    public let status: Status
    /// The full name.
    public let name: String?
    /// The given name.
    public let givenName: String?
    /// The family name.
    public let familyName: String?
    /// The ids of the groups in the course that they are in; nil when the platform does not say.
    public let groups: [String]?

    /// Takes a member; nil without an id or roles.
    ///
    /// A status that we do not know is taken for inactive.
    init?(_ node: JSONNode) {
        guard let userID = node.text("user_id"), userID.length <= 255, let roles = node.texts("roles") else {
            return nil
        }
        self.userID = userID
        self.roles = Roles(roles)
        status = node.present("status").map { Status(lenient: $0.cleanString ?? "") } ?? .active
        name = node.text("name")
        givenName = node.text("given_name")
        familyName = node.text("family_name")
        groups = node["group_enrollments"]?.elements?.prefix(Self.mostGroups).compactMap { $0.text("group_id") }
    }

    /// The name that people know them by; nil when the platform does not say.
    public var fullName: String? {
        let parts = [givenName, familyName].compactMap { $0 }.joined(separator: " ")
        return name ?? (parts.isEmpty ? nil : parts)
    }
}
