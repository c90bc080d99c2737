import AsyncHTTPClient
import HTTPTypes
public import Model
import NIOCore
import NIOHTTP1
public import ServiceLifecycle
import Synchronization

/// Reaches the core over HTTP: pooled connections, a deadline for each call, one retry of reads, a circuit breaker
/// (design §2).
public final class RemoteCore: CoreClient, Service {
    /// The largest answer that is read, in bytes.
    private static let answerLimit = 16 * 1_048_576
    /// How long a signed call may be on its way, in seconds.
    private static let principalSeconds = 60.0

    private let client: HTTPClient
    private let baseURL: String
    private let signing: any CallSigning
    private let deadline: TimeAmount
    private let clock: WallClock
    private let breaker = Mutex(CircuitBreaker())

    /// Makes a client; it must be run as a service, which closes its connections at the end.
    ///
    /// - Parameters:
    ///   - baseURL: `http://host:port`, or `http+unix://` and the percent-coded path of a socket.
    ///   - signing: signs the principal of each call.
    ///   - deadlineMs: how long a call may take, in milliseconds.
    ///   - connections: connections to the core at most.
    ///   - clock: stamps the expiry of principals.
    public init(
        baseURL: String,
        signing: any CallSigning,
        deadlineMs: Int,
        connections: Int = 256,
        clock: WallClock = .system
    ) {
        self.baseURL = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
        self.signing = signing
        self.deadline = .milliseconds(Int64(deadlineMs))
        self.clock = clock
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(2), read: .milliseconds(Int64(deadlineMs)))
        )
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
        // A dead core must be noticed at once, not at the connect time-out.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = .http1Only
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Keeps the connections until graceful shutdown.
    public func run() async throws {
        try? await gracefulShutdown()
        try await client.shutdown()
    }

    /// See `CoreClient`: a core of another process cannot answer on the caller's thread.
    public var immediateProgress: (any ImmediateProgress)? { nil }

    /// See `CoreClient`.
    public func respond(to request: CoreRequest) async throws -> CoreResponse {
        guard breaker.withLock({ $0.mayCall(at: clock.now()) }) else { throw Self.away(nil) }
        let end = NIODeadline.now() + deadline
        do {
            let answer = try await send(request, until: end)
            breaker.withLock { $0.succeeded() }
            return answer
        } catch {
            // A read may be sent twice, in the time that is left; what changes something may have arrived.
            if request.method == .get, .now() < end, let answer = try? await send(request, until: end) {
                breaker.withLock { $0.succeeded() }
                return answer
            }
            breaker.withLock { $0.failed(at: clock.now()) }
            throw Self.away(error)
        }
    }

    /// Asks the core whether its store answers, for the readiness check.
    ///
    /// - Throws: `LecternError` `unavailable` when it does not.
    public func check() async throws {
        let nobody = Principal(organization: .random(), role: .guest)
        let call = CoreRequest(method: .get, target: "/internal/ready", principal: nobody, requestID: "readiness")
        guard try await respond(to: call).status == 200 else { throw Self.away(nil) }
    }

    private static func away(_ error: (any Error)?) -> LecternError {
        LecternError(
            .unavailable(retryAfterSeconds: CircuitBreaker.pauseSeconds),
            "The progress core is not reachable",
            underlying: error
        )
    }

    private func send(_ request: CoreRequest, until end: NIODeadline) async throws -> CoreResponse {
        var outgoing = HTTPClientRequest(url: baseURL + request.target)
        outgoing.method = HTTPMethod(rawValue: request.method.rawValue)
        let expires = clock.now().adding(seconds: Self.principalSeconds)
        outgoing.headers.add(name: "Lectern-Principal", value: signing.sign(request, expires: expires))
        outgoing.headers.add(name: "X-Request-Id", value: request.requestID)
        // A client over a Unix socket sends none by itself.
        if baseURL.hasPrefix("http+unix:") { outgoing.headers.add(name: "Host", value: "core") }
        if let contentType = request.contentType { outgoing.headers.add(name: "Content-Type", value: contentType) }
        if let key = request.idempotencyKey { outgoing.headers.add(name: "Idempotency-Key", value: key) }
        if request.method != .get { outgoing.body = .bytes(ByteBuffer(bytes: request.body)) }
        let answer = try await client.execute(outgoing, deadline: end)
        let body = try await answer.body.collect(upTo: Self.answerLimit)
        return CoreResponse(
            status: Int(answer.status.code),
            entityTag: answer.headers.first(name: "ETag"),
            retryAfterSeconds: answer.headers.first(name: "Retry-After").flatMap { Int($0) },
            body: Array(body.readableBytesView)
        )
    }
}
