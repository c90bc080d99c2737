import Hummingbird
import Logging
import Model
import Storage

/// Catches everything that goes wrong behind it and answers with the contract's body (contract §1).
struct ErrorMiddleware: RouterMiddleware {
    func handle(
        _ request: Request,
        context: GatewayContext,
        next: (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            return ErrorResponses.response(to: error, request, context)
        }
    }
}

extension ErrorResponses {
    /// The answer to whatever went wrong; what nobody expected leaves a line in the log.
    static func response(to error: any Error, _ request: Request, _ context: GatewayContext) -> Response {
        let known = known(error)
        if known.code == .unexpected {
            Logger(label: "lectern.gateway").error(
                "request failed",
                metadata: ["requestId": "\(context.requestID)", "error": "\(known.underlying ?? error)"]
            )
        }
        return response(for: known, asProblem: asksForProblem(request.headers))
    }

    private static func known(_ error: any Error) -> LecternError {
        switch error {
        case let error as LecternError: error
        case StorageError.busy: LecternError(.unavailable(retryAfterSeconds: 1), "The service is busy")
        case let error as HTTPError where error.status == .notFound: unknownRoute
        case let error as HTTPError where error.status == .contentTooLarge:
            LecternError(.tooLarge, "The body is too large")
        default: LecternError(.unexpected, "Internal error", underlying: error)
        }
    }
}
