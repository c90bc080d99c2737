/// What an API token may be used for (contract §2.4).
public enum Scope: String, Sendable, CaseIterable {
    /// Lists lessons.
    case lessonsRead = "lessons:read"
    /// Reads learners' progress and logs.
    case progressRead = "progress:read"
    /// Signs embed tokens.
    case embedSign = "embed:sign"
    /// Writes logs as a named learner.
    case loggerWrite = "logger:write"
    /// Reads events.
    case eventsRead = "events:read"
}

/// A set of scopes, cheap enough for the hot path.
public struct ScopeSet: Sendable, Hashable {
    private var bits: UInt8

    /// Every scope, the default of a new token.
    public static let all = ScopeSet(Scope.allCases)

    /// Makes a set.
    public init(_ scopes: some Sequence<Scope>) {
        bits = 0
        for scope in scopes { bits |= Self.bit(scope) }
    }

    private static func bit(_ scope: Scope) -> UInt8 {
        switch scope {
        case .lessonsRead: 1
        case .progressRead: 2
        case .embedSign: 4
        case .loggerWrite: 8
        case .eventsRead: 16
        }
    }

    /// Whether the set holds a scope.
    public func contains(_ scope: Scope) -> Bool {
        bits & Self.bit(scope) != 0
    }

    /// The scopes in the contract's order.
    public var scopes: [Scope] { Scope.allCases.filter(contains) }
}

extension ScopeSet {
    /// The stored form, comma-separated.
    var storedText: String { scopes.map(\.rawValue).joined(separator: ",") }

    init?(storedText: String) {
        var scopes: [Scope] = []
        for part in storedText.split(separator: ",") {
            guard let scope = Scope(rawValue: String(part)) else { return nil }
            scopes.append(scope)
        }
        self.init(scopes)
    }
}
