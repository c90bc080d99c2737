import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle
import Synchronization

@testable import Gateway

/// A server on this machine that answers as platforms should not.
final class OddServer: Sendable {
    private let paths = Mutex<[String]>([])
    private let silence = Promised<Int>()

    /// The paths that were asked for.
    var requests: [String] { paths.withLock { $0 } }

    /// Runs it for the time of `body`, which is given its port.
    func run<Value: Sendable>(_ body: (Int) async throws -> Value) async throws -> Value {
        let (started, start) = AsyncStream<Int>.makeStream()
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let server = Application(
            router: router(),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { start.yield($0.localAddress?.port ?? 0) },
            logger: quiet
        )
        let group = ServiceGroup(configuration: .init(services: [.init(service: server)], logger: quiet))
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { start.finish() }
                try await group.run()
            }
            var ports = started.makeAsyncIterator()
            guard let port = await ports.next(isolation: nil) else { throw CancellationError() }
            let result: Result<Value, any Error>
            do {
                result = .success(try await body(port))
            } catch {
                result = .failure(error)
            }
            silence.fulfill(0)
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            return try result.get()
        }
    }

    private func router() -> Router<BasicRequestContext> {
        let router = Router()
        router.add(middleware: NoteMiddleware(paths: { path in self.paths.withLock { $0.append(path) } }))
        router.on("/echo", method: .get, use: echo)
        router.on("/echo", method: .post, use: echo)
        router.get("/hop/:count") { _, context in
            let count = Int(context.parameters.get("count") ?? "") ?? 0
            return Self.redirect(count == 0 ? "/echo" : "/hop/\(count - 1)")
        }
        router.get("/away") { request, _ in Self.redirect(request.uri.queryParameters["to"].map(String.init) ?? "") }
        router.post("/away") { _, _ in Self.redirect("/echo") }
        router.get("/huge") { _, _ in
            Response(
                status: .ok,
                body: ResponseBody { writer in
                    let piece = ByteBuffer(repeating: UInt8(ascii: " "), count: 65_536)
                    for _ in 0..<640 { try await writer.write(piece) }
                    try await writer.finish(nil)
                }
            )
        }
        router.get("/silent") { [silence] _, _ in
            _ = await silence.value
            return Response(status: .ok)
        }
        router.get("/dripping") { [silence] _, _ in
            Response(
                status: .ok,
                body: ResponseBody { writer in
                    try await writer.write(ByteBuffer(string: "drip"))
                    _ = await silence.value
                    try await writer.finish(nil)
                }
            )
        }
        return router
    }

    private func echo(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let body = try await request.body.collect(upTo: 65_536)
        var lines = ["\(request.method.rawValue) \(request.uri)", "Host: \(request.head.authority ?? "")"]
        for field in request.headers { lines.append("\(field.name.rawName): \(field.value)") }
        lines.append(String(buffer: body))
        return Response(
            status: .ok,
            headers: [.contentType: "text/plain"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: lines.joined(separator: "\n")))
        )
    }

    private static func redirect(_ location: String) -> Response {
        Response(status: .found, headers: [.location: location])
    }
}

private struct NoteMiddleware: RouterMiddleware {
    let paths: @Sendable (String) -> Void

    func handle(
        _ request: Request,
        context: BasicRequestContext,
        next: (Request, BasicRequestContext) async throws -> Response
    ) async throws -> Response {
        paths(request.uri.path)
        return try await next(request, context)
    }
}
