public import Model

/// Decides whether a grade is sent, and when (LTI rules G5, G6).
public struct GradeSchedule: Sendable, Equatable {
    /// What to do about a grade.
    public enum Decision: Sendable, Equatable {
        /// Send it under this time.
        case send(timestamp: Timestamp)
        /// Look again at this time: the platform was told something a moment ago.
        case later(Timestamp)
        /// The platform need not know.
        case nothing
    }

    /// The shortest time between two scores of a user and a line item, in seconds.
    public static let shortestSeconds = 1.0
    /// The shortest time between a score and the next that is not final, in seconds.
    public static let unfinishedSeconds = 10.0

    /// Whether the platform takes the grade away when it hears of anything but a final one.
    public let removesUnfinished: Bool
    /// The text of the grade that the platform accepted last; nil before the first.
    public let lastSent: String?
    /// Whether it was a final one.
    public let isFinal: Bool
    /// The latest time under which anything was sent, accepted or not.
    public let lastTimestamp: Timestamp?
    /// Whether what was sent last failed, and is tried again.
    public let isRetry: Bool

    /// Takes what is known about a user and a line item.
    public init(
        removesUnfinished: Bool,
        lastSent: String?,
        isFinal: Bool,
        lastTimestamp: Timestamp?,
        isRetry: Bool = false
    ) {
        self.removesUnfinished = removesUnfinished
        self.lastSent = lastSent
        self.isFinal = isFinal
        self.lastTimestamp = lastTimestamp
        self.isRetry = isRetry
    }

    /// Decides about a grade.
    public func decide(_ grade: Grade, now: Timestamp) -> Decision {
        guard grade.isFinal || !(removesUnfinished || isFinal), grade.text != lastSent else { return .nothing }
        guard let last = lastTimestamp else { return .send(timestamp: now) }
        let pause = grade.isFinal || isRetry ? Self.shortestSeconds : Self.unfinishedSeconds
        // A clock that was set back must not put grades off until it has caught up: their times only grow.
        if last <= now, now < last.adding(seconds: pause) { return .later(last.adding(seconds: pause)) }
        return .send(timestamp: max(now, last.adding(seconds: Self.shortestSeconds)))
    }

    /// Whether a platform takes grades away that are not final: Moodle does.
    ///
    /// - Parameters:
    ///   - product: the platform's product, where it is known.
    ///   - service: a URL of its grade service, which tells where the product is unknown.
    /// - Returns: whether it does.
    public static func removesUnfinished(product: String?, service: String?) -> Bool {
        product?.lowercased().contains("moodle") == true || service?.contains("/mod/lti/services.php/") == true
    }
}
