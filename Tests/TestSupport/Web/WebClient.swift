import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Sends requests and reads answers as they are: nothing is followed, nothing is kept.
package struct WebClient: Sendable {
    /// The largest answer that is read; in bytes.
    private static let longestAnswer = 64 * 1_048_576
    /// Never shut down, as long as the process.
    private static let client = HTTPClient(
        eventLoopGroup: HTTPClient.defaultEventLoopGroup,
        configuration: {
            var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
            configuration.timeout = .init(connect: .seconds(10), read: .seconds(60))
            configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
            return configuration
        }()
    )

    /// Names that stand for ports of this machine, such as `lectern.test`; https to them goes as plain http.
    package let ports: [String: Int]

    package init(ports: [String: Int] = [:]) {
        self.ports = ports
    }

    /// Sends a request.
    package func send(
        _ method: String,
        _ url: String,
        headers: [(String, String)] = [],
        body: [UInt8]? = nil
    ) async throws -> TestResponse {
        var (address, host) = (url, String?.none)
        if let place = WebAddress(url), let port = ports[place.host] {
            address = "http://127.0.0.1:\(port)\(place.target)"
            host = place.authority
        }
        var request = HTTPClientRequest(url: address)
        request.method = HTTPMethod(rawValue: method)
        if let host { request.headers.add(name: "Host", value: host) }
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body { request.body = .bytes(ByteBuffer(bytes: body)) }
        let answer = try await Self.client.execute(request, timeout: .seconds(60))
        let bytes = try await answer.body.collect(upTo: Self.longestAnswer)
        return TestResponse(
            status: Int(answer.status.code),
            reason: answer.status.reasonPhrase,
            fields: answer.headers.map { (name: $0.name, value: $0.value) },
            bytes: Array(bytes.readableBytesView)
        )
    }
}
