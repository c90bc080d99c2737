/// Where a platform's keys come from (LTI rule R1).
public enum PlatformKeySource: Sendable, Equatable {
    /// A URL that answers with a key set.
    case url(String)
    /// One JSON Web Key, as text.
    case jwk(String)
    /// One public key as PEM.
    case pem(String)
}
