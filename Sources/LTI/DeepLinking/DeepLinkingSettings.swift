public import Model

/// What a platform that lets a user choose content wants back (LTI rule D1).
public struct DeepLinkingSettings: Sendable {
    /// Where the choice is posted to: https, or http on this machine.
    public let returnURL: WebURL
    /// The types of items that are taken.
    public let acceptedTypes: [String]
    /// Where items may be shown: `iframe`, `window`, `embed`.
    public let presentationTargets: [String]
    /// The media types that files may have; nil when nothing was said.
    public let mediaTypes: String?
    /// Whether several items may be chosen; not when nothing was said.
    public let acceptsMultiple: Bool
    /// Whether line items are taken; nil when nothing was said.
    public let acceptsLineItem: Bool?
    /// Whether the items become part of the course without more questions.
    public let createsAtOnce: Bool
    /// A title that the platform suggests.
    public let title: String?
    /// A description that the platform suggests.
    public let text: String?
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
        presentationTargets = node.texts("accept_presentation_document_targets") ?? []
        mediaTypes = node.text("accept_media_types")
        acceptsMultiple = node.flag("accept_multiple") ?? false
        acceptsLineItem = node.flag("accept_lineitem")
        createsAtOnce = node.flag("auto_create") ?? false
        title = node.text("title")
        text = node.text("text")
        data = node.present("data").map { JSONText($0) }
    }

    /// Whether items of a type are taken.
    public func accepts(_ item: ContentItem) -> Bool { acceptedTypes.contains(item.type) }
}
