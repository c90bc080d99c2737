public import Model

/// Which pages may show an organization's lessons and call the logger for its learners (contract §6).
public enum AllowedOrigins: Sendable, Equatable {
    /// How many origins a list can have.
    public static let limit = 100

    /// All pages.
    case any
    /// Pages of these origins.
    case only([OriginPattern])

    /// Reads a list as a person writes it; what is said twice counts once.
    ///
    /// - Throws: `LecternError` `invalid` when it is empty or too long, or names what is no origin.
    public init(_ texts: [String]) throws(LecternError) {
        var patterns: [OriginPattern] = []
        for text in texts {
            let pattern = try OriginPattern(text)
            if !patterns.contains(pattern) { patterns.append(pattern) }
        }
        guard (1...Self.limit).contains(patterns.count) else {
            throw .invalid("an organization has 1 to \(Self.limit) allowed origins, or any")
        }
        self = .only(patterns)
    }

    /// The list as texts; nil for any.
    public var texts: [String]? {
        switch self {
        case .any: nil
        case .only(let patterns): patterns.map(\.description)
        }
    }
}
