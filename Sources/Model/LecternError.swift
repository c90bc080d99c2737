/// The one error type of the product: a code from a closed set, a message fit for the caller, and what the log may know.
public struct LecternError: Error, Sendable {
    /// What went wrong; the gateway turns it into a status (contract §1, §2.3).
    public enum Code: Sendable, Hashable {
        /// Nothing was presented that proves who calls.
        case missingCredentials
        /// Something was presented and does not prove it.
        case invalidCredentials
        /// Who calls is known and may not do this.
        case forbidden
        /// The request as a whole cannot be understood.
        case badRequest
        /// A parameter or member breaks its rule.
        case invalid
        /// There is no such thing for this caller.
        case notFound
        /// It contradicts what exists.
        case conflict
        /// The body is larger than allowed.
        case tooLarge
        /// The caller is over its rate; payload: seconds until the next request can succeed.
        case tooManyRequests(retryAfterSeconds: Int)
        /// Something that Lectern needs does not answer in time; payload: seconds after which to try again.
        case unavailable(retryAfterSeconds: Int)
        /// An unexpected failure of ours.
        case unexpected
        /// The configuration, a key or a file makes it impossible to run.
        case configuration
    }

    /// What went wrong.
    public let code: Code
    /// A sentence for the caller, without secrets or internals.
    public let message: String
    /// What the log may know besides.
    public let underlying: (any Error)?

    /// Makes an error.
    public init(_ code: Code, _ message: String, underlying: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.underlying = underlying
    }
}

extension LecternError: CustomStringConvertible {
    /// The message, followed by the underlying error for the log.
    public var description: String {
        underlying.map { "\(message) (\($0))" } ?? message
    }
}

extension LecternError {
    /// A parameter or member breaks its rule: 422 on the public API.
    public static func invalid(_ message: String) -> LecternError { LecternError(.invalid, message) }

    /// The request as a whole cannot be understood: 400.
    public static func badRequest(_ message: String) -> LecternError { LecternError(.badRequest, message) }

    /// The configuration makes it impossible to run: exit status 78.
    public static func configuration(_ message: String, underlying: (any Error)? = nil) -> LecternError {
        LecternError(.configuration, message, underlying: underlying)
    }

    /// A lesson that is unknown, unpublished or of another organization (contract §4, §5).
    public static let lessonNotFound = LecternError(.notFound, "Lesson not found or access denied")

    /// A path value or body member that should be a lesson's UUID and is not (contract §4, §7.4).
    public static let lessonIDFormat = LecternError(.invalid, "Invalid lesson ID format")
}
