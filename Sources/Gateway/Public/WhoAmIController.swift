import Credentials
import Directory
import Hummingbird
import Model

/// `GET /api/public/token`: what a token is and may do, for set-up checks (contract §2.4).
struct WhoAmIController: Sendable {
    let gateway: Gateway

    func show(_ request: Request, context: GatewayContext) async throws -> Response {
        try await gateway.withAPIToken(request, context, scope: nil) { bearer in
            let token = bearer.token
            var json = JSONWriter()
            json.object { json in
                json.name("publicKey")
                json.string(token.publicKey.description)
                json.name("name")
                json.string(token.name)
                json.name("organizationId")
                json.id(token.organization)
                json.name("scopes")
                json.array { json in
                    for scope in token.scopes.scopes { json.string(scope.rawValue) }
                }
                json.name("expiresAt")
                json.time(token.expiresAt)
                json.name("rateLimit")
                json.integer(token.rateLimit ?? APITokenRecord.defaultRateLimit)
                // Each gateway counts for itself (contract §8).
                json.name("rateLimitScope")
                json.string("node")
            }
            return gateway.conditional(json.bytes, request, &bearer)
        }
    }
}
