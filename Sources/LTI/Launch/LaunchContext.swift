import Model

/// The course, or what the platform has in its place, that a launch came from (LTI rule V19).
public struct LaunchContext: Sendable, Equatable {
    private static let longestID = 1_000

    /// The platform's id, unique inside the deployment.
    public let id: String
    /// Its short name.
    public let label: String?
    /// Its name.
    public let title: String?

    /// Reads the claim; nil when there is none with an id.
    init?(_ node: JSONNode?) {
        guard let node, let id = node.text("id"), id.length <= Self.longestID else { return nil }
        self.id = id
        label = node.text("label")
        title = node.text("title")
    }
}
