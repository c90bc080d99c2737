import Credentials
import Model

/// A launch's token as it came: well formed (LTI rule V1), and not to be believed yet.
public struct LaunchToken: Sendable {
    /// The longest token that is looked at, in bytes.
    public static let longest = 262_144

    let jws: PlatformJWS

    /// Reads three base64url parts, of which the first two are JSON objects.
    ///
    /// - Throws: ``LaunchRefusal`` `bad_token`, `token_too_large`.
    public init(_ text: String) throws(LaunchRefusal) {
        guard text.utf8.count <= Self.longest else { throw .tokenTooLarge }
        guard let jws = PlatformJWS(text) else { throw .badToken }
        self.jws = jws
    }

    var payload: JSONNode { jws.payload }
}
