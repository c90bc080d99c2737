import LTI
import Model

/// What the pages of a launch show and need, kept with its session as JSON.
struct LaunchDetails: Sendable {
    var displayName: String?
    var email: String?
    /// The user's language, or the course's, as the platform writes it.
    var locale: String?
    var contextTitle: String?
    var linkTitle: String?
    /// What software the platform is, such as `moodle`.
    var product: String?
    /// Where the user may be sent back to.
    var returnURL: WebURL?
    /// What the platform wants chosen, in a session that chooses content.
    var deepLinking: DeepLinkingSettings?

    init() {}

    /// Takes from a launch what its registration wants kept.
    init(_ launch: Launch, keepsNames: Bool) {
        displayName = keepsNames ? launch.user?.displayName : nil
        email = keepsNames ? launch.user?.email : nil
        locale = launch.presentation?.locale ?? launch.user?.locale
        contextTitle = launch.context?.title ?? launch.context?.label
        product = launch.platform?.productFamilyCode
        returnURL = launch.presentation?.returnURL
        switch launch.message {
        case .resourceLink(let link): linkTitle = link.title
        case .deepLinking(let settings): deepLinking = settings
        }
    }

    /// Reads what ``text`` wrote; nil when it is no JSON object.
    init?(_ text: JSONText) {
        guard let node = try? JSONParser.parse(text.text), node.isObject else { return nil }
        displayName = node["name"]?.string
        email = node["email"]?.string
        locale = node["locale"]?.string
        contextTitle = node["context"]?.string
        linkTitle = node["link"]?.string
        product = node["product"]?.string
        returnURL = node["returnUrl"]?.string.flatMap { WebURL($0) }
        deepLinking = node["deepLinking"].flatMap { $0.isNull ? nil : DeepLinkingSettings(stored: JSONText($0)) }
    }

    /// The JSON that is kept.
    var text: JSONText {
        var json = JSONWriter()
        json.object { json in
            for (name, value) in [
                ("name", displayName), ("email", email), ("locale", locale), ("context", contextTitle),
                ("link", linkTitle), ("product", product), ("returnUrl", returnURL?.text),
            ] {
                guard let value else { continue }
                json.name(name)
                json.string(value)
            }
            if let deepLinking {
                json.name("deepLinking")
                json.json(deepLinking.stored)
            }
        }
        return JSONText(trusted: json.text)
    }
}
