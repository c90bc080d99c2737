import Model

/// A chosen link that launches the tool (LTI rule D4).
public struct ResourceLinkItem: Sendable {
    /// The type of items of this kind.
    public static let type = "ltiResourceLink"

    /// What is launched: a target link of the tool, which comes back in each launch.
    public let url: String
    /// What the course shows.
    public let title: String
    /// What comes back in each launch as custom parameters.
    public let custom: [(name: String, value: String)]
    /// The column for the grades; nil for a link without.
    public let lineItem: LineItem?

    /// Makes an item.
    public init(url: String, title: String, custom: [(name: String, value: String)] = [], lineItem: LineItem? = nil) {
        self.url = url
        self.title = title
        self.custom = custom
        self.lineItem = lineItem
    }

    /// Writes the item; its line item only where the platform takes one.
    func write(to json: inout JSONWriter, withLineItem: Bool) {
        json.object { json in
            json.member("type", Self.type)
            json.member("url", url)
            json.member("title", title)
            if !custom.isEmpty {
                json.name("custom")
                json.object { json in
                    for (name, value) in custom { json.member(name, value) }
                }
            }
            if withLineItem, let lineItem {
                json.name("lineItem")
                lineItem.write(to: &json)
            }
        }
    }
}
