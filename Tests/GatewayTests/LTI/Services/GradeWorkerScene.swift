import LTI
import Model

@testable import Gateway

/// What a platform was told of a score.
struct SentScore: Sendable, Equatable, CustomStringConvertible {
    let user: String
    /// Activity and grading, and the score where there is one.
    let text: String
    let timestamp: Timestamp

    var description: String { "\(user) \(text) \(timestamp)" }
}

extension ServiceWorld {
    /// A platform that gives tokens and takes scores, or answers scores in another way.
    static func grading(_ score: @escaping FakePlatform.Answering = { _ in .answer(204) }) -> FakePlatform {
        FakePlatform { request in
            switch request.path {
            case "/token": .token("t")
            case let path where path.hasSuffix("/scores"): await score(request)
            default: .answer(404)
            }
        }
    }

    /// The scores that were sent, whatever came of them.
    var scores: [SentScore] {
        http.requests.filter { $0.path.hasSuffix("/scores") }.compactMap { request in
            guard let node = try? JSONParser.parse(request.body), let user = node["userId"]?.string,
                let time = node["timestamp"]?.string.flatMap({ Timestamp($0) }),
                let activity = node["activityProgress"]?.string, let grading = node["gradingProgress"]?.string
            else { return nil }
            let given = node["scoreGiven"]?.number.map { "/\(Int($0))" } ?? ""
            return SentScore(user: user, text: "\(activity)/\(grading)\(given)", timestamp: time)
        }
    }
}
