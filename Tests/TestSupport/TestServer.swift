import AsyncHTTPClient
package import Model
import NIOCore
import NIOHTTP1

/// A gateway that listens on a port of this machine.
package struct TestServer: Sendable {
    package let world: TestWorld
    package let mode: ServerMode
    package let port: Int

    /// Where it is reached.
    package var url: String { "http://127.0.0.1:\(port)" }

    /// Opens a connection for exact bytes.
    package func connect<Value: Sendable>(
        _ body: (RawConnection) async throws -> Value
    ) async throws -> Value {
        try await RawConnection.open(port: port, body)
    }

    /// Sends a request with a bearer, or without a credential for nil, and with further fields in their order.
    package func send(
        _ method: String,
        _ path: String,
        token: String?,
        headers: [(String, String)] = [],
        body: String? = nil
    ) async throws -> TestResponse {
        var request = HTTPClientRequest(url: url + path)
        request.method = HTTPMethod(rawValue: method)
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body {
            request.body = .bytes(ByteBuffer(string: body))
            if !request.headers.contains(name: "Content-Type") {
                request.headers.add(name: "Content-Type", value: "application/json")
            }
        }
        let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        let bytes = try await answer.body.collect(upTo: 16 * 1_048_576)
        return TestResponse(
            status: Int(answer.status.code),
            reason: answer.status.reasonPhrase,
            fields: answer.headers.map { (name: $0.name, value: $0.value) },
            bytes: Array(bytes.readableBytesView)
        )
    }

    /// Reads with the world's token.
    package func get(_ path: String, headers: [(String, String)] = []) async throws -> TestResponse {
        try await send("GET", path, token: world.token.text, headers: headers)
    }

    /// Reads with a token, or without for nil.
    package func get(_ path: String, token: String?, headers: [(String, String)] = []) async throws -> TestResponse {
        try await send("GET", path, token: token, headers: headers)
    }
}

extension TestServer {
    /// Sends a text as it is on a connection of its own, and reads one answer.
    package func exchange(_ text: String, hasBody: Bool = true) async throws -> TestResponse {
        try await connect { connection in
            try await connection.send(text)
            return try await connection.response(hasBody: hasBody)
        }
    }

    /// A request head for exact bytes, with `Host` and the given fields as they are.
    package func head(_ method: String, _ path: String, _ fields: [String] = []) -> String {
        let lines = ["\(method) \(path) HTTP/1.1", "Host: lectern.test"] + fields
        return lines.joined(separator: "\r\n") + "\r\n\r\n"
    }

    /// The head of a progress read, with the world's token unless another is given.
    package func progressHead(
        _ learner: String = "user-123",
        _ fields: [String] = [],
        token: String? = nil
    ) -> String {
        head("GET", world.progressPath(learner), ["Authorization: Bearer \(token ?? world.token.text)"] + fields)
    }
}

extension TestWorld {
    /// The path of an embed learner's progress; the learner is put in as it is.
    package func progressPath(_ learner: String = "user-123", lesson: LessonID? = nil) -> String {
        "/api/public/lessons/\(lesson ?? self.lesson.id)/progress/\(learner)"
    }

    /// The path of an LTI user's progress; user and query are put in as they are.
    package func ltiPath(
        _ user: String = "lti-7",
        query: String = "platformId=platform-1",
        lesson: LessonID? = nil
    ) -> String {
        "/api/public/lessons/\(lesson ?? self.lesson.id)/lti-progress/\(user)?\(query)"
    }
}
