public import Model

/// What a platform's answer to a score, or the lack of one, means for its delivery (LTI rules T5, G5, G7).
public enum GradeVerdict: Sendable, Equatable {
    /// The platform has it.
    case accepted
    /// It is tried again at this time.
    case retry(at: Timestamp)
    /// It is given up until somebody does something about it.
    case dead(reason: String)
}

extension GradeVerdict {
    /// How often a platform may call a score malformed before it is given up.
    public static let malformedLimit = 3
    /// How often a later score may be on record before the pauses grow.
    public static let conflictLimit = 3

    /// Judges a status.
    ///
    /// - Parameters:
    ///   - status: the HTTP status, after a 401 with a new token.
    ///   - isThrottled: whether a 403 speaks of too many requests.
    ///   - retryAfterSeconds: when the platform wants to be asked again, where it says so.
    ///   - backoff: the failures so far.
    ///   - timestamp: the time under which the score was sent.
    ///   - now: the present instant.
    /// - Returns: what it means.
    public static func of(
        status: Int,
        isThrottled: Bool = false,
        retryAfterSeconds: Double? = nil,
        backoff: Backoff,
        timestamp: Timestamp,
        now: Timestamp
    ) -> GradeVerdict {
        switch status {
        case 200..<300:
            return .accepted
        case 409 where backoff.failures < conflictLimit:
            // A later score is on record; the next one is sent under a later time, which platforms compare in seconds.
            return .retry(at: max(now, timestamp).adding(seconds: GradeSchedule.shortestSeconds))
        case 403 where !isThrottled:
            return .dead(reason: "the platform does not allow it")
        case 404, 410:
            return .dead(reason: "the line item is gone")
        case 400, 405, 406, 411..<429, 430..<500:
            guard backoff.failures + 1 < malformedLimit else { return .dead(reason: "the platform refuses the score") }
            return backoff.verdict(after: retryAfterSeconds, now: now)
        default:
            return backoff.verdict(after: retryAfterSeconds, now: now)
        }
    }
}
