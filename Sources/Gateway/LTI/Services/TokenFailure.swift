import LTI
import Model

/// Why there is no access token for a platform's services.
enum TokenFailure: Error, Sendable, CustomStringConvertible {
    /// The platform is switched off.
    case inactive
    /// The key folder has no key to sign with.
    case noKey
    /// The platform said no.
    case refused(TokenRefusal, retryAfterSeconds: Double?)
    /// The platform granted less than was asked for.
    case notGranted
    /// There was no answer.
    case unanswered(PlatformFailure)

    /// Whether asking again is of no use until somebody changes something.
    var isPermanent: Bool {
        switch self {
        case .inactive, .noKey, .unanswered: false
        case .refused(let refusal, _): refusal.isPermanent
        case .notGranted: true
        }
    }

    /// What logs and people are told.
    var description: String {
        switch self {
        case .inactive: "the platform is switched off"
        case .noKey: "the key folder has no key for LTI; `lectern keys init` makes one"
        case .refused(let refusal, _): "the platform gives no access token: \(refusal)"
        case .notGranted: "the platform does not grant what was asked for"
        case .unanswered(let failure): "the token endpoint gives no answer: \(failure)"
        }
    }
}
