import Model

/// Where a launch's grades go (the claim of LTI's assignment and grade services).
public struct GradeService: Sendable, Equatable {
    /// What may be asked for.
    public let scopes: [String]
    /// The course's line items; nil when they cannot be listed.
    public let lineItems: WebURL?
    /// The link's own line item, when it has exactly one.
    public let lineItem: WebURL?

    /// Reads the claim; nil when it names neither line items nor a line item.
    init?(_ node: JSONNode?) {
        guard let node else { return nil }
        scopes = node.texts("scope") ?? []
        lineItems = node.webURL("lineitems")
        lineItem = node.webURL("lineitem")
        guard lineItems != nil || lineItem != nil else { return nil }
    }

    /// Puts a stored claim together again.
    public init(scopes: [String], lineItems: WebURL?, lineItem: WebURL?) {
        self.scopes = scopes
        self.lineItems = lineItems
        self.lineItem = lineItem
    }

    /// Whether a scope may be asked for.
    public func allows(_ scope: ServiceScope) -> Bool { scopes.contains(scope.rawValue) }

    /// The URL of a list of line items; nil filters filter nothing.
    ///
    /// Later pages come from the answers (G3).
    public static func list(
        _ lineItems: WebURL,
        resourceLinkID: String? = nil,
        resourceID: String? = nil,
        tag: String? = nil
    ) -> String {
        let filters = [("resource_link_id", resourceLinkID), ("resource_id", resourceID), ("tag", tag)]
        return lineItems.adding(query: filters.compactMap { name, value in value.map { (name, $0) } })
    }

    /// Where the scores of a line item go (G1).
    public static func scores(of lineItem: WebURL) -> String { lineItem.adding(segment: "scores") }
}
