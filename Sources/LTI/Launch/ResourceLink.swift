import Model

/// The link in a course that a launch came from (LTI rule V16).
public struct ResourceLink: Sendable, Equatable {
    /// Longer ids would not fit an index; the specification allows 255 characters.
    private static let longestID = 1_000

    /// The platform's id, unique inside the deployment.
    public let id: String
    /// What the course calls it.
    public let title: String?

    /// Reads the claim.
    ///
    /// - Throws: ``LaunchRefusal`` `bad_resource_link` unless there is an object with an id.
    init(_ node: JSONNode?) throws(LaunchRefusal) {
        guard let id = node?.text("id"), id.length <= Self.longestID else { throw .badResourceLink }
        self.id = id
        title = node?.text("title")
    }
}
