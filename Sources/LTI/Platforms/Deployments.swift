/// The deployments inside a registration (LTI rule R3).
public struct Deployments: Sendable, Equatable {
    /// What becomes of a deployment that is not known.
    public enum Policy: String, Sendable, CaseIterable {
        /// It is refused.
        case listed
        /// It is stored once a launch with it was validated, as Blackboard and Canvas need it.
        case learn
    }

    /// What becomes of a deployment that is not known.
    public let policy: Policy
    /// The ids that are known.
    public let known: Set<ExactText>

    /// Makes a set of deployments.
    public init(_ known: [String], policy: Policy = .listed) {
        self.known = Set(known.map { ExactText($0) })
        self.policy = policy
    }

    /// Whether an id is one of the known ones, byte for byte.
    public func contains(_ id: String) -> Bool { known.contains(ExactText(id)) }

    /// Whether a login or launch may name an id.
    public func admits(_ id: String) -> Bool { policy == .learn || contains(id) }
}
