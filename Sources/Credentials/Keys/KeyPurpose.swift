/// What a key of the key folder is for; the raw value starts its file's name.
public enum KeyPurpose: String, CaseIterable, Sendable {
    /// Keys the digests of API tokens (contract §2.2). Retire a version only when no stored digest needs it any more.
    case pepper
    /// The master of the organizations' keys for embed tokens (contract §4) and of the key for operator tokens.
    case embed
    /// Signs the calls between gateway and core (design §2).
    case `internal`
}
