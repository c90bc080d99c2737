import LTI
import Model

/// What the pages of a launch show and need, kept with its session as JSON.
struct LaunchDetails: Sendable {
    /// The language of the page around the tool, else the user's, as the platform writes it.
    var locale: String?
    var contextTitle: String?
    /// What the platform wants chosen, in a session that chooses content.
    var deepLinking: DeepLinkingSettings?

    init() {}

    /// Takes from a launch what its pages need: nothing that tells who the user is.
    init(_ launch: Launch) {
        locale = launch.locale
        contextTitle = launch.context?.title ?? launch.context?.label
        if case .deepLinking(let settings) = launch.message { deepLinking = settings }
    }

    /// Reads what ``text`` wrote; nil when it is no JSON object.
    init?(_ text: JSONText) {
        guard let node = try? JSONParser.parse(text.text), node.isObject else { return nil }
        locale = node["locale"]?.string
        contextTitle = node["context"]?.string
        deepLinking = node["deepLinking"].flatMap { $0.isNull ? nil : DeepLinkingSettings(stored: JSONText($0)) }
    }

    /// The JSON that is kept.
    var text: JSONText {
        var json = JSONWriter()
        json.object { json in
            for (name, value) in [("locale", locale), ("context", contextTitle)] {
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
