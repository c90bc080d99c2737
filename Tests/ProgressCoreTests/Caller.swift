import Model
import Testing

@testable import ProgressCore

/// Somebody who calls the core.
struct Caller: Sendable {
    let world: CoreWorld
    let principal: Principal

    func send(
        _ method: CoreRequest.Method,
        _ target: String,
        _ body: String = "",
        contentType: String? = "application/json"
    ) async throws -> Answer {
        let request = CoreRequest(
            method: method,
            target: target,
            contentType: contentType,
            body: Array(body.utf8),
            principal: principal,
            requestID: "test"
        )
        return try Answer(await world.core.respond(to: request))
    }

    /// Sends a start as it is.
    func startAnswer(_ body: String) async throws -> Answer {
        try await send(.post, "/api/logger/contentsession", body)
    }

    /// Starts a session of some content; `extra` adds members (`,"repeat":true`).
    func start(_ content: TestContent, _ extra: String = "") async throws -> Answer {
        try await startAnswer(content.body(extra))
    }

    /// Starts a session and gives its id.
    func open(_ content: TestContent, _ extra: String = "") async throws -> String {
        let answer = try await start(content, extra)
        try #require(answer.status == 200, "\(answer.text)")
        return try #require(answer.string("session_id"))
    }

    func update(_ session: String, _ body: String) async throws -> Answer {
        try await send(.put, "/api/logger/contentsession/\(session)", body)
    }

    /// Updates a session and gives the answer, which must be a good one.
    @discardableResult
    func report(_ session: String, _ body: String) async throws -> Answer {
        let answer = try await update(session, body)
        try #require(answer.status == 200, "\(answer.text)")
        return answer
    }

    /// Reports interactions, given as the elements of the list.
    @discardableResult
    func answer(_ session: String, _ interactions: String...) async throws -> Answer {
        try await report(session, "{\"interactions\":[\(interactions.joined(separator: ","))]}")
    }

    /// Reports lesson state, given as the members of the object.
    func state(_ session: String, _ members: String) async throws -> Answer {
        try await update(session, "{\"extra_fields\":{\"lesson\":{\(members)}}}")
    }

    func total() async throws -> Answer {
        try await send(.get, "/api/logger/totalcontentprogress/me")
    }
}
