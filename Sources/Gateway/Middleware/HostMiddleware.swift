import Hummingbird
import Model

/// Refuses what names no host: HTTP/1.1 demands one (RFC 9112 §3.2), and answers could be misdirected without it.
struct HostMiddleware: RouterMiddleware {
    func handle(
        _ request: Request,
        context: GatewayContext,
        next: (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        guard let authority = request.head.authority, !authority.isEmpty else {
            throw LecternError.badRequest("The Host header is missing")
        }
        return try await next(request, context)
    }
}
