public import Model

/// What somebody or something was called under LTI 1.1, as a platform has proved (LTI rule M1).
public struct LegacyName: Sendable, Equatable {
    /// What it is.
    public enum Kind: String, Sendable, CaseIterable {
        /// A user; the name is the `sub` of launches.
        case user
        /// A course; the name is the context's id.
        case context
        /// A link; the name is the resource link's id.
        case link
    }

    /// What it is.
    public let kind: Kind
    /// What the platform calls it now.
    public let name: String
    /// What the platform called it then.
    public let legacyName: String
    /// The consumer key whose secret proved it.
    public let consumerKey: String

    /// Names something twice.
    public init(kind: Kind, name: String, legacyName: String, consumerKey: String) {
        self.kind = kind
        self.name = name
        self.legacyName = legacyName
        self.consumerKey = consumerKey
    }

    /// Writes it as lists show it.
    public func write(to json: inout JSONWriter) {
        json.object { json in
            json.name("kind")
            json.string(kind.rawValue)
            json.name("name")
            json.string(name)
            json.name("legacyName")
            json.string(legacyName)
            json.name("consumerKey")
            json.string(consumerKey)
        }
    }
}
