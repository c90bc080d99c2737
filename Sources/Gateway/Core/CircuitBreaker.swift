import Model

/// Stops asking a core that does not answer, and tries again after a while, as a value (design §2).
struct CircuitBreaker: Sendable {
    /// Failures in a row after which nothing is asked.
    static let failureLimit = 5
    /// How long nothing is asked, in seconds.
    static let pauseSeconds = 1

    private var failures = 0
    private var closedUntil: Timestamp?

    /// Whether a call may go out; after a pause one goes out to try.
    mutating func mayCall(at now: Timestamp) -> Bool {
        guard let until = closedUntil else { return true }
        guard now >= until else { return false }
        closedUntil = now.adding(seconds: Double(Self.pauseSeconds))
        return true
    }

    /// Takes notice of an answer.
    mutating func succeeded() {
        failures = 0
        closedUntil = nil
    }

    /// Takes notice of a call without an answer.
    mutating func failed(at now: Timestamp) {
        failures += 1
        if failures >= Self.failureLimit { closedUntil = now.adding(seconds: Double(Self.pauseSeconds)) }
    }
}
