import Credentials
import Directory
import HTTPTypes
import Hummingbird
import LTI
import Logging
import Model
import NIOCore

/// How platforms come to know the tool: `/lti/register`, where they register themselves (LTI rules, section 11), and
/// `/lti/canvas.json`, which tells Canvas what to enter.
struct RegistrationController: Sendable {
    /// Longer codes are nobody's; in bytes.
    private static let longestCode = 128
    private static let longestAddress = 8_192

    let gateway: Gateway

    // MARK: Canvas

    /// The JSON configuration of a developer key.
    func canvas(_ request: Request, context: GatewayContext) async throws -> Response {
        let body = CanvasConfiguration.json(for: gateway.lti.site)
        let tag = Gateway.contentTag(body)
        var headers: HTTPFields = [
            .cacheControl: "public, max-age=300", .eTag: tag, .xContentTypeOptions: "nosniff",
        ]
        guard !EntityTag.matches(request.headers[values: .ifNoneMatch], tag) else {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = "application/json"
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }

    // MARK: Dynamic registration

    /// Registers the platform whose administrator opens the link of an invitation.
    func register(_ request: Request, context: GatewayContext) async throws -> Response {
        await gateway.answerPerson(request, context) {
            do {
                return try await register(try await FormRequest.fields(request), request, context)
            } catch let failure as RegistrationFailure {
                return gateway.show(failure.notice, request, context)
            }
        }
    }

    private func register(
        _ fields: FormFields,
        _ request: Request,
        _ context: GatewayContext
    ) async throws -> Response {
        guard let code = fields["code"], !code.isEmpty, code.utf8.count <= Self.longestCode else {
            throw RegistrationFailure.notInvited
        }
        // Before the code is claimed: an administrator may well look at the link first.
        guard let configuration = fields["openid_configuration"], !configuration.isEmpty,
            configuration.utf8.count <= Self.longestAddress
        else { throw RegistrationFailure.notFromPlatform }
        guard gateway.keys.current.toolKeys != nil else { throw RegistrationFailure.noKey }
        guard let invitation = try await gateway.directory.invitations.claim(code) else {
            throw RegistrationFailure.notInvited
        }
        let platform: PlatformRecord
        do {
            let registration = DynamicRegistration(http: gateway.lti.http, site: gateway.lti.site)
            let draft = try await registration.register(
                invitation,
                at: configuration,
                token: fields["registration_token"]
            )
            platform = try await save(draft, invitation, request, context)
        } catch {
            await release(invitation, context)
            throw error
        }
        Logger(label: "lectern.lti").info(
            "registered",
            metadata: ["platform": "\(platform.id)", "requestId": "\(context.requestID)"]
        )
        return page(platform)
    }

    private func save(
        _ draft: PlatformDraft,
        _ invitation: RegistrationInvitation,
        _ request: Request,
        _ context: GatewayContext
    ) async throws -> PlatformRecord {
        let address = gateway.addresses.client(
            peer: context.peerAddress,
            forwarded: request.headers[values: .forwardedFor]
        )
        do {
            return try await gateway.directory.platforms.save(
                draft,
                organization: invitation.organization,
                actor: "invitation \(invitation.id)",
                action: .platformRegistered,
                address: address
            ).platform
        } catch let error as LecternError where error.code == .conflict {
            throw RegistrationFailure.taken
        } catch let error as LecternError where error.code == .invalid {
            throw RegistrationFailure.invalid(error.message)
        }
    }

    /// Makes the link good again; what went wrong before counts more than that it stays used.
    private func release(_ invitation: RegistrationInvitation, _ context: GatewayContext) async {
        do {
            try await gateway.directory.invitations.release(invitation.id)
        } catch {
            Logger(label: "lectern.lti").error(
                "cannot make an invitation good again",
                metadata: [
                    "invitation": "\(invitation.id)", "requestId": "\(context.requestID)", "error": "\(error)",
                ]
            )
        }
    }

    /// Says what was registered, and closes the window where the platform listens for that (Y4).
    private func page(_ platform: PlatformRecord) -> Response {
        var values: [String: any Sendable] = [
            "title": "Registered", "name": platform.name, "issuer": platform.issuer, "client": platform.clientID,
            "platform": platform.id, "learns": platform.learnsDeployments,
        ]
        if !platform.deploymentIDs.isEmpty { values["deployments"] = platform.deploymentIDs.joined(separator: ", ") }
        return gateway.lti.pages.response(.registered, values)
    }
}
