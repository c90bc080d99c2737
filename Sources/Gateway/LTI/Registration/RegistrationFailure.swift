import HTTPTypes

/// Why a platform could not register, in words for the administrator who asked for it.
enum RegistrationFailure: Error, Sendable {
    /// There is no code, or none that works.
    case notInvited
    /// The address was opened by itself, and not by a platform.
    case notFromPlatform
    /// The request names something that is not called or sent.
    case refused(String)
    /// The platform answered, and its answer cannot be used.
    case invalid(String)
    /// The platform did not answer.
    case unreachable(String)
    /// The platform belongs to another organization.
    case taken
    /// The tool has no key whose public part platforms could fetch.
    case noKey

    /// The page that tells of it.
    var notice: FailureNotice {
        switch self {
        case .notInvited:
            FailureNotice(
                code: "not_invited",
                status: .forbidden,
                explanation: "This registration link does not work: it is unknown, was used before, or is too old.",
                advice: "Each link works once. Ask whoever runs Lectern for a new one (lectern platform register-url)."
            )
        case .notFromPlatform:
            FailureNotice(
                code: "not_from_platform",
                status: .badRequest,
                explanation: "This link is for your learning platform, not for a browser.",
                advice: """
                    Copy it into the dynamic registration of your learning platform; in Moodle that is Manage tools, Tool URL. \
                    The link has not been used up.
                    """
            )
        case .refused(let reason): Self.failed("registration_refused", 400, reason)
        case .invalid(let reason): Self.failed("registration_failed", 422, reason)
        case .unreachable(let reason): Self.failed("platform_unreachable", 503, reason)
        case .taken:
            FailureNotice(
                code: "platform_taken",
                status: .conflict,
                explanation: "The registration failed: this platform is registered with another organization already.",
                advice: "Remove the tool from your platform again. Nothing was stored here."
            )
        case .noKey:
            FailureNotice(
                code: "no_key",
                status: .serviceUnavailable,
                explanation: "The registration failed: Lectern has no key for learning platforms yet.",
                advice: "Whoever runs Lectern must run lectern keys init. The link can then be used."
            )
        }
    }

    private static func failed(_ code: String, _ status: Int, _ reason: String) -> FailureNotice {
        FailureNotice(
            code: code,
            status: .init(code: status),
            explanation: "The registration failed: \(reason)",
            advice: """
                Nothing was stored here, and the link can be used again until its time is over. If your platform shows the \
                tool nevertheless, remove it there first.
                """
        )
    }
}
