public import Model

/// The deployments inside a registration (LTI rule R3).
///
/// Platforms may have thousands. Whoever asks about one alone needs no others: of a login it is the one that the platform
/// names, of a launch ``LaunchToken/deploymentInQuestion``.
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
    /// The ids that are known, of those that can be asked about.
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

extension LaunchToken {
    /// The deployment that the token names, to look up whether it is known; nothing is to be believed yet.
    ///
    /// It is nil where the token names none that could be known (V14).
    public var deploymentInQuestion: String? {
        guard let id = payload[Claim.deploymentID]?.cleanString, (1...255).contains(id.length) else { return nil }
        return id
    }
}
