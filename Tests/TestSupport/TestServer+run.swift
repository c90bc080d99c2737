import Credentials
package import Gateway
import Hummingbird
import HummingbirdCore
import Logging
package import Model
import NIOCore
import ProgressCore
import ServiceLifecycle

/// Runs a gateway, and a core beside it in the remote modes, for the time of `body`.
///
/// `core` stands in for the world's core, and is run if it is a service; `settings` changes the gateway's settings.
package func withServer<Value: Sendable>(
    _ world: TestWorld,
    _ mode: ServerMode = .inProcessHot,
    core stub: (any CoreClient)? = nil,
    settings change: (inout GatewaySettings) -> Void = { _ in },
    _ body: (TestServer) async throws -> Value
) async throws -> Value {
    await Turnstile.servers.enter()
    do {
        let value = try await run(world, mode, change, stub, body)
        await Turnstile.servers.leave()
        return value
    } catch {
        await Turnstile.servers.leave()
        throw error
    }
}

/// Runs the core's server for the time of `body`, which is given its base URL.
package func withCoreServer<Value: Sendable>(
    _ world: TestWorld,
    _ mode: ServerMode = .remote,
    _ body: (String) async throws -> Value
) async throws -> Value {
    let (started, start) = AsyncStream<String>.makeStream()
    let path = world.folder + "/core.sock"
    let server = buildCoreApplication(
        core: world.core,
        signing: CallSigner(keys: world.keys),
        address: mode == .remoteUnixSocket ? .unixDomainSocket(path: path) : .hostname("127.0.0.1", port: 0),
        maximumBodyBytes: 1_048_576,
        clock: world.clock.wall,
        logger: quiet
    ) { channel in
        let socket = "http+unix://\(PercentCoding.encode(path))"
        start.yield(channel.localAddress?.port.map { "http://127.0.0.1:\($0)" } ?? socket)
    }
    return try await whileRunning([server], start: start, started) { try await body($0) }
}

/// The server of a test did not come up.
private struct NotStarted: Error {}

private let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

private func run<Value: Sendable>(
    _ world: TestWorld,
    _ mode: ServerMode,
    _ change: (inout GatewaySettings) -> Void,
    _ stub: (any CoreClient)?,
    _ body: (TestServer) async throws -> Value
) async throws -> Value {
    guard mode.isRemote, stub == nil else {
        let services = [stub as? any Service].compactMap { $0 }
        return try await runGateway(world, mode, change, stub ?? InProcessCore(world.core), services, body)
    }
    return try await withCoreServer(world, mode) { url in
        let core = RemoteCore(
            baseURL: url,
            signing: CallSigner(keys: world.keys),
            deadlineMs: 20_000,
            clock: world.clock.wall
        )
        return try await runGateway(world, mode, change, core, [core], body)
    }
}

private func runGateway<Value: Sendable>(
    _ world: TestWorld,
    _ mode: ServerMode,
    _ change: (inout GatewaySettings) -> Void,
    _ core: any CoreClient,
    _ services: [any Service],
    _ body: (TestServer) async throws -> Value
) async throws -> Value {
    var settings = GatewaySettings(address: .hostname("127.0.0.1", port: 0), publicURL: "https://lectern.test")
    settings.hotPath = mode == .inProcessHot
    settings.accessLog = .off
    change(&settings)
    let gateway = Gateway(
        settings: settings,
        directory: world.directory,
        keys: world.keys,
        core: core,
        clock: world.clock.wall
    )
    let (started, start) = AsyncStream<Int>.makeStream()
    let server = buildApplication(gateway, logger: quiet) { channel in
        start.yield(channel.localAddress?.port ?? 0)
    }
    return try await whileRunning(services + gateway.services + [server], start: start, started) { port in
        try await body(TestServer(world: world, mode: mode, port: port))
    }
}

/// Runs services until `body` has ended, which begins when the last of them has told where it is.
private func whileRunning<Place: Sendable, Value: Sendable>(
    _ services: [any Service],
    start: AsyncStream<Place>.Continuation,
    _ started: AsyncStream<Place>,
    _ body: (Place) async throws -> Value
) async throws -> Value {
    let group = ServiceGroup(
        configuration: ServiceGroupConfiguration(
            services: services.map { .init(service: $0, successTerminationBehavior: .ignore) },
            logger: quiet
        )
    )
    return try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask {
            // Whoever waits for the start must not wait for ever when there is none.
            defer { start.finish() }
            try await group.run()
        }
        var places = started.makeAsyncIterator()
        guard let place = await places.next(isolation: nil) else {
            try await tasks.waitForAll()
            throw NotStarted()
        }
        let result: Result<Value, any Error>
        do {
            result = .success(try await body(place))
        } catch {
            result = .failure(error)
        }
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
        return try result.get()
    }
}
