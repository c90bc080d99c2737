public import Model

/// A link to a lesson in a platform's course (LTI rule R4).
public struct ResourceLinkRecord: Sendable, Equatable {
    /// Our own id.
    public let id: String
    /// The organization that the platform belongs to.
    public let organization: OrganizationID
    /// The deployment.
    public let deploymentID: String
    /// The platform's id of the link.
    public let linkID: String
    /// Its title, where the platform tells.
    public let title: String?
    /// The URL of its line item, where there is one.
    public let lineItem: String?
    /// The URL of the course's line items, where they can be listed.
    public let lineItems: String?
    /// What may be asked of the grade services.
    public let scopes: [String]
}
