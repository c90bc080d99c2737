/// What a key of the key folder is for; the raw value starts its file's name.
public enum KeyPurpose: String, CaseIterable, Sendable {
    /// Keys the digests of API tokens (contract §2.2). Retire a version only when no stored digest needs it any more.
    case pepper
    /// The master of the organizations' keys, for embed tokens (contract §4), preview tokens and launch tokens (design §4),
    /// and of the operator's key, for operator tokens.
    case embed
    /// Signs the calls between gateway and core (design §2).
    case `internal`
    /// Signs what the tool sends to LTI platforms: an RSA key, of which the platforms know the public part.
    case lti

    /// The purposes whose keys are 32 random bytes; nothing runs without one of each.
    public static let symmetric: [KeyPurpose] = [.pepper, .embed, .internal]
}
