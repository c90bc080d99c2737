public import Model

/// Where the members of a course are to be had (LTI rule N1).
public struct RosterSource: Sendable, Equatable {
    /// The course inside Lectern.
    public let course: CourseID
    /// The organization that it belongs to.
    public let organization: OrganizationID
    /// The platform.
    public let platformID: String
    /// The deployment.
    public let deploymentID: String
    /// The course's key (R4).
    public let contextKey: String
    /// The course's title, where the platform tells.
    public let title: String?
    /// The URL of its members.
    public let memberships: String
    /// The URL of what changed since the last time, where the platform gave one.
    public let differences: String?
    /// When the members were last taken over.
    public let syncedAt: Timestamp?
}
