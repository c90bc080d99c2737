import HTTPTypes
import Hummingbird
import Model

/// Registers paths with their methods, and the 405 answers of all other methods (contract §1).
struct RouteTable {
    typealias Handler = @Sendable (Request, GatewayContext) async throws -> Response

    private static let methods: [HTTPRequest.Method] = [
        .get, .head, .post, .put, .patch, .delete, .options, .trace, .connect,
    ]

    private let router: Router<GatewayContext>

    init(router: Router<GatewayContext>) {
        self.router = router
    }

    /// Serves a path.
    func on(_ path: RouterPath, _ handlers: [HTTPRequest.Method: Handler]) {
        register(path, handlers, isCrossOrigin: false)
    }

    /// Serves a path that players on other sites call: with preflight, and refusals that they can read (contract §6).
    func onCrossOrigin(_ path: RouterPath, _ handlers: [HTTPRequest.Method: Handler]) {
        var handlers = handlers
        let methods = Array(handlers.keys)
        handlers[.options] = { _, _ in CrossOrigin.preflight(methods) }
        register(path, handlers, isCrossOrigin: true)
    }

    private func register(_ path: RouterPath, _ handlers: [HTTPRequest.Method: Handler], isCrossOrigin: Bool) {
        var allowed = handlers.keys.map(\.rawValue)
        if handlers[.get] != nil { allowed.append("HEAD") }
        let allow = allowed.sorted().joined(separator: ", ")
        for method in Self.methods {
            if let handler = handlers[method] {
                router.on(path, method: method, use: handler)
            } else if method != .head || handlers[.get] == nil {
                router.on(path, method: method) { request, _ in
                    var response = ErrorResponses.methodNotAllowed(allow: allow, request.headers)
                    if isCrossOrigin { CrossOrigin.allow(&response) }
                    return response
                }
            }
        }
    }
}
