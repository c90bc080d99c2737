import HTTPTypes
import Hummingbird
import Logging
import Model
import Synchronization

/// Gives every request an id, and every answer a line in the log and a place in the metrics.
struct RequestMiddleware: RouterMiddleware {
    let metrics: GatewayMetrics
    let accessLog: GatewaySettings.AccessLog
    let addresses: ClientAddresses

    func handle(
        _ request: Request,
        context: GatewayContext,
        next: (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var context = context
        context.requestID = RequestIdentity.id(given: request.headers[.requestID])
        var response = try await next(request, context)
        response.headers[.requestID] = context.requestID
        let duration = ContinuousClock.now - start
        let route = context.endpointPath ?? "none"
        metrics.count(route: route, status: response.status.code, duration: duration)
        let isWanted =
            switch accessLog {
            case .off: false
            case .errors: response.status.code >= 400
            case .all: true
            }
        if isWanted {
            AccessLog.write(
                method: request.method.rawValue,
                route: route,
                // Never the query: a token may stand in it (contract §5).
                path: request.uri.path,
                status: response.status.code,
                duration: duration,
                address: addresses.client(
                    peer: context.peerAddress,
                    forwarded: request.headers[values: .forwardedFor]
                ),
                requestID: context.requestID
            )
        }
        return response
    }
}
