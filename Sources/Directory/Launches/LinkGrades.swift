import Model

/// Where a link's scores go, as it is stored.
struct LinkGrades {
    let lineItem: String?
    let lineItems: String?
    /// Separated by blanks.
    let scopes: String

    init(lineItem: String?, lineItems: String?, scopes: String) {
        self.lineItem = lineItem
        self.lineItems = lineItems
        self.scopes = scopes
    }

    /// What a launch says.
    init(_ entry: LaunchEntry) {
        self.init(
            lineItem: entry.lineItem,
            lineItems: entry.lineItems,
            scopes: entry.gradeScopes.joined(separator: " ")
        )
    }

    /// What holds after a launch.
    ///
    /// A launch without grade services takes nothing away: a teacher's may have none. One that names no line item leaves
    /// the known one, which may be of our making, unless the course's line items are elsewhere now.
    func followed(by launch: LinkGrades) -> LinkGrades {
        guard launch.lineItem != nil || launch.lineItems != nil else { return self }
        let hasMoved = launch.lineItems.map { !$0.isExactly(lineItems) && lineItems != nil } ?? false
        return LinkGrades(
            lineItem: launch.lineItem ?? (hasMoved ? nil : lineItem),
            lineItems: launch.lineItems ?? lineItems,
            scopes: launch.scopes
        )
    }

    func isSame(as other: LinkGrades) -> Bool {
        Self.isSame(lineItem, other.lineItem) && Self.isSame(lineItems, other.lineItems)
            && scopes.isExactly(other.scopes)
    }

    /// Whether scores go to a line item that they did not go to before.
    func isRedirected(from other: LinkGrades) -> Bool {
        lineItem.map { !$0.isExactly(other.lineItem) } ?? false
    }

    private static func isSame(_ left: String?, _ right: String?) -> Bool {
        left.map { $0.isExactly(right) } ?? (right == nil)
    }
}
