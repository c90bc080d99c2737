/// A learning management system whose ways are known.
public enum LMSProduct: String, CaseIterable, Sendable {
    /// Canvas, of Instructure or of one's own.
    case canvas
    /// Moodle.
    case moodle
    /// Blackboard Learn.
    case blackboard
    /// D2L Brightspace.
    case brightspace
    /// Sakai.
    case sakai

    /// What its people call it.
    public var title: String {
        switch self {
        case .canvas: "Canvas"
        case .moodle: "Moodle"
        case .blackboard: "Blackboard Learn"
        case .brightspace: "D2L Brightspace"
        case .sakai: "Sakai"
        }
    }

    /// Whether its endpoints lie on each customer's own site.
    public var needsSite: Bool {
        switch self {
        case .canvas, .blackboard: false
        case .moodle, .brightspace, .sakai: true
        }
    }

    /// Whether its deployments appear later than the registration, so that they are learned from launches (LTI rule R3).
    public var learnsDeployments: Bool {
        switch self {
        case .canvas, .blackboard: true
        case .moodle, .brightspace, .sakai: false
        }
    }

    /// Finds the system that a platform's product code names, such as `BlackboardLearn`; nil for others.
    public init?(product: String) {
        let product = product.lowercased()
        switch product {
        case "canvas": self = .canvas
        case "moodle": self = .moodle
        case "sakai": self = .sakai
        case "desire2learn", "d2l", "brightspace": self = .brightspace
        default:
            guard product.hasPrefix("blackboard") else { return nil }
            self = .blackboard
        }
    }
}
