import Model
import Testing

/// An embedding site: a server, a token and a lesson.
struct Site: Sendable {
    let server: LecternServer
    let token: String
    let lesson: String

    /// Polls a learner's progress.
    func poll(_ learner: String, headers: [String: String] = [:]) async throws -> Answer {
        try await ask(
            .get,
            "\(server.url)/api/public/lessons/\(lesson)/progress/\(learner)",
            bearer: token,
            headers: headers
        )
    }

    /// Signs a learner in.
    func signIn(_ learner: String, attributes: String = "null") async throws -> String {
        let body = #"{"lessonId":"\#(lesson)","learnerId":"\#(learner)","userAttributes":\#(attributes)}"#
        return try await ask(.post, "\(server.url)/api/public/sign-token", bearer: token, body).member("token")
    }

    /// Opens the lesson with an embed token.
    func playerData(_ embedToken: String) async throws -> Answer {
        try await ask(
            .get,
            "\(server.url)/api/public/lessons/\(lesson)/player-data?validate_playability=false",
            bearer: embedToken
        )
    }

    /// Starts a session with an embed token.
    func start(_ embedToken: String) async throws -> Answer {
        try await ask(.post, "\(server.url)/api/logger/contentsession", bearer: embedToken, Sample.start)
    }

    /// Updates a session with an embed token.
    func update(_ session: String, _ embedToken: String, _ body: String) async throws -> Answer {
        try await ask(.put, "\(server.url)/api/logger/contentsession/\(session)", bearer: embedToken, body)
    }
}
