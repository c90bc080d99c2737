import Directory
import LTI
import Model

/// Registers the tool at a platform that was invited (LTI rules Y2–Y4).
///
/// Asks what the platform is, tells it what the tool is, and makes a draft of what came of it. Nothing is stored.
struct DynamicRegistration: Sendable {
    /// Longer tokens are nobody's; in bytes.
    private static let longestToken = 8_192

    let http: any PlatformCalling
    let site: ToolSite

    /// Registers the tool.
    ///
    /// - Parameters:
    ///   - invitation: what the platform was invited to.
    ///   - address: where the platform's configuration is.
    ///   - token: what proves to the platform that its administrator asked for the registration.
    /// - Returns: the platform as it is to be stored.
    /// - Throws: ``RegistrationFailure``.
    func register(
        _ invitation: RegistrationInvitation,
        at address: String,
        token: String?
    ) async throws(RegistrationFailure) -> PlatformDraft {
        let policy = OutgoingPolicy(isLocal: invitation.isLocal)
        let token = try Self.checked(token)
        let platform = try await configuration(at: address, policy)
        let answer = try await enter(platform, token, policy)
        let draft = draft(invitation, platform, answer)
        do {
            try draft.validate()
        } catch {
            throw .invalid("what the platform says cannot be used: \(error.message)")
        }
        return draft
    }

    /// A token goes into a header field, where only visible ASCII belongs.
    private static func checked(_ token: String?) throws(RegistrationFailure) -> String? {
        guard let token, !token.isEmpty else { return nil }
        guard token.utf8.count <= longestToken, token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .refused("the registration token is malformed")
        }
        return token
    }

    // MARK: Calls

    private func configuration(
        at address: String,
        _ policy: OutgoingPolicy
    ) async throws(RegistrationFailure) -> PlatformConfiguration {
        let url: WebURL
        do {
            url = try policy.check(address)
        } catch {
            throw .refused("openid_configuration: \(error.message)")
        }
        let request = PlatformRequest(
            url: url.text,
            headers: [(name: "Accept", value: "application/json")],
            longestAnswer: PlatformConfiguration.longest
        )
        let answer = try await send(request, policy, "the platform's configuration")
        guard answer.isSuccess else {
            throw .invalid("the platform's configuration was asked for and answered with status \(answer.status)")
        }
        do {
            return try PlatformConfiguration(
                answer.body,
                from: url,
                policy: policy,
                sharedIssuers: SharedIssuers.allowed(at: url)
            )
        } catch {
            throw .invalid(error.message)
        }
    }

    private func enter(
        _ platform: PlatformConfiguration,
        _ token: String?,
        _ policy: OutgoingPolicy
    ) async throws(RegistrationFailure) -> ClientRegistrationAnswer {
        let tool = ClientRegistration(
            site: site,
            name: CanvasConfiguration.title,
            description: CanvasConfiguration.description
        )
        var headers = [
            (name: "Accept", value: "application/json"), (name: "Content-Type", value: "application/json"),
        ]
        if let token { headers.append((name: "Authorization", value: "Bearer \(token)")) }
        let request = PlatformRequest(
            method: "POST",
            url: platform.registrationEndpoint,
            headers: headers,
            body: tool.body(for: platform),
            longestAnswer: PlatformConfiguration.longest
        )
        let answer = try await send(request, policy, "the platform's registration endpoint")
        do {
            return try ClientRegistrationAnswer(status: answer.status, body: answer.body)
        } catch {
            throw .invalid(error.message)
        }
    }

    private func send(
        _ request: PlatformRequest,
        _ policy: OutgoingPolicy,
        _ what: String
    ) async throws(RegistrationFailure) -> PlatformAnswer {
        do {
            return try await http.send(request, policy: policy)
        } catch .refused(let reason) {
            throw .refused("\(what): \(reason)")
        } catch .tooLarge {
            throw .invalid("\(what): \(PlatformFailure.tooLarge)")
        } catch {
            throw .unreachable("\(what): \(error)")
        }
    }

    // MARK: Draft

    private func draft(
        _ invitation: RegistrationInvitation,
        _ platform: PlatformConfiguration,
        _ answer: ClientRegistrationAnswer
    ) -> PlatformDraft {
        let product = platform.productFamilyCode
        let lms = product.flatMap { LMSProduct(product: $0) }
        let host = WebURL(platform.issuer)?.host ?? platform.issuer
        let deployments = answer.deploymentID.map { [$0] } ?? []
        return PlatformDraft(
            name: invitation.name ?? lms.map { "\($0.title) at \(host)" } ?? host,
            issuer: platform.issuer,
            clientID: answer.clientID,
            deploymentIDs: deployments,
            // A platform that tells no deployment now makes one later; who was invited may do so.
            learnsDeployments: deployments.isEmpty || lms?.learnsDeployments == true,
            authEndpoint: platform.authEndpoint,
            tokenEndpoint: platform.tokenEndpoint,
            tokenAudience: platform.tokenAudience,
            keySource: .url(platform.keySetURL),
            isLocal: invitation.isLocal,
            product: product
        )
    }
}
