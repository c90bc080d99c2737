/// Why there is no answer of a platform.
enum PlatformFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// The URL or address must not be called; a sentence says why.
    case refused(String)
    /// There is no connection; a few words say why.
    case unreachable(String)
    /// The time was over before the answer was there.
    case timedOut
    /// The answer is longer than any that is read.
    case tooLarge

    /// What logs and people are told.
    var description: String {
        switch self {
        case .refused(let reason): reason
        case .unreachable(let reason): "not reachable: \(reason)"
        case .timedOut: "no answer in time"
        case .tooLarge: "the answer is too long"
        }
    }
}
