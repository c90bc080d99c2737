/// Where a platform's keys come from (LTI rule R1).
public enum KeySource: Sendable, Equatable {
    /// A URL that answers with a key set.
    case url(String)
    /// One JSON Web Key, as text.
    case jwk(String)
    /// One public key as PEM.
    case pem(String)

    /// The keys of a source that needs no fetching; nil for a URL and for a key that cannot be used.
    public var fixedKeys: KeySet? {
        switch self {
        case .url: nil
        case .jwk(let text): KeySet(jwk: text)
        case .pem(let text): KeySet(pem: text)
        }
    }
}
