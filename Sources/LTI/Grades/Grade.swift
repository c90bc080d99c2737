public import Model

/// What a platform's grade book should say about a learner's way through a lesson (LTI rules G4, G6).
public struct Grade: Sendable, Equatable {
    /// The highest score in the measure of all grades.
    public static let maximum = 100.0

    /// How far the learner has come.
    public let activity: ScoreMessage.ActivityProgress
    /// How far the grading has come.
    public let grading: ScoreMessage.GradingProgress
    /// The score from 0 to 100; nil where there is none.
    public let given: Double?
    /// When the learner began.
    public let startedAt: Timestamp?
    /// When the learner completed the lesson.
    public let submittedAt: Timestamp?

    /// Takes the record of a lesson's progress.
    ///
    /// - Parameters:
    ///   - status: how far the lesson is; nil for one that was only opened.
    ///   - score: the score from 0 to 100; nil while nothing scored was seen.
    ///   - isScored: whether the lesson has anything to score.
    ///   - startedAt: when the learner began.
    ///   - completedAt: when the learner completed the lesson.
    public init(
        status: ProgressStatus?,
        score: Double?,
        isScored: Bool = false,
        startedAt: Timestamp? = nil,
        completedAt: Timestamp? = nil
    ) {
        let score = score.flatMap { $0.isFinite ? min(max($0, 0), Self.maximum) : nil }
        self.startedAt = startedAt
        switch status {
        case nil, .notStarted:
            (activity, grading, given, submittedAt) = (.inProgress, .notReady, nil, nil)
        case .inProgress:
            (activity, grading, given, submittedAt) = (.inProgress, .pending, score, nil)
        case .completed:
            // A lesson without anything to score is passed by going through it; one with it, by answers alone.
            (activity, grading, given) = (.completed, .fullyGraded, score ?? (isScored ? 0 : Self.maximum))
            submittedAt = completedAt
        }
    }

    /// Whether the grade is final as far as it is known today; only such ones follow one another (G6).
    public var isFinal: Bool { grading == .fullyGraded }

    /// What makes one grade another: two with the same text need not both be sent.
    public var text: String {
        "\(activity.rawValue)/\(grading.rawValue)" + (given.map { "/\($0)" } ?? "")
    }

    /// The message that tells a platform.
    ///
    /// - Throws: `LecternError` `invalid` for no user.
    public func message(userID: String, timestamp: Timestamp) throws(LecternError) -> ScoreMessage {
        // Platforms may refuse what ends before it began.
        let isInOrder = startedAt.flatMap { start in submittedAt.map { start <= $0 } } ?? true
        return try ScoreMessage(
            userID: userID,
            timestamp: timestamp,
            activity: activity,
            grading: grading,
            given: given,
            maximum: Self.maximum,
            startedAt: isInOrder ? startedAt : nil,
            submittedAt: submittedAt
        )
    }
}
