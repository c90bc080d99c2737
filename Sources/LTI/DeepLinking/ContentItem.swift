import Model

/// Something that a user chose for a course (LTI rule D4).
public enum ContentItem: Sendable {
    /// A link that launches the tool.
    case resourceLink(ResourceLinkItem)
    /// A link to any page.
    case link(url: String, title: String?, text: String?)
    /// A file that the platform fetches, with its media type.
    case file(url: String, title: String?, mediaType: String?)
    /// A piece of HTML.
    case html(String, title: String?)
    /// An image.
    case image(url: String, title: String?, size: ItemImage.Size?)

    /// The type of links that launch the tool.
    public static let resourceLinkType = "ltiResourceLink"

    /// The item's type.
    public var type: String {
        switch self {
        case .resourceLink: Self.resourceLinkType
        case .link: "link"
        case .file: "file"
        case .html: "html"
        case .image: "image"
        }
    }

    /// Writes the item; a line item only where the platform takes it.
    func write(to json: inout JSONWriter, withLineItem: Bool) {
        json.object { json in
            json.member("type", type)
            switch self {
            case .resourceLink(let item): item.write(to: &json, withLineItem: withLineItem)
            case .link(let url, let title, let text):
                json.member("url", url)
                json.member("title", title)
                json.member("text", text)
            case .file(let url, let title, let mediaType):
                json.member("url", url)
                json.member("title", title)
                json.member("mediaType", mediaType)
            case .html(let html, let title):
                json.member("html", html)
                json.member("title", title)
            case .image(let url, let title, let size):
                json.member("url", url)
                json.member("title", title)
                size?.write(to: &json)
            }
        }
    }
}
