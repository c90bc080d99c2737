import Credentials
import Directory
import HTTPTypes
import Hummingbird
import LTI
import Logging
import Model

/// `/lti/launch`: where browsers bring the tokens of platforms (LTI rules, section 4, in its order).
struct LaunchController: Sendable {
    let gateway: Gateway

    // MARK: Requests

    /// Takes a launch.
    func launch(_ request: Request, context: GatewayContext) async throws -> Response {
        await gateway.answerPerson(request, context) {
            let arrivedAt = gateway.clock.now()
            // What is repeated in the query of a launch would be a second opinion of its fields.
            let fields = try await FormRequest.fields(request)
            switch try LaunchForm(fields) {
            case .failure(let code, let state): return try await fail(code, state, request, context)
            case .token(let token, let state):
                let login = try await login(try await find(state), token)
                return try await refusing(login, request, context) {
                    guard isBound(login, request) else {
                        return try await withoutCookie(login, token, fields["id_token"] ?? "", request, context)
                    }
                    return try await open(token, login, arrivedAt: arrivedAt, request, context)
                }
            }
        }
    }

    /// Goes on with a launch whose token waited while the page asked the platform's storage for the browser's proof (C4).
    func checkStorage(_ request: Request, context: GatewayContext) async throws -> Response {
        await gateway.answerPerson(request, context) {
            let arrivedAt = gateway.clock.now()
            let fields = try await FormRequest.fields(request)
            guard let state = fields["state"] else { throw LaunchRefusal.missingParameter }
            let found = try await find(state)
            let token = try found.heldToken.map { try LaunchToken($0) }
            let login = try await login(found, token)
            return try await refusing(login, request, context) {
                guard let token else { throw LaunchRefusal.badState }
                guard let secret = fields["value"].flatMap({ BindingSecret($0) }), login.record.isBound(to: secret)
                else {
                    return unbound(login, request, context)
                }
                return try await open(token, login, arrivedAt: arrivedAt, request, context)
            }
        }
    }

    /// Says that a launch cannot be opened again, to those who reload its address (S3).
    func again(_ request: Request, context: GatewayContext) async throws -> Response {
        var notice = FailureNotice(.badState)
        notice.code = "start_again"
        notice.status = .methodNotAllowed
        var response = gateway.show(notice, request, context)
        response.headers[.allow] = "POST"
        return response
    }

    // MARK: Logins

    /// A login that is live and not used, and its platform.
    private struct Login {
        let record: LoginRecord
        let registration: Registration
        let platform: PlatformRecord
        let hints: LoginHints?
    }

    /// Finds a login that is live and not used; how long it lives, the store judges.
    private func find(_ state: String) async throws -> FoundLogin {
        guard LoginRecord.isState(state), let found = try await gateway.directory.logins.find(state) else {
            throw LaunchRefusal.badState
        }
        guard !found.isConsumed else {
            throw PlatformRefusal(refusal: .replayed, platform: found.login.platformID)
        }
        return found
    }

    /// Reads a login's platform, with the deployment that its token names if that is known.
    private func login(_ found: FoundLogin, _ token: LaunchToken?) async throws -> Login {
        guard let record = found.login.record,
            let platform = try await gateway.directory.platforms.platform(
                record.platformID,
                deployment: token?.deploymentInQuestion
            )
        else { throw LaunchRefusal.badState }
        return Login(
            record: record,
            registration: Registration(platform),
            platform: platform,
            hints: LoginHints(found.login.hints)
        )
    }

    /// Names the platform where a launch of a known login is refused, and consumes the login where it must (V11).
    private func refusing(
        _ login: Login,
        _ request: Request,
        _ context: GatewayContext,
        _ body: () async throws -> Response
    ) async throws -> Response {
        do {
            return try await body()
        } catch let refusal as LaunchRefusal {
            if refusal.consumesLogin { _ = try await gateway.directory.logins.consume(login.record.state) }
            return gateway.refuse(refusal, platform: login.platform.id, request, context)
        }
    }

