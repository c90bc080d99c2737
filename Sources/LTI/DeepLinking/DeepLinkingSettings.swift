public import Model

/// What a platform that lets a user choose content wants back (LTI rule D1).
public struct DeepLinkingSettings: Sendable {
    /// Where the choice is posted to: https, or http on this machine.
    public let returnURL: WebURL
    /// The types of items that are taken.
    public let acceptedTypes: [String]
    /// Whether several items may be chosen; not when nothing was said.
    public let acceptsMultiple: Bool
    /// Whether line items are taken; nil when nothing was said.
    public let acceptsLineItem: Bool?
    /// What the platform wants back as it is; nil when nothing was sent.
    public let data: JSONText?

    /// Reads the claim.
    ///
    /// - Throws: ``LaunchRefusal`` `bad_deep_linking` unless there is an object with a return URL and accepted types.
    init(_ node: JSONNode?) throws(LaunchRefusal) {
        guard let node, let returnURL = node.webURL("deep_link_return_url"), !returnURL.hasFragment,
            returnURL.isSecure || returnURL.isLoopback,
            let acceptedTypes = node.texts("accept_types")
        else { throw .badDeepLinking }
        self.returnURL = returnURL
        self.acceptedTypes = acceptedTypes
        acceptsMultiple = node.flag("accept_multiple") ?? false
        acceptsLineItem = node.flag("accept_lineitem")
        data = node.present("data").map { JSONText($0) }
    }

    /// Reads what ``stored`` wrote; nil when it is something else.
    public init?(stored: JSONText) {
        // Our own store: what cannot be read is as good as a launch that asked for nothing.
        guard let node = try? JSONParser.parse(stored.text), let settings = try? DeepLinkingSettings(node) else {
            return nil
        }
        self = settings
    }

    /// The settings as JSON, to be kept until the choice is made.
    ///
    /// It has the form of the claim; `data` keeps its exact text.
    public var stored: JSONText {
        var json = JSONWriter()
        json.object { json in
            json.member("deep_link_return_url", returnURL.text)
            json.member("accept_types", acceptedTypes)
            json.name("accept_multiple")
            json.bool(acceptsMultiple)
            if let acceptsLineItem {
                json.name("accept_lineitem")
                json.bool(acceptsLineItem)
            }
            if let data {
                json.name("data")
                json.json(data)
            }
        }
        return JSONText(trusted: json.text)
    }

    /// Whether links that launch the tool are taken.
    public var acceptsResourceLinks: Bool { acceptedTypes.contains(ResourceLinkItem.type) }
}
