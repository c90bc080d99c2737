import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Metrics
import NIOCore
import Testing

@testable import Operations

@Suite(.timeLimit(.minutes(1))) struct InternalApplicationTests {
    private struct Broken: Error, CustomStringConvertible {
        let description = "secret detail"
    }

    private static let passing: @Sendable () async throws -> Void = {}
    private static let failing: @Sendable () async throws -> Void = { throw Broken() }
    private static let hanging: @Sendable () async throws -> Void = {
        for await _ in AsyncStream<Void>.makeStream().stream {}
    }

    private let registry = PrometheusRegistry()
    private let draining = Draining()

    /// The application with a deadline that never comes unless told otherwise.
    private func application(
        _ checks: [(String, @Sendable () async throws -> Void)] = [],
        deadline: @escaping @Sendable () async -> Void = { try? await InternalApplicationTests.hanging() }
    ) -> some ApplicationProtocol {
        buildInternalApplication(
            address: .host("127.0.0.1", port: 0),
            registry: registry,
            readiness: checks.map { ReadinessCheck(name: $0.0, run: $0.1) },
            draining: draining,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            readinessDeadline: deadline
        )
    }

    @Test func processThatLivesIsHealthyEvenWhenItIsNotReady() async throws {
        draining.begin()
        try await application([("core", Self.failing)]).test(.router) { client in
            try await client.execute(uri: "/healthz", method: .get) { response in
                #expect(response.status == .ok)
                #expect(String(buffer: response.body) == #"{"status":"ok"}"#)
                #expect(response.headers[.contentType] == "application/json; charset=utf-8")
                #expect(response.headers[.cacheControl] == "no-store")
            }
        }
    }

    @Test(
        arguments: [
            ([], .ok, #"{"status":"ready","checks":{}}"#),
            (
                [("directory", passing), ("core", passing)], .ok,
                #"{"status":"ready","checks":{"core":"ok","directory":"ok"}}"#
            ),
            (
                [("directory", failing), ("core", passing)], .serviceUnavailable,
                #"{"status":"unavailable","checks":{"core":"ok","directory":"failed"}}"#
            ),
        ] as [([(String, @Sendable () async throws -> Void)], HTTPResponse.Status, String)]
    )
    func readinessNamesEachCheckWithoutDetail(
        checks: [(String, @Sendable () async throws -> Void)],
        status: HTTPResponse.Status,
        body: String
    ) async throws {
        try await application(checks).test(.router) { client in
            try await client.execute(uri: "/readyz?verbose", method: .get) { response in
                #expect(response.status == status)
                #expect(String(buffer: response.body) == body)
                #expect(response.headers[.cacheControl] == "no-store")
            }
        }
    }

    @Test func hangingCheckCountsAsFailed() async throws {
        let application = application([("core", Self.hanging)], deadline: {})
        try await application.test(.router) { client in
            try await client.execute(uri: "/readyz", method: .get) { response in
                #expect(response.status == .serviceUnavailable)
                #expect(String(buffer: response.body) == #"{"status":"unavailable","checks":{"core":"failed"}}"#)
            }
        }
    }

    @Test func drainingProcessIsNotReadyAndAsksNothing() async throws {
        draining.begin()
        try await application([("core", Self.hanging)]).test(.router) { client in
            try await client.execute(uri: "/readyz", method: .get) { response in
                #expect(response.status == .serviceUnavailable)
                #expect(String(buffer: response.body) == #"{"status":"draining","checks":{}}"#)
            }
        }
    }

    @Test func metricsComeAsPrometheusText() async throws {
        Counter(label: "c_total", factory: registry).increment(by: 3)
        try await application().test(.router) { client in
            try await client.execute(uri: "/metrics", method: .get) { response in
                #expect(response.status == .ok)
                #expect(response.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
                #expect(response.headers[.cacheControl] == "no-store")
                #expect(String(buffer: response.body).hasSuffix("\nc_total 3\n"))
            }
        }
    }

    @Test(arguments: ["/healthz", "/readyz", "/metrics", "/nothing"])
    func headHasTheLengthOfGetAndNoBody(path: String) async throws {
        Counter(label: "c_total", factory: registry).increment()
        try await application().test(.live) { client in
            let get = try await client.execute(uri: path, method: .get)
            let head = try await client.execute(uri: path, method: .head)
            #expect(head.status == get.status)
            #expect(head.headers[.contentLength] == "\(get.body.readableBytes)")
            #expect(head.headers[.contentType] == get.headers[.contentType])
            #expect(head.body.readableBytes == 0)
        }
    }

    @Test(arguments: ["/", "/health", "/healthz/", "//healthz", "/HEALTHZ", "/metrics/x", "/%68ealthz"])
    func otherPathsAreNotFound(path: String) async throws {
        try await application().test(.router) { client in
            for method in [HTTPRequest.Method.get, .post] {
                try await client.execute(uri: path, method: method) { response in
                    #expect(response.status == .notFound)
                    #expect(String(buffer: response.body) == #"{"error":"Not found"}"#)
                    #expect(response.headers[.cacheControl] == "no-store")
                }
            }
        }
    }

    @Test(arguments: ["/healthz", "/readyz", "/metrics"], [.post, .put, .delete, .options] as [HTTPRequest.Method])
    func otherMethodsAreNotAllowed(path: String, method: HTTPRequest.Method) async throws {
        try await application().test(.router) { client in
            try await client.execute(uri: path, method: method) { response in
                #expect(response.status == .methodNotAllowed)
                #expect(response.headers[.allow] == "GET, HEAD")
                #expect(String(buffer: response.body) == #"{"error":"Method not allowed"}"#)
            }
        }
    }

    @Test(arguments: [(8_000, .ok), (17_000, .badRequest)] as [(Int, HTTPResponse.Status)])
    func headersOverTheLimitAreRefused(length: Int, status: HTTPResponse.Status) async throws {
        try await application().test(.live) { client in
            let long = String(repeating: "a", count: length)
            let response = try await client.execute(uri: "/healthz", method: .get, headers: [.userAgent: long])
            #expect(response.status == status)
        }
    }
}
