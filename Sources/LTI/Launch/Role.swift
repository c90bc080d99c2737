/// One role of a user (LTI rule S2).
public struct Role: Sendable, Equatable {
    /// Where a role counts.
    public enum Scope: Sendable {
        /// In the course.
        case context
        /// In the institution.
        case institution
        /// On the platform.
        case system
    }

    /// Where it counts; nil for a role that we do not know, which means nothing.
    public let scope: Scope?
    /// The role, such as `Instructor`; the whole text for one that we do not know.
    public let name: String

    private static let contextNames = [
        "Administrator", "ContentDeveloper", "Instructor", "Learner", "Manager", "Member", "Mentor", "Officer",
    ]
    private static let vocabularies: [(prefix: String, scope: Scope)] = [
        ("http://purl.imsglobal.org/vocab/lis/v2/membership", .context),
        ("http://purl.imsglobal.org/vocab/lis/v2/institution/person", .institution),
        ("http://purl.imsglobal.org/vocab/lis/v2/system/person", .system),
        ("http://purl.imsglobal.org/vocab/lti/system/person", .system),
    ]
    private static let names: [(prefix: String, scope: Scope)] = [
        ("urn:lti:role:ims/lis/", .context), ("urn:lti:instrole:ims/lis/", .institution),
        ("urn:lti:sysrole:ims/lis/", .system),
    ]

    /// Reads a role in its full, its `urn:` or its short form.
    public init(_ text: String) {
        for (prefix, scope) in Self.vocabularies where text.hasPrefix(prefix) {
            let rest = text.dropFirst(prefix.count)
            let parts = rest.split(separator: "#", omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[1].isEmpty else { continue }
            if parts[0].isEmpty {
                self.init(scope, String(parts[1]))
                return
            }
            guard parts[0].first == "/", parts[0].count > 1 else { continue }
            // A sub-role, such as `/Instructor#TeachingAssistant`.
            self.init(scope, String(parts[0].dropFirst()))
            return
        }
        for (prefix, scope) in Self.names where text.hasPrefix(prefix) {
            let parts = text.dropFirst(prefix.count).split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty }) else { continue }
            self.init(scope, String(parts[0]))
            return
        }
        self.init(Self.contextNames.contains(text) ? .context : nil, text)
    }

    private init(_ scope: Scope?, _ name: String) {
        self.scope = scope
        self.name = name
    }
}
