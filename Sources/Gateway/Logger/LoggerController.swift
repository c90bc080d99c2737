import Credentials
import Directory
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Model
import NIOCore

/// `/api/logger/*`: finds out who calls and passes the call to the core (design §2, §4).
struct LoggerController: Sendable {
    let gateway: Gateway

    func pass(_ request: Request, context: GatewayContext) async throws -> Response {
        await gateway.answerAcrossOrigins(request, context) { organization in
            guard request.headers[.authorization] != nil else {
                return try await passGuest(request, context, &organization)
            }
            let credential = try BearerCredential(request.headers)
            guard !credential.isAPIToken else { return try await passOrganization(request, context, &organization) }
            let principal = try await principal(credential.text)
            organization = principal.organization
            return try await pass(request, context, as: principal)
        }
    }

    /// Whom a signed token stands for: a learner, or an operator.
    private func principal(_ text: String) async throws -> Principal {
        // Nearly every call is a player's whose token was seen before; it should not be taken apart again.
        if let learner = gateway.learners.remembered(text) { return learner }
        let token = try LearnerAuthenticator.parse(text)
        guard token.audience == .operator else { return try await gateway.learners.principal(token) }
        return try await gateway.operators.principal(token)
    }

    private func passGuest(
        _ request: Request,
        _ context: GatewayContext,
        _ caller: inout OrganizationID?
    ) async throws -> Response {
        guard let organization = gateway.settings.guestOrganization else {
            throw LecternError(.missingCredentials, "Missing Authorization header")
        }
        caller = organization
        try gateway.guests.count(gateway.address(of: request, context))
        return try await pass(request, context, as: Principal(organization: organization, role: .guest))
    }

    /// An API token reads as its organization's admin, and writes as the learner it names (design §4).
    private func passOrganization(
        _ request: Request,
        _ context: GatewayContext,
        _ caller: inout OrganizationID?
    ) async throws -> Response {
        let scope: Scope = Self.method(of: request) == .get ? .progressRead : .loggerWrite
        return try await gateway.withAPIToken(request, context, scope: scope) { bearer in
            let organization = bearer.token.organization
            caller = organization
            let named = request.headers[values: .lecternLearner]
            guard !named.isEmpty else {
                return try await pass(request, context, as: Principal(organization: organization, role: .admin))
            }
            guard named.count == 1, PathValue.isName(named[0]) else {
                throw LecternError.badRequest("Lectern-Learner must name one learner")
            }
            let person = try await gateway.directory.identities.person(
                .embed(learner: named[0]),
                organization: organization
            )
            return try await pass(
                request,
                context,
                as: Principal(organization: organization, role: .learner, person: person)
            )
        }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
            UInt8(ascii: "/"):
            true
        default: false
        }
    }

    /// The core's method; a HEAD is a read whose body the framework leaves out.
    private static func method(of request: Request) -> CoreRequest.Method? {
        request.method == .head ? .get : CoreRequest.Method(rawValue: request.method.rawValue)
    }

    /// Path and query, coded anew: what a URL may not hold would not reach a remote core as it was signed.
    private static func target(_ uri: URI) throws(LecternError) -> String {
        // The usual path of plain characters goes as it is, but for a slash at its end.
        if uri.query == nil, uri.path.utf8.last != UInt8(ascii: "/"), uri.path.utf8.allSatisfy(isPlain) {
            return uri.path
        }
        var target = ""
        for segment in uri.path.split(separator: "/") {
            target += "/" + PercentCoding.encode(PercentCoding.decode(segment) ?? String(segment))
        }
        guard let query = uri.query, !query.isEmpty else { return target }
        guard let pairs = PercentCoding.query(query) else { throw LecternError.badRequest("The query is malformed") }
        guard !pairs.isEmpty else { return target }
        let coded = pairs.map { "\(PercentCoding.encode($0.name))=\(PercentCoding.encode($0.value))" }
        return target + "?" + coded.joined(separator: "&")
    }

    private func pass(_ request: Request, _ context: GatewayContext, as principal: Principal) async throws -> Response {
        let body = try await RequestBody.collect(request, limit: gateway.settings.maximumBodyBytes)
        guard let method = Self.method(of: request) else { throw ErrorResponses.unknownRoute }
        var call = CoreRequest(
            method: method,
            target: try Self.target(request.uri),
            contentType: request.headers[.contentType],
            body: body,
            principal: principal,
            requestID: context.requestID,
            idempotencyKey: request.headers[.idempotencyKey]
        )
        call.principal = try await gateway.withRequestedLesson(call)
        let answer = try await gateway.respondWithOutline(to: call)
        var headers: HTTPFields = [
            .contentType: "application/json; charset=utf-8", .cacheControl: "no-store", .vary: "Authorization",
        ]
        headers[.retryAfter] = answer.retryAfterSeconds.map { String($0) }
        return Response(
            status: HTTPResponse.Status(code: answer.status),
            headers: headers,
            body: .init(byteBuffer: ByteBuffer(bytes: answer.body))
        )
    }
}
