public import Model

/// Where the tool is in the web: what platforms are told, and what they may name as a target.
public struct ToolSite: Sendable {
    /// The URL under which the gateway is reached, without a slash at its end.
    public let base: String
    private let origin: String
    /// The path of all lessons' target links, up to the lesson.
    private let lessonPath: String

    /// Takes the gateway's public URL; nil when it is no http(s) URL, or has a query or fragment.
    public init?(base: String) {
        guard let url = WebURL(base), url.query == nil, !url.hasFragment else { return nil }
        self.base = base.utf8.last == UInt8(ascii: "/") ? String(base.dropLast()) : base
        origin = url.origin
        lessonPath = (url.path.utf8.last == UInt8(ascii: "/") ? url.path : url.path + "/") + "lti/lessons/"
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

    /// The lesson that a target link of ours names, which administrators may have given a slash at its end; nil for every
    /// other target.
    public func lesson(in target: WebURL) -> LessonID? {
        guard owns(target), target.path.hasPrefix(lessonPath) else { return nil }
        let name = target.path.dropFirst(lessonPath.count)
        return LessonID(name.last == "/" ? name.dropLast() : name)
    }

    /// Reads a target link, which must be on the tool's own origin; nil for every other text.
    public func target(_ text: String) -> WebURL? {
        guard let url = WebURL(text), owns(url) else { return nil }
        return url
    }

    private func owns(_ url: WebURL) -> Bool { url.origin == origin }
}
