import Directory
import HTTPTypes
import Hummingbird
import LTI
import Model

/// `/lti/login`: answers a login that a platform initiated with an authentication request (LTI rules, section 3).
struct LoginController: Sendable {
    /// Longer values are nobody's; in bytes.
    private static let longestTarget = 8_192
    private static let longestName = 1_020

    let gateway: Gateway

    func login(_ request: Request, context: GatewayContext) async throws -> Response {
        await gateway.answerPerson(request, context) {
            let login = try LoginRequest(try await FormRequest.fields(request), site: gateway.lti.site)
            guard login.targetLinkURI.utf8.count <= Self.longestTarget,
                (login.deploymentID ?? "").utf8.count <= Self.longestName,
                (login.storageTarget ?? "").utf8.count <= Self.longestName
            else { throw LaunchRefusal.missingParameter }
            let candidates = try await gateway.directory.platforms.candidates(
                issuer: login.issuer,
                clientID: login.clientID,
                deployment: login.deploymentID
            )
            let registration: Registration
            do {
                registration = try login.registration(among: candidates.map { Registration($0) })
            } catch let refusal as LaunchRefusal where candidates.count == 1 {
                throw PlatformRefusal(refusal: refusal, platform: candidates[0].id)
            }
            return try await answer(login, registration, request, context)
        }
    }

    private func answer(
        _ login: LoginRequest,
        _ registration: Registration,
        _ request: Request,
        _ context: GatewayContext
    ) async throws -> Response {
        let now = gateway.clock.now()
        let secret = BindingSecret.random()
        let record = LoginRecord(login, for: registration, secret: secret, now: now)
        guard
            let authentication = AuthenticationRequest(
                login,
                record,
                registration,
                redirectURI: gateway.lti.site.launchURL
            )
        else { return gateway.refuse(.unknownPlatform, platform: registration.platformID, request, context) }
        try await gateway.directory.logins.insert(StoredLogin(record, hints: LoginHints(login)))
        var response = page(authentication, record, secret)
        gateway.lti.cookies.set(
            .login,
            record.state,
            secret,
            lifetimeSeconds: LoginRepository.lifetimeSeconds,
            now: now,
            beside: RequestCookies(request.headers),
            &response.headers
        )
        return response
    }

    /// A redirect; a page where the platform's storage is to keep the secret, and where the redirect would be too long
    /// (L1, C4).
    private func page(
        _ authentication: AuthenticationRequest,
        _ record: LoginRecord,
        _ secret: BindingSecret
    ) -> Response {
        var values: [String: any Sendable] = ["title": "Signing in"]
        switch authentication.delivery {
        case .redirect(let url):
            guard record.storageTarget != nil else {
                var headers = LTIPages.headers
                headers[.contentType] = nil
                headers[.location] = url
                return Response(status: .found, headers: headers)
            }
            values["url"] = url
        case .form(let action, let fields):
            values["form"] =
                [
                    "action": action, "fields": fields.map { ["name": $0.name, "value": $0.value] },
                ] as [String: any Sendable]
        }
        if let target = record.storageTarget {
            values["storage"] = [
                "target": target, "origin": authentication.endpoint.origin, "key": "lti_state_\(record.state)",
                "secret": secret.text,
            ]
        }
        return gateway.lti.pages.response(.login, values, formTarget: authentication.endpoint.origin)
    }
}
