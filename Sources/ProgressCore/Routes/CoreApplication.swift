import HTTPTypes
public import Hummingbird
public import HummingbirdCore
public import Logging
public import Model
public import NIOCore

/// Builds the server of `lectern core`: every request carries a principal signed by a gateway, or is refused (design §2).
///
/// - Parameters:
///   - core: what answers.
///   - signing: checks the principal against the request.
///   - address: where it listens.
///   - maximumBodyBytes: larger bodies are refused with 413; calls of the gateway's own may have 4 MiB in any case.
///   - clock: tells when a principal has expired.
///   - logger: the server's logger.
///   - onServerRunning: told the address that the server is bound to.
/// - Returns: the server, ready to run.
public func buildCoreApplication(
    core: ProgressCore,
    signing: any CallSigning,
    address: BindAddress,
    maximumBodyBytes: Int,
    clock: WallClock,
    logger: Logger,
    onServerRunning: @escaping @Sendable (any Channel) async -> Void = { _ in }
) -> Application<CallbackResponder<BasicRequestContext>> {
    let responder = CallbackResponder<BasicRequestContext> { request, _ in
        let target = request.head.path ?? "/"
        let body: ByteBuffer
        do {
            let isOurs = target.utf8.starts(with: "/internal/".utf8)
            body = try await request.body.collect(
                upTo: isOurs ? max(maximumBodyBytes, internalBodyBytes) : maximumBodyBytes
            )
        } catch is NIOTooManyBytesError {
            return plain(.contentTooLarge, "The body is too large")
        } catch {
            // The gateway broke off; nobody reads the answer.
            return plain(.badRequest, "The body ended early")
        }
        let bytes = Array(body.readableBytesView)
        guard let method = CoreRequest.Method(rawValue: request.method.rawValue) else {
            return plain(.methodNotAllowed, "Method not allowed")
        }
        guard let header = request.headers[CoreHeader.principal],
            let principal = signing.verify(
                header: header,
                method: method.rawValue,
                target: target,
                body: bytes,
                at: clock.now()
            )
        else { return plain(.unauthorized, "Only a gateway may call the core") }
        let call = CoreRequest(
            method: method,
            target: target,
            contentType: request.headers[.contentType],
            body: bytes,
            principal: principal,
            requestID: request.headers[CoreHeader.requestID] ?? "",
            idempotencyKey: request.headers[CoreHeader.idempotencyKey]
        )
        return http(await core.respond(to: call))
    }
    let decoder = HTTP1Channel.Configuration.DecoderConfiguration(
        // A principal may carry 4 KiB of user attributes, base64-coded, next to the longest target.
        maxHeaderFieldSize: 64 * 1_024,
        maxHeaderListSize: 96 * 1_024,
        maxHeaderFieldCount: 64
    )
    return Application(
        responder: responder,
        server: .http1(configuration: .init(idleTimeout: .seconds(120), httpDecoderConfiguration: decoder)),
        configuration: ApplicationConfiguration(address: address, backlog: 1_024),
        onServerRunning: onServerRunning,
        logger: logger
    )
}

/// What the calls of the gateway's own may have at least: the members of a course with the longest names take 3 MiB.
private let internalBodyBytes = 4 * 1_048_576

private func http(_ answer: CoreResponse) -> Response {
    var headers: HTTPFields = [.contentType: "application/json; charset=utf-8"]
    headers[.eTag] = answer.entityTag
    headers[.retryAfter] = answer.retryAfterSeconds.map { String($0) }
    return Response(
        status: HTTPResponse.Status(code: answer.status),
        headers: headers,
        body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body))
    )
}

private func plain(_ status: HTTPResponse.Status, _ detail: String) -> Response {
    var json = JSONWriter()
    json.object { json in
        json.name("detail")
        json.string(detail)
    }
    return http(CoreResponse(status: status.code, body: json.bytes))
}
