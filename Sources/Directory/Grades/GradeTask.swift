public import Model

/// One user's grade for one link, leased to whoever sends it.
public struct GradeTask: Sendable, Equatable {
    /// The delivery's id.
    public let id: String
    /// The organization that the platform belongs to.
    public let organization: OrganizationID
    /// The platform.
    public let platformID: String
    /// The deployment.
    public let deploymentID: String
    /// The link, with its line item.
    public let link: ResourceLinkRecord
    /// The platform's name for the user.
    public let user: String
    /// The lesson.
    public let lesson: LessonID
    /// The course's key; nil for a launch without context.
    public let contextKey: String?
    /// How often sending was asked for, when the lease began.
    public let wanted: Int64
    /// How often sending has failed since it last succeeded.
    public let attempts: Int
    /// The timestamp of the latest score that the platform may have (G5).
    public let lastTimestamp: Timestamp?
    /// What the platform last accepted, as it was given to ``GradeRepository/finish(_:_:)``.
    public let lastSent: String?
    /// Whether a final grade was accepted (G6).
    public let isFullyGraded: Bool
    /// Who has the lease.
    let owner: String
    /// When the lease ends, which with the owner names it.
    let leasedUntil: Timestamp
}
