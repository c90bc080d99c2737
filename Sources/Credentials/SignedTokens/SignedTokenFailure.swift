/// Why a signed token is refused (contract §5).
public enum SignedTokenFailure: Error, Sendable {
    /// Everything about it is right, except that its time is over.
    case expired
    /// Form, algorithm, key, signature, issuer, audience or a claim is wrong.
    case invalid
}
