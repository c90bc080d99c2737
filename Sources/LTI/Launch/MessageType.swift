/// The messages that the tool understands (LTI rule V13).
enum MessageType: String, Sendable {
    case resourceLink = "LtiResourceLinkRequest"
    case deepLinking = "LtiDeepLinkingRequest"
}
