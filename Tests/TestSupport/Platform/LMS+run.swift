import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle

/// Runs a platform for the time of `body`.
package func withPlatform<Value: Sendable>(
    _ platform: LMS,
    _ body: (LMS) async throws -> Value
) async throws -> Value {
    let (started, start) = AsyncStream<Int>.makeStream()
    let server = platform.application { start.yield($0.localAddress?.port ?? 0) }
    var configuration = ServiceGroupConfiguration(
        services: [.init(service: server, successTerminationBehavior: .ignore)],
        logger: Logger(label: "lms") { _ in SwiftLogNoOpLogHandler() }
    )
    // Whoever does not end by then waits for an answer that will not come.
    configuration.maximumGracefulShutdownDuration = .seconds(2)
    let group = ServiceGroup(configuration: configuration)
    return try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask {
            defer { start.finish() }
            try await group.run()
        }
        var ports = started.makeAsyncIterator()
        guard let port = await ports.next(isolation: nil) else {
            try await tasks.waitForAll()
            throw CancellationError()
        }
        platform.settle(at: "http://127.0.0.1:\(port)")
        let result: Result<Value, any Error>
        do {
            result = .success(try await body(platform))
        } catch {
            result = .failure(error)
        }
        await group.triggerGracefulShutdown()
        // A shutdown that took too long is no failure of the test.
        try? await tasks.waitForAll()
        return try result.get()
    }
}

extension LMS {
    /// Runs until the process is told to end; `body` is called when it listens.
    package func serve(host: String, port: Int, _ body: @escaping @Sendable (LMS) -> Void) async throws {
        let server = application(port: port) { channel in
            self.settle(at: "http://\(host):\(channel.localAddress?.port ?? 0)")
            body(self)
        }
        try await server.runService()
    }
}
