import HTTPTypes
import Hummingbird

/// Lets players on other sites call the logger (contract §6).
enum CrossOrigin {
    /// Marks an answer as readable from any origin; there are no cookies to abuse.
    static func allow(_ response: inout Response) {
        response.headers[.accessControlAllowOrigin] = "*"
        response.headers[.accessControlExposeHeaders] = "X-Request-Id, Retry-After"
    }

    /// The answer to a preflight.
    static func preflight(_ methods: [HTTPRequest.Method]) -> Response {
        var response = Response(status: .noContent)
        allow(&response)
        response.headers[.accessControlAllowMethods] = methods.map(\.rawValue).joined(separator: ", ")
        response.headers[.accessControlAllowHeaders] =
            "Authorization, Content-Type, Idempotency-Key, Lectern-Learner, X-Request-Id"
        response.headers[.accessControlMaxAge] = "600"
        return response
    }
}
