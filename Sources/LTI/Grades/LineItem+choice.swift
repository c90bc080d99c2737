import Model

extension LineItem {
    /// What marks the line items that Lectern makes.
    public static let ownTag = "lectern"

    /// The line item that a link's grades go to, among those of a course; nil when there is none (LTI rule G2).
    ///
    /// One of another link is never taken, whatever else fits: not all platforms filter their lists.
    ///
    /// - Parameters:
    ///   - items: the course's line items, or some of them.
    ///   - link: the platform's id of the link.
    ///   - resource: our name of what is graded.
    /// - Returns: the line item.
    public static func choose(_ items: [LineItem], link: String, resource: String) -> LineItem? {
        let ofLink = items.filter { $0.resourceLinkID?.isExactly(link) == true }
        if let own = ofLink.first(where: { $0.resourceID == resource || $0.tag == ownTag }) ?? ofLink.first {
            return own
        }
        // A copied course may have lost the links of its columns.
        return items.first { $0.resourceLinkID == nil && $0.resourceID == resource && $0.tag == ownTag }
    }
}
