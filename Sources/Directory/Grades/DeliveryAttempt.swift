public import Model

/// One attempt to send a grade.
public struct DeliveryAttempt: Sendable, Equatable {
    /// How an attempt can end.
    public enum Outcome: String, Sendable, CaseIterable {
        /// The platform accepted it.
        case sent
        /// It failed and is tried again.
        case retry
        /// It failed for good.
        case dead
    }

    /// When.
    public let at: Timestamp
    /// How it ended.
    public let outcome: Outcome
    /// The status with which the platform refused it; nil when it accepted it or did not answer.
    public let status: Int?
    /// Why it failed; what was sent where it did not.
    public let reason: String?
}
