public import Hummingbird
import HTTPTypes
import Model
import NIOCore

/// What a request carries on its way through the gateway.
public struct GatewayContext: RequestContext {
    /// The framework's part.
    public var coreContext: CoreRequestContextStorage
    /// The address of the connection; nil for a Unix socket.
    let peerAddress: String?
    /// The id in `X-Request-Id`; set by the outermost middleware.
    var requestID = ""

    /// Makes the context of a new request.
    public init(source: Source) {
        coreContext = .init(source: source)
        peerAddress = source.channel.remoteAddress?.ipAddress
    }
}

extension HTTPField.Name {
    static let host = named("Host")
    static let requestID = named("X-Request-Id")
    static let forwardedFor = named("X-Forwarded-For")
    static let lecternLearner = named("Lectern-Learner")
    static let idempotencyKey = named("Idempotency-Key")
    static let crossOriginResourcePolicy = named("Cross-Origin-Resource-Policy")
    static let permissionsPolicy = named("Permissions-Policy")
    static let referrerPolicy = named("Referrer-Policy")
    static let rateLimit = named("RateLimit")
    static let rateLimitPolicy = named("RateLimit-Policy")

    private static func named(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is no header name") }
        return name
    }
}
