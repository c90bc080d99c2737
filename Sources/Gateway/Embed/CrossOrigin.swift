import Directory
import HTTPTypes
import Hummingbird
import Model

/// Lets players on other sites call the logger and read player data (contract §6).
enum CrossOrigin {
    /// Marks an answer as readable from any origin; there are no cookies to abuse.
    static func allow(_ response: inout Response) {
        allow("*", &response)
    }

    private static func allow(_ origin: String, _ response: inout Response) {
        response.headers[.accessControlAllowOrigin] = origin
        response.headers[.accessControlExposeHeaders] = "ETag, Retry-After, X-Request-Id"
    }

    /// Marks an answer as readable from the origins of the caller's organization, and from the gateway's own.
    static func allow(_ response: inout Response, _ request: Request, _ origins: AllowedOrigins, own: String) {
        guard case .only(let patterns) = origins else { return allow(&response) }
        let vary = response.headers[.vary].map { "\($0), Origin" } ?? "Origin"
        response.headers[.vary] = vary
        guard let origin = request.headers[.origin], origin == own || patterns.contains(where: { $0.matches(origin) })
        else { return }
        allow(origin, &response)
    }

    /// The answer to a preflight, which cannot know for whom the request will be made.
    static func preflight(_ methods: [HTTPRequest.Method]) -> Response {
        var response = Response(status: .noContent)
        allow(&response)
        response.headers[.accessControlAllowMethods] = methods.map(\.rawValue).joined(separator: ", ")
        response.headers[.accessControlAllowHeaders] =
            "Authorization, Content-Type, Idempotency-Key, If-None-Match, Lectern-Learner, X-Request-Id"
        response.headers[.accessControlMaxAge] = "600"
        return response
    }
}

extension Gateway {
    /// Answers a request that a player on another site may make; the player can read refusals and failures, too.
    ///
    /// `handler` names the organization as soon as it is known; what is refused before that is readable from anywhere.
    func answerAcrossOrigins(
        _ request: Request,
        _ context: GatewayContext,
        _ handler: (inout OrganizationID?) async throws -> Response
    ) async -> Response {
        var organization: OrganizationID?
        var response: Response
        do {
            response = try await handler(&organization)
        } catch {
            response = ErrorResponses.response(to: error, request, context)
        }
        do {
            let allowed = try await origins.allowed(by: organization)
            CrossOrigin.allow(&response, request, allowed, own: origins.own)
        } catch {
            response = ErrorResponses.response(to: error, request, context)
        }
        return response
    }
}
