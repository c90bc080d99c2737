public import Model
import Logging
import Storage

extension ProgressCore {
    /// Answers one call; the same bytes whether it came through a socket or not (design §2).
    public func respond(to request: CoreRequest) async -> CoreResponse {
        do {
            return try await route(request)
        } catch let refusal as LoggerRefusal {
            return refusal.response
        } catch let error as LecternError {
            return Self.failure(error)
        } catch StorageError.busy(let message) {
            return Self.failure(LecternError(.unavailable(retryAfterSeconds: 1), "The store is busy: \(message)"))
        } catch {
            Logger(label: "lectern.core").error(
                "request failed",
                metadata: ["requestId": "\(request.requestID)", "target": "\(request.target)", "error": "\(error)"]
            )
            return Self.failure(LecternError(.unexpected, "Internal error"))
        }
    }

    private func route(_ request: CoreRequest) async throws -> CoreResponse {
        let parts = request.target.split(separator: "?", maxSplits: 1)
        let segments = (parts.first ?? "").split(separator: "/")
        let query = parts.count == 2 ? String(parts[1]) : ""
        if segments.starts(with: ["api", "logger"]) {
            return try await routeLogger(request, Array(segments.dropFirst(2)), query)
        }
        guard segments.first == "internal" else { throw LoggerRefusal.notFound }
        return try await routeInternal(request, Array(segments.dropFirst()), query)
    }

    private static func failure(_ error: LecternError) -> CoreResponse {
        var json = JSONWriter()
        json.object { json in
            json.name("detail")
            json.string(error.message)
        }
        switch error.code {
        case .unavailable(let seconds): return CoreResponse(status: 503, retryAfterSeconds: seconds, body: json.bytes)
        case .notFound: return CoreResponse(status: 404, body: json.bytes)
        case .conflict: return CoreResponse(status: 409, body: json.bytes)
        case .invalid, .badRequest: return CoreResponse(status: 400, body: json.bytes)
        default: return CoreResponse(status: 500, body: json.bytes)
        }
    }
}
