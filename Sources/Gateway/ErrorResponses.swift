import HTTPTypes
import Hummingbird
import Model
import NIOCore

/// Turns error codes into answers; the only place that does (contract §1).
enum ErrorResponses {
    /// The answer for an error, as problem details (RFC 9457) where the caller asked for them; the status is the code's own
    /// unless another is given.
    static func response(
        for error: LecternError,
        asProblem: Bool,
        status given: HTTPResponse.Status? = nil
    ) -> Response {
        let status = given ?? status(of: error.code)
        var headers: HTTPFields = [.cacheControl: "no-store"]
        switch error.code {
        case .missingCredentials: headers[.wwwAuthenticate] = "Bearer realm=\"lectern\""
        // RFC 6750 §3.1: the error code only where credentials were sent.
        case .invalidCredentials: headers[.wwwAuthenticate] = "Bearer realm=\"lectern\", error=\"invalid_token\""
        case .tooManyRequests(let seconds), .unavailable(let seconds): headers[.retryAfter] = String(seconds)
        default: break
        }
        var json = JSONWriter(capacity: 128)
        if asProblem {
            headers[.contentType] = "application/problem+json; charset=utf-8"
            writeProblem(error.message, status, to: &json)
        } else {
            headers[.contentType] = "application/json; charset=utf-8"
            json.object { json in
                json.name("error")
                json.string(error.message)
            }
        }
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: json.bytes)))
    }

    private static func status(of code: LecternError.Code) -> HTTPResponse.Status {
        switch code {
        case .missingCredentials, .invalidCredentials: .unauthorized
        case .forbidden: .forbidden
        case .badRequest: .badRequest
        case .invalid: .unprocessableContent
        case .notFound: .notFound
        case .conflict: .conflict
        case .tooLarge: .contentTooLarge
        case .tooManyRequests: .tooManyRequests
        case .unavailable: .serviceUnavailable
        case .unexpected, .configuration: .internalServerError
        }
    }

    private static func writeProblem(
        _ message: String,
        _ status: HTTPResponse.Status,
        to json: inout JSONWriter
    ) {
        json.object { json in
            json.name("type")
            json.string("about:blank")
            json.name("title")
            json.string(status.reasonPhrase)
            json.name("status")
            json.integer(status.code)
            json.name("detail")
            json.string(message)
        }
    }

    /// The answer for a method that a path does not know.
    static func methodNotAllowed(allow: String, _ headers: HTTPFields) -> Response {
        var response = response(
            for: LecternError(.badRequest, "Method not allowed"),
            asProblem: asksForProblem(headers),
            status: .methodNotAllowed
        )
        response.headers[.allow] = allow
        return response
    }

    /// The error of a path that is not served.
    static let unknownRoute = LecternError(.notFound, "Not found")

    /// Whether a caller asked for problem details by name.
    static func asksForProblem(_ headers: HTTPFields) -> Bool {
        headers[values: .accept].contains { $0.lowercased().contains("application/problem+json") }
    }
}
