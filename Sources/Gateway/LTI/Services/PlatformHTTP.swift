import AsyncHTTPClient
import LTI
import Model
import NIOCore
import NIOHTTP1
public import ServiceLifecycle

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Calls platforms over HTTP, and nothing that a platform must not lead to (LTI rule R6).
///
/// A URL is checked before its name is looked up, each address before it is connected to, and the connection is made to
/// that very address. Redirects are followed on the same host alone, answers are bounded, and so is the time.
public struct PlatformHTTP: PlatformCalling, Service {
    private static let redirectLimit = 3
    private static let addressLimit = 3
    private static let reasonLimit = 200

    private let clients = PlatformClients()
    private let lookUp: @Sendable (String) async -> [IPAddress]

    /// Makes the way to platforms; it must be run as a service, which closes its connections at the end.
    public init() {
        let resolver = NameResolver()
        self.init { await resolver.addresses(of: $0) }
    }

    /// Makes one that looks names up in its own way.
    init(lookUp: @escaping @Sendable (String) async -> [IPAddress]) {
        self.lookUp = lookUp
    }

    /// Keeps the connections until graceful shutdown.
    public func run() async throws {
        try? await gracefulShutdown()
        await shutDown()
    }

    /// Closes all connections; nothing can be sent after that.
    func shutDown() async {
        await clients.shutDown()
    }

    /// See ``PlatformCalling``.
    func send(_ request: PlatformRequest, policy: OutgoingPolicy) async throws(PlatformFailure) -> PlatformAnswer {
        let first = try Self.check(request.url, policy)
        let end = NIODeadline.now() + .milliseconds(Int64(request.deadlineSeconds * 1_000))
        let result = await withDeadline(seconds: request.deadlineSeconds) {
            await follow(request, from: first, policy, until: end)
        }
        guard let result else { throw .timedOut }
        return try result.get()
    }

    private static func check(_ url: String, _ policy: OutgoingPolicy) throws(PlatformFailure) -> WebURL {
        do {
            return try policy.check(url)
        } catch {
            throw .refused(error.message)
        }
    }

    private func follow(
        _ request: PlatformRequest,
        from first: WebURL,
        _ policy: OutgoingPolicy,
        until end: NIODeadline
    ) async -> Result<PlatformAnswer, PlatformFailure> {
        var url = first
        do throws(PlatformFailure) {
            for _ in 0...Self.redirectLimit {
                let answer = try await exchange(request, at: url, policy, until: end)
                guard request.method == "GET", [301, 302, 303, 307, 308].contains(answer.status),
                    let location = answer["Location"]
                else { return .success(answer) }
                do {
                    url = try policy.redirect(from: url, to: location)
                } catch {
                    throw .refused(error.message)
                }
            }
            throw .refused("\(first.origin) redirects too often")
        } catch {
            return .failure(error)
        }
    }

    // MARK: - One exchange

    /// Sends to the first of the host's permitted addresses that can be connected to.
    private func exchange(
        _ request: PlatformRequest,
        at url: WebURL,
        _ policy: OutgoingPolicy,
        until end: NIODeadline
    ) async throws(PlatformFailure) -> PlatformAnswer {
        var addresses: [IPAddress]
        if let address = url.address { addresses = [address] } else { addresses = await lookUp(url.host) }
        guard !addresses.isEmpty else { throw .unreachable("\(url.host) has no address") }
        addresses = addresses.filter { policy.permits($0) }
        guard !addresses.isEmpty else {
            throw .refused("\(url.host) is not on the internet, and addresses of its kind are never called")
        }
        var last: (any Error)?
        for address in addresses.prefix(Self.addressLimit) {
            let place = PlatformClients.Place(host: url.host, address: address)
            guard let client = clients.take(place) else { throw .unreachable("shutting down") }
            let result = await Self.exchange(request, at: url, client, until: end)
            await clients.giveBack(place)
            switch result {
            case .success(let answer): return answer
            case .failure(let error) where Self.isNotConnected(error): last = error
            case .failure(let error): throw Self.failure(error)
            }
        }
        throw Self.failure(last)
    }

    private static func exchange(
        _ request: PlatformRequest,
        at url: WebURL,
        _ client: HTTPClient,
        until end: NIODeadline
    ) async -> Result<PlatformAnswer, any Error> {
        // The host as it is checked, so that the client cannot read another one out of the URL.
        var outgoing = HTTPClientRequest(url: url.origin + url.path + (url.query.map { "?\($0)" } ?? ""))
        outgoing.method = HTTPMethod(rawValue: request.method)
        outgoing.headers.add(name: "User-Agent", value: "Lectern")
        for (name, value) in request.headers { outgoing.headers.add(name: name, value: value) }
        if !request.body.isEmpty { outgoing.body = .bytes(ByteBuffer(bytes: request.body)) }
        do {
            let answer = try await client.execute(outgoing, deadline: end)
            let body = try await answer.body.collect(upTo: request.longestAnswer)
            return .success(
                PlatformAnswer(
                    status: Int(answer.status.code),
                    headers: answer.headers.map { (name: $0.name, value: $0.value) },
                    body: Array(body.readableBytesView)
                )
            )
        } catch {
            return .failure(error)
        }
    }

    /// Whether nothing can have been sent, so that another address may be tried.
    private static func isNotConnected(_ error: any Error) -> Bool {
        if let error = error as? HTTPClientError { return error == .connectTimeout }
        guard let error = error as? IOError else { return false }
        return [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, EADDRNOTAVAIL, EAFNOSUPPORT].contains(error.errnoCode)
    }

    private static func failure(_ error: (any Error)?) -> PlatformFailure {
        switch error {
        case nil: .unreachable("no address")
        case is NIOTooManyBytesError: .tooLarge
        case let error as HTTPClientError where [.deadlineExceeded, .connectTimeout, .readTimeout].contains(error):
            .timedOut
        case let error?: .unreachable(String("\(error)".prefix(reasonLimit)))
        }
    }
}
