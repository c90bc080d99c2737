/// Where a delivery stands.
public enum DeliveryState: String, Sendable, CaseIterable {
    /// The platform has everything.
    case idle
    /// Something is to be sent.
    case pending
    /// It failed for good and waits for a person.
    case dead
}
