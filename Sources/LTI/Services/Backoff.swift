public import Model

/// How long to wait after failures before the next try (LTI rule T5): five seconds, then ever longer, up to an hour.
public struct Backoff: Sendable, Equatable {
    /// The longest pause, in seconds.
    public static let longestSeconds = 3_600.0
    /// After so many failures in a row nothing is tried any more: that is after seven days.
    public static let limit = 188
    private static let firstSeconds = 5.0

    /// How many failures there were before this one.
    public let failures: Int
    /// A number from 0 to 1 that spreads the tries of many.
    public let chance: Double

    /// Notes how many failures there were, and where in its spread the next try lies.
    public init(failures: Int, chance: Double = .random(in: 0...1)) {
        self.failures = failures
        self.chance = chance
    }

    /// The pause, between three quarters and five quarters of what the failures call for; nil when they were too many.
    public var seconds: Double? {
        guard failures < Self.limit else { return nil }
        let whole = min(Self.firstSeconds * Double(1 << min(max(failures, 0), 16)), Self.longestSeconds)
        return min(whole * (0.75 + chance / 2), Self.longestSeconds)
    }

    /// Puts a delivery off, or gives it up after too many failures.
    ///
    /// - Parameters:
    ///   - seconds: when the platform wants to be asked again, where it says so; no sooner in any case.
    ///   - now: the present instant.
    /// - Returns: when to try again.
    public func verdict(after seconds: Double? = nil, now: Timestamp) -> GradeVerdict {
        guard let pause = self.seconds else { return .dead(reason: "the platform could not be told for seven days") }
        return .retry(at: now.adding(seconds: min(max(pause, seconds ?? 0), 86_400)))
    }
}
