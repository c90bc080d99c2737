import Model

/// How a subject is spelled in keys: `''` where there is no platform or no context.
struct StoredSubject: Sendable, Equatable {
    let platform: String
    let learner: String
    let context: String

    /// Stands in entries that name nobody.
    static let nobody = StoredSubject(platform: "", learner: "", context: "")

    init(platform: String, learner: String, context: String) {
        self.platform = platform
        self.learner = learner
        self.context = context
    }

    init(_ subject: ProgressSubject) {
        switch subject {
        case .embed(let learner): self.init(platform: "", learner: learner, context: "")
        case .lti(let platform, let user, let context):
            self.init(platform: platform, learner: user, context: context ?? "")
        }
    }

    var subject: ProgressSubject {
        guard !platform.isEmpty else { return .embed(learner: learner) }
        return .lti(platform: platform, user: learner, context: context.isEmpty ? nil : context)
    }
}
