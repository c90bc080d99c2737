public import Model

/// What became of a leased grade.
public enum GradeOutcome: Sendable, Equatable {
    /// The platform accepted it.
    case sent(timestamp: Timestamp, text: String, fullyGraded: Bool)
    /// The platform has the newest state already.
    case nothingToSend
    /// It was not tried and is put off, which is no failure: the next wish makes it due at once.
    case later(at: Timestamp)
    /// It failed and is tried again; `sentTimestamp` is that of a score that the platform may have.
    case retry(at: Timestamp, reason: String, status: Int?, sentTimestamp: Timestamp?)
    /// It failed for good and waits for a person.
    case dead(reason: String, status: Int?)
}
