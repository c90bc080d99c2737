/// How far the learners of a course are in one lesson.
public struct CourseProgress: Sendable, Equatable {
    /// How many learners are named.
    public static let limit = 5_000

    /// The learners in order of name, at most ``limit``.
    public let learners: [CourseLearner]
    /// Whether there are more.
    public let isCut: Bool

    /// Makes a list.
    public init(learners: [CourseLearner], isCut: Bool) {
        self.learners = learners
        self.isCut = isCut
    }
}

extension CourseProgress {
    /// Writes what crosses the wire between core and gateway.
    public func write(to json: inout JSONWriter) {
        json.object { json in
            json.name("isCut")
            json.bool(isCut)
            json.name("learners")
            json.array { json in
                for learner in learners { learner.write(to: &json) }
            }
        }
    }

    init?(json node: JSONNode) {
        guard let isCut = node["isCut"]?.bool, let elements = node["learners"]?.elements else { return nil }
        let learners = elements.compactMap(CourseLearner.init(json:))
        guard learners.count == elements.count else { return nil }
        self.init(learners: learners, isCut: isCut)
    }
}

extension CourseLearner {
    fileprivate func write(to json: inout JSONWriter) {
        json.object { json in
            json.name("learner")
            json.id(learner)
            json.name("name")
            json.string(name)
            json.name("isMember")
            json.bool(isMember)
            json.name("progress")
            if let progress { progress.write(to: &json) } else { json.null() }
        }
    }

    fileprivate init?(json node: JSONNode) {
        guard let learner = node["learner"]?.string.flatMap({ LearnerID($0) }), let name = node["name"]?.string,
            let isMember = node["isMember"]?.bool, let progress = node["progress"]
        else { return nil }
        let record = LTIProgress(json: progress)
        guard record != nil || progress.isNull else { return nil }
        self.init(learner: learner, name: name, isMember: isMember, progress: record)
    }
}
