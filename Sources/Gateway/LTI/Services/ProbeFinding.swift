/// What a look at a platform found.
public struct ProbeFinding: Sendable, Equatable {
    /// What was looked at.
    public enum Subject: String, Sendable, CaseIterable {
        /// Where logins are sent.
        case authEndpoint = "auth endpoint"
        /// The platform's keys.
        case keys
        /// Where access tokens are asked for.
        case tokenEndpoint = "token endpoint"
    }

    /// What was looked at.
    public let subject: Subject
    /// Whether it is as it should be.
    public let isGood: Bool
    /// A sentence about it.
    public let text: String
}
