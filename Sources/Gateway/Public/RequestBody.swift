import HTTPTypes
import Hummingbird
import Model
import NIOCore

/// Reads request bodies within bounds.
enum RequestBody {
    /// The whole body.
    ///
    /// - Throws: `LecternError` `tooLarge` as soon as more than `limit` bytes are announced or have come, `badRequest` when
    ///   the client breaks off or its framing is wrong, `unavailable` when the process ends.
    static func collect(_ request: Request, limit: Int) async throws -> [UInt8] {
        let tooLarge = LecternError(.tooLarge, "The body must not be larger than \(limit) bytes")
        if let announced = request.headers[.contentLength].flatMap({ Int($0) }), announced > limit { throw tooLarge }
        do {
            let buffer = try await request.body.collect(upTo: limit)
            return Array(buffer.readableBytesView)
        } catch is NIOTooManyBytesError {
            throw tooLarge
        } catch is CancellationError {
            // Only the end of the process cancels a request.
            throw LecternError(.unavailable(retryAfterSeconds: 1), "The service is shutting down")
        } catch {
            throw LecternError(.badRequest, "The body could not be read", underlying: error)
        }
    }
}
