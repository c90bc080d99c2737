import Model
import Testing

@testable import Credentials

/// A kind of signed tokens with an example, for what all kinds have in common.
struct TokenKind: Sendable, CustomTestStringConvertible {
    let audience: SignedToken.Audience
    /// How long the example is good for, in seconds from ``now``.
    let life: Double
    /// Makes tokens of this kind; the example when nothing is changed.
    let forge: TokenForge
    /// Signs the example with the keys.
    let sign: @Sendable (LiveKeyRing) -> String
    /// Verifies a token and tells whether it has the claims of the example.
    let verify: @Sendable (SignedToken, LiveKeyRing, Timestamp) throws(SignedTokenFailure) -> Bool

    var testDescription: String { audience.rawValue }

    /// Whether an organization's key signs.
    var isOfOrganization: Bool { audience != .operator }

    /// Why a token is refused; nil for a good one.
    func failure(
        _ text: String,
        with keys: LiveKeyRing = keys,
        at instant: Timestamp = now
    ) -> SignedTokenFailure? {
        do {
            _ = try verify(SignedToken(text), keys, instant)
            return nil
        } catch {
            return error
        }
    }

    static let keys = LiveKeyRing(fixed: TestKeys.ring)

    /// Other keys than ``keys`` by the masters of their versions.
    static func keys(_ masters: [Int: SecretBytes]) -> LiveKeyRing {
        LiveKeyRing(fixed: KeyRing(peppers: [1: TestKeys.pepper], embed: masters, internal: [1: TestKeys.internal]))
    }
}
