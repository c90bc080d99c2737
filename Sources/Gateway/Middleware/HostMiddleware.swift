import HTTPTypes
import Hummingbird
import Model

/// Refuses what names no host, or two: HTTP/1.1 demands one (RFC 9112 §3.2), and answers could be misdirected without it.
struct HostMiddleware: RouterMiddleware {
    func handle(
        _ request: Request,
        context: GatewayContext,
        next: (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        guard let authority = request.head.authority, !authority.isEmpty else {
            throw LecternError.badRequest("The Host header is missing")
        }
        // The first one has become the authority; what is left would be a second.
        guard request.headers[.host] == nil else { throw LecternError.badRequest("The Host header is given twice") }
        return try await next(request, context)
    }
}
