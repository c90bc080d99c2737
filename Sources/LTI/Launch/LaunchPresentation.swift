import Model

/// How the platform shows the tool (LTI rule V19).
public struct LaunchPresentation: Sendable, Equatable {
    /// `iframe`, `window` or `frame`, as the platform says.
    public let documentTarget: String?
    /// Where the user may be sent back to.
    public let returnURL: WebURL?
    /// The language, as the platform writes it.
    public let locale: String?
    /// The width in pixels.
    public let width: Double?
    /// The height in pixels.
    public let height: Double?

    /// Reads the claim; nil when it is no object.
    init?(_ node: JSONNode?) {
        guard let node, node.isObject else { return nil }
        documentTarget = node.text("document_target")
        returnURL = node.webURL("return_url")
        locale = node.text("locale")
        width = node["width"]?.number
        height = node["height"]?.number
    }
}
