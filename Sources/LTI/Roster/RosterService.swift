import Model

/// Where the members of a course are listed (LTI rules N1, N2).
public struct RosterService: Sendable, Equatable {
    /// The list.
    public let memberships: WebURL

    /// Reads the claim; nil when it names no list.
    init?(_ node: JSONNode?) {
        guard let node, let memberships = node.webURL("context_memberships_url") else { return nil }
        self.init(memberships: memberships)
    }

    /// Puts a stored claim together again.
    public init(memberships: WebURL) {
        self.memberships = memberships
    }

    /// The URL of the first page; later ones come from the answers, by ``LinkHeader``.
    ///
    /// - Parameters:
    ///   - limit: how many members a page should have.
    ///   - resourceLinkID: members who may open this link alone.
    /// - Returns: the URL.
    public func firstPage(limit: Int, resourceLinkID: String? = nil) -> String {
        let filters = [("limit", String(limit)), ("rlid", resourceLinkID)]
        return memberships.adding(query: filters.compactMap { name, value in value.map { (name, $0) } })
    }
}
