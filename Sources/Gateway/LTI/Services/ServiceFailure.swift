import LTI
import Model

/// Why a platform's service could not be used.
enum ServiceFailure: Error, Sendable, CustomStringConvertible {
    /// There is no access token.
    case token(TokenFailure)
    /// There is no answer.
    case unanswered(PlatformFailure)
    /// The answer is none of success.
    case status(PlatformAnswer)
    /// The answer is a success without what was asked for.
    case malformed(String)

    /// What logs and people are told; nothing of the answer's body.
    var description: String {
        switch self {
        case .token(let failure): "\(failure)"
        case .unanswered(let failure): "\(failure)"
        case .status(let answer): "the platform answers with status \(answer.status)"
        case .malformed(let what): "the platform's answer is no \(what)"
        }
    }

    /// The HTTP status, where there was an answer.
    var status: Int? {
        switch self {
        case .token(.refused(let refusal, _)): refusal.status
        case .status(let answer): answer.status
        case .token, .unanswered, .malformed: nil
        }
    }
}

extension PlatformAnswer {
    /// Whether it asks for fewer requests: Canvas does so with a 403 (LTI rule T5).
    var isThrottled: Bool {
        guard status == 403 else { return status == 429 }
        return String(decoding: body.prefix(4_096), as: UTF8.self).lowercased().contains("rate limit")
    }
}
