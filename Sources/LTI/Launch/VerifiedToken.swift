import Model

/// A launch's token that the platform of the login signed for this login; only ``LaunchValidator`` makes one.
///
/// What the message says is read by ``Launch/init(_:site:legacySecret:)``, after the login record was consumed.
public struct VerifiedToken: Sendable {
    let payload: JSONNode
    let registration: Registration
    let deploymentHint: String?

    /// The key of LTI 1.1 whose secret ``Launch/init(_:site:legacySecret:)`` will ask for, if the platform claims one
    /// (M1).
    public var legacyConsumerKey: String? {
        payload[Claim.legacy]?.text("oauth_consumer_key")
    }

    init(payload: JSONNode, registration: Registration, deploymentHint: String?) {
        self.payload = payload
        self.registration = registration
        self.deploymentHint = deploymentHint
    }
}
