import Model

@testable import ProgressCore

extension Caller {
    /// Sends a request with an idempotency key.
    func send(
        _ method: CoreRequest.Method,
        _ target: String,
        _ body: String = "",
        key: String
    ) async throws -> Answer {
        let request = CoreRequest(
            method: method,
            target: target,
            contentType: "application/json",
            body: Array(body.utf8),
            principal: principal,
            requestID: "test",
            idempotencyKey: key
        )
        return try Answer(await world.core.respond(to: request))
    }

    func start(_ content: TestContent, _ extra: String, key: String) async throws -> Answer {
        try await send(.post, "/api/logger/contentsession", content.body(extra), key: key)
    }

    func update(_ session: String, _ body: String, key: String) async throws -> Answer {
        try await send(.put, "/api/logger/contentsession/\(session)", body, key: key)
    }
}