    private func isBound(_ login: Login, _ request: Request) -> Bool {
        let cookies = RequestCookies(request.headers)
        return gateway.lti.cookies.secret(.login, login.record.state, in: cookies).map(login.record.isBound) ?? false
    }

    /// The platform's own error ends the login; its code is shown as text (V1).
    private func fail(
        _ code: String,
        _ state: String,
        _ request: Request,
        _ context: GatewayContext
    ) async throws -> Response {
        let login = try await login(try await find(state), nil)
        // Anybody could end anybody's login by it; the person sees the platform's code in any case.
        if isBound(login, request) { _ = try await gateway.directory.logins.consume(state) }
        var notice = FailureNotice(.platformError)
        notice.advice = "The platform said: \(code). \(notice.advice ?? "")"
        return gateway.show(notice, platform: login.platform.id, request, context)
    }

    // MARK: Browsers without cookies

    /// The token stays here, and a page asks the platform's storage for the proof; without such a storage the launch ends.
    private func withoutCookie(
        _ login: Login,
        _ token: LaunchToken,
        _ text: String,
        _ request: Request,
        _ context: GatewayContext
    ) async throws -> Response {
        guard let target = login.record.storageTarget,
            let endpoint = WebURL(login.registration.authEndpoint)
        else { return unbound(login, request, context) }
        // Tokens that cannot fit are not kept.
        _ = try LaunchValidator().checkClaims(token, for: login.registration)
        try await gateway.directory.logins.hold(text, under: login.record.state)
        return gateway.lti.pages.response(
            .storageCheck,
            [
                "title": "Opening", "target": target, "origin": endpoint.origin, "state": login.record.state,
                "key": "lti_state_\(login.record.state)", "action": gateway.lti.site.launchURL + "/storage",
            ]
        )
    }

    /// Nothing was kept: the same login in a window of its own has cookies of its own site (C5).
    private func unbound(_ login: Login, _ request: Request, _ context: GatewayContext) -> Response {
        var notice = FailureNotice(.browserMismatch)
        if let hints = login.hints, let site = WebURL(gateway.lti.site.loginURL) {
            var fields: [(name: String, value: String)] = [
                ("iss", login.registration.issuer), ("login_hint", hints.loginHint),
                ("target_link_uri", login.record.targetLinkURI), ("client_id", login.registration.clientID),
            ]
            if let deployment = login.record.deploymentHint { fields.append(("lti_deployment_id", deployment)) }
            if let message = hints.messageHint { fields.append(("lti_message_hint", message)) }
            let url = site.adding(query: fields)
            if url.utf8.count <= AuthenticationRequest.longestURL { notice.newWindow = url }
        }
        return gateway.show(notice, platform: login.platform.id, request, context)
    }

    // MARK: Launches

    private func open(
        _ token: LaunchToken,
        _ login: Login,
        arrivedAt: Timestamp,
        _ request: Request,
        _ context: GatewayContext
    ) async throws -> Response {
        let validator = LaunchValidator(settings: gateway.settings.launches)
        let keyID = try validator.checkClaims(token, for: login.registration)
        let keys = try await gateway.lti.keySets.keys(for: login.registration, keyID: keyID, arrivedAt: arrivedAt).get()
        let verified = try validator.checkToken(
            token,
            for: login.registration,
            record: login.record,
            keys: keys,
            now: gateway.clock.now()
        )
        let launch: Launch
        do {
            let legacy = gateway.keys.current.legacyConsumers
            launch = try Launch(verified, site: gateway.lti.site) { legacy[$0] }
        } catch {
            // The platform signed it for this login, so the login is over; a second post of it is a replay.
            guard try await gateway.directory.logins.consume(login.record.state) else { throw LaunchRefusal.replayed }
            throw error
        }
        return try await LaunchOpening(
            gateway: gateway,
            launch: launch,
            platform: login.platform,
            state: login.record.state
        )
        .respond(request, context)
    }
}
