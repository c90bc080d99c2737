import Directory
import HTTPTypes
import Hummingbird
import Model

/// What an API token's request has passed: who, and what is left of its rate.
struct BearerRequest: Sendable {
    let token: APITokenRecord
    var rate: RateLimiter.State?

    /// Puts the rate's state on an answer (contract §8).
    func mark(_ response: inout Response) {
        guard let rate else { return }
        response.headers[.rateLimitPolicy] = "\"token\";q=\(rate.quota);w=60"
        response.headers[.rateLimit] = "\"token\";r=\(rate.remaining);t=\(rate.resetSeconds)"
    }
}

extension Gateway {
    /// Answers a request that an API token must authorize, in the contract's order: 401, 429, 403, then `handler`.
    ///
    /// Without a scope any token will do. An error of the handler's own goes out with the rate's state as well.
    func withAPIToken(
        _ request: Request,
        _ context: GatewayContext,
        scope: Scope?,
        _ handler: (inout BearerRequest) async throws -> Response
    ) async throws -> Response {
        let token = try await authenticate(request, context)
        var bearer: BearerRequest
        do {
            bearer = BearerRequest(token: token, rate: try rates.take(token))
        } catch {
            let quota = token.rateLimit ?? APITokenRecord.defaultRateLimit
            var response = ErrorResponses.response(
                for: error,
                asProblem: ErrorResponses.asksForProblem(request.headers)
            )
            let spent = RateLimiter.State(quota: quota, remaining: 0, resetSeconds: error.retryAfterSeconds ?? 1)
            BearerRequest(token: token, rate: spent).mark(&response)
            return response
        }
        var response: Response
        do {
            try Self.check(token, scope: scope, address: address(of: request, context))
            response = try await handler(&bearer)
        } catch let error as LecternError where error.code != .unexpected {
            response = ErrorResponses.response(
                for: error,
                asProblem: ErrorResponses.asksForProblem(request.headers)
            )
        }
        bearer.mark(&response)
        return response
    }

    private func authenticate(_ request: Request, _ context: GatewayContext) async throws -> APITokenRecord {
        let credential = try BearerCredential(request.headers)
        let address = address(of: request, context)
        do {
            return try await tokens.verify(credential.text, address: address)
        } catch let error as LecternError where error.message == TokenAuthenticator.unknown.message {
            // Only a well-formed token that is wrong is a guess; typing errors and old tokens are not limited (contract §8).
            try failures.count(address)
            throw error
        }
    }

    /// The client's address.
    func address(of request: Request, _ context: GatewayContext) -> String {
        addresses.client(peer: context.peerAddress, forwarded: request.headers[values: .forwardedFor])
    }

    /// Refuses a token outside its scopes or addresses (contract §2.3).
    static func check(_ token: APITokenRecord, scope: Scope?, address: String) throws(LecternError) {
        if let scope, !token.scopes.contains(scope) {
            throw LecternError(.forbidden, "API token does not have the required scope")
        }
        if let allowed = token.allowedIPs, !allowed.contains(where: { $0.contains(address) }) {
            throw LecternError(.forbidden, "IP address not allowed for this API token")
        }
    }
}

extension LecternError {
    var retryAfterSeconds: Int? {
        switch code {
        case .tooManyRequests(let seconds), .unavailable(let seconds): seconds
        default: nil
        }
    }
}
