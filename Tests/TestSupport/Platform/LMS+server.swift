import HTTPTypes
package import Hummingbird
import HummingbirdCore
import Logging
import Model
package import NIOCore
import ServiceLifecycle

/// The platform as a server.
extension LMS {
    /// Answers a request.
    private func answer(_ request: LMSRequest) async -> LMSAnswer {
        let segments = request.segments
        switch (segments.first ?? "", segments.count) {
        case ("auth", 1): return authenticate(request)
        case ("keys", 1): return keySet(request)
        case ("token", 1): return await giveToken(request)
        case ("courses", 3...): return course(request, segments)
        case ("deep-linking", 2): return await takeChoice(request)
        case (".well-known", 2): return configuration(request)
        case ("registration", 1): return takeRegistration(request)
        case ("course", 1): return course(request)
        case ("begin", 1): return beginPage(request)
        case ("control", 2): return control(request, segments[1])
        default: return .text(404, "nothing here")
        }
    }

    private func course(_ request: LMSRequest, _ segments: [String]) -> LMSAnswer {
        let context = segments[1]
        switch (segments[2], segments.count) {
        case ("memberships", 3): return memberships(request, context: context)
        case ("lineitems", 3): return lineItems(request, context: context)
        case ("lineitems", 5...):
            guard let id = Int(segments[3]), segments[4] == "lineitem" else { return .text(404, "nothing here") }
            if segments.count == 5 { return lineItem(request, context: context, id: id) }
            switch segments[5] {
            case "scores": return takeScore(request, context: context, id: id)
            case "results": return results(request, context: context, id: id)
            default: return .text(404, "nothing here")
            }
        default: return .text(404, "nothing here")
        }
    }

    /// The server; the port is told when it listens.
    package func application(
        port: Int = 0,
        onServerRunning: @escaping @Sendable (any Channel) async -> Void
    ) -> some ApplicationProtocol {
        let router = Router()
        for method in [HTTPRequest.Method.get, .post, .put, .delete] {
            router.on("**", method: method) { request, _ in try await self.respond(request) }
        }
        return Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port), backlog: 4_096),
            onServerRunning: onServerRunning,
            logger: Logger(label: "lms") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    private func respond(_ request: Request) async throws -> Response {
        let body = try await request.body.collect(upTo: 8 * 1_048_576)
        let answer = await answer(
            LMSRequest(
                method: request.method.rawValue,
                path: request.uri.path,
                query: request.uri.query.flatMap { PercentCoding.query($0) } ?? [],
                headers: request.headers.map { (name: $0.name.rawName, value: $0.value) },
                body: Array(body.readableBytesView)
            )
        )
        var fields = HTTPFields()
        for (name, value) in answer.headers {
            if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
        }
        let status = HTTPResponse.Status(code: answer.status)
        switch answer.kind {
        case .bytes(let bytes):
            return Response(status: status, headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        case .silence:
            try? await gracefulShutdown()
            return Response(status: .serviceUnavailable)
        case .huge: return Response(status: status, headers: fields, body: Self.hugeBody)
        }
    }

    /// Forty megabytes of a key set that might still become one.
    private static var hugeBody: ResponseBody {
        ResponseBody { writer in
            try await writer.write(ByteBuffer(string: #"{"keys":[],"padding":""#))
            let piece = ByteBuffer(string: String(repeating: "x", count: 65_536))
            for _ in 0..<640 { try await writer.write(piece) }
            try await writer.write(ByteBuffer(string: #""}"#))
            try await writer.finish(nil)
        }
    }
}
