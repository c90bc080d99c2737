/// The media types of the services (LTI rules, sections 8 and 9).
public enum MediaType {
    /// One line item.
    public static let lineItem = "application/vnd.ims.lis.v2.lineitem+json"
    /// A list of line items.
    public static let lineItems = "application/vnd.ims.lis.v2.lineitemcontainer+json"
    /// A score.
    public static let score = "application/vnd.ims.lis.v1.score+json"
    /// A list of members; platforms refuse to answer without it (N1).
    public static let members = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"
}
