import Model
import TestSupport
import Testing

/// A learner's player: starts content sessions and updates them with an embed token.
struct PlayerSession {
    let server: TestServer
    let token: String
    let id: String

    /// Starts a session at one of the lesson's steps.
    static func start(
        _ server: TestServer,
        token: String,
        step: ExternalID? = nil
    ) async throws -> PlayerSession {
        let answer = try await server.send(
            "POST",
            "/api/logger/contentsession",
            token: token,
            body: body(step: step ?? server.world.lesson.steps[0])
        )
        try #require(answer.status == 200, "\(answer.summary)")
        let id = try #require(try answer.json()["session_id"]?.string)
        return PlayerSession(server: server, token: token, id: id)
    }

    /// What a player sends to open a step; `more` is put in as it is.
    static func body(step: ExternalID, more: String = "") -> String {
        """
        {"node_id":"\(step)","content_id":"\(step)","channel_id":"\(ExternalID(high: 1, low: 2))","kind":"html5"\(more)}
        """
    }

    @discardableResult
    func update(_ body: String) async throws -> TestResponse {
        let answer = try await server.send("PUT", "/api/logger/contentsession/\(id)", token: token, body: body)
        try #require(answer.status == 200, "\(answer.summary)")
        return answer
    }

    /// Says what the lesson's state is.
    func say(_ lesson: String) async throws {
        try await update(#"{"extra_fields":{"lesson":\#(lesson)}}"#)
    }
}
