import NIOCore
import NIOPosix

/// A connection that sends exactly the bytes it is given and reads answers one by one.
package final class RawConnection {
    /// What went wrong while an answer was read.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var received: [UInt8] = []
    private var isAtEnd = false

    private init(
        _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>,
        _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        self.inbound = inbound.makeAsyncIterator()
        self.outbound = outbound
    }

    /// Opens a connection for the time of `body`; whatever waits for longer than 30 seconds sees the connection end.
    static func open<Value: Sendable>(
        port: Int,
        _ body: (RawConnection) async throws -> Value
    ) async throws -> Value {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel,
                        configuration: .init(isOutboundHalfClosureEnabled: true)
                    )
                }
            }
        let limit = channel.channel.eventLoop.scheduleTask(in: .seconds(30)) { channel.channel.close(promise: nil) }
        defer { limit.cancel() }
        return try await channel.executeThenClose { inbound, outbound in
            try await body(RawConnection(inbound, outbound))
        }
    }

    package func send(_ text: String) async throws {
        try await send(Array(text.utf8))
    }

    package func send(_ bytes: [UInt8]) async throws {
        try await outbound.write(ByteBuffer(bytes: bytes))
    }

    /// Says that nothing more will be sent.
    package func finish() {
        outbound.finish()
    }

    /// The next answer; `hasBody` is false for the answer to a HEAD request.
    package func response(hasBody: Bool = true) async throws -> TestResponse {
        while true {
            if let (response, count) = Self.parse(received, hasBody: hasBody) {
                received.removeFirst(count)
                return response
            }
            guard await receive() else {
                throw Failure(description: "closed after \(String(decoding: received, as: UTF8.self))")
            }
        }
    }

    /// All answers until the server closes; what is no whole answer at the end is left out.
    package func allResponses() async -> [TestResponse] {
        while await receive() {}
        var responses: [TestResponse] = []
        while let (response, count) = Self.parse(received, hasBody: true) {
            received.removeFirst(count)
            responses.append(response)
        }
        return responses
    }

    /// Everything that still comes until the server closes.
    package func rest() async -> String {
        while await receive() {}
        defer { received = [] }
        return String(decoding: received, as: UTF8.self)
    }

    private func receive() async -> Bool {
        guard !isAtEnd else { return false }
        // A reset is an end as well.
        guard let buffer = try? await inbound.next(isolation: nil) else {
            isAtEnd = true
            return false
        }
        received += buffer.readableBytesView
        return true
    }

    // MARK: Parse

    private static func parse(_ bytes: [UInt8], hasBody: Bool) -> (TestResponse, Int)? {
        let separator = Array("\r\n\r\n".utf8)
        guard let end = bytes.indices.first(where: { bytes[$0...].starts(with: separator) }) else { return nil }
        let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
        let words = (lines.first ?? "").split(separator: " ", maxSplits: 2)
        guard words.count >= 2, let status = Int(words[1]) else { return nil }
        let fields = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            return (name: String(parts[0]), value: String(parts.last?.drop { $0 == " " } ?? ""))
        }
        let length = fields.first { $0.name.lowercased() == "content-length" }.flatMap { Int($0.value) } ?? 0
        let isEmpty = !hasBody || status == 304 || status == 204
        let count = end + 4 + (isEmpty ? 0 : length)
        guard bytes.count >= count else { return nil }
        let response = TestResponse(
            status: status,
            reason: words.count == 3 ? String(words[2]) : "",
            fields: fields,
            bytes: Array(bytes[(end + 4)..<count])
        )
        return (response, count)
    }
}
