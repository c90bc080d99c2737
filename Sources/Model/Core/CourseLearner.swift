/// A learner of a course and how far they are in one lesson.
public struct CourseLearner: Sendable, Equatable {
    /// The learner inside Lectern.
    public let learner: LearnerID
    /// What the platform calls them, or their id there.
    public let name: String
    /// Whether they are a learner of the course at present; false for who only was.
    public let isMember: Bool
    /// How far they are; nil when they have not opened the lesson.
    public let progress: LTIProgress?

    /// Names a learner of a course.
    public init(learner: LearnerID, name: String, isMember: Bool, progress: LTIProgress?) {
        self.learner = learner
        self.name = name
        self.isMember = isMember
        self.progress = progress
    }
}

extension CourseLearner {
    /// How far the lesson is; nil when it was not opened.
    public var status: ProgressStatus? { progress?.status }
    /// From 0 to 100 in hundredths; nil until something scored was seen.
    public var score: Double? { progress?.score }
    /// 100 with a score, nil without one.
    public var maxScore: Double? { progress?.maxScore }
    /// When the first step or item event came.
    public var startedAt: Timestamp? { progress?.startedAt }
    /// When the lesson was first completed.
    public var completedAt: Timestamp? { progress?.completedAt }
    /// When anything last happened; nil when the lesson was not opened.
    public var lastActivityAt: Timestamp? { progress?.lastActivityAt }
}
