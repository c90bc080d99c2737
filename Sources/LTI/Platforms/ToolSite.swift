public import Model

/// Where the tool is in the web: what platforms are told, and what they may name as a target.
public struct ToolSite: Sendable {
    /// The URL under which the gateway is reached, without a slash at its end.
    public let base: String
    private let origins: Set<String>

    /// Takes the gateway's public URL and further origins under which it answers; nil when one of them is no http(s)
    /// URL.
    public init?(base: String, otherOrigins: [String] = []) {
        guard let url = WebURL(base), url.query == nil, !url.hasFragment else { return nil }
        var origins: Set<String> = [url.origin]
        for text in otherOrigins {
            guard let other = WebURL(text) else { return nil }
            origins.insert(other.origin)
        }
        self.base = base.utf8.last == UInt8(ascii: "/") ? String(base.dropLast()) : base
        self.origins = origins
    }

    /// Where platforms begin a login.
    public var loginURL: String { base + "/lti/login" }
    /// Where launches arrive: the only redirect URI.
    public var launchURL: String { base + "/lti/launch" }
    /// Where the tool's public keys are.
    public var keySetURL: String { base + "/lti/jwks.json" }
    /// Where dynamic registrations begin.
    public var registrationURL: String { base + "/lti/register" }

    /// The target link of a lesson.
    public func lessonURL(_ lesson: LessonID) -> String { "\(base)/lti/lessons/\(lesson)" }

    /// The lesson that a target link of ours names; nil for every other target.
    public func lesson(in target: WebURL) -> LessonID? {
        guard owns(target), let start = WebURL(base + "/lti/lessons/")?.path, target.path.hasPrefix(start) else {
            return nil
        }
        return LessonID(target.path.dropFirst(start.count))
    }

    /// Reads a target link, which must be on an origin of the tool's own; nil for every other text.
    public func target(_ text: String) -> WebURL? {
        guard let url = WebURL(text), owns(url) else { return nil }
        return url
    }

    private func owns(_ url: WebURL) -> Bool { origins.contains(url.origin) }
}
