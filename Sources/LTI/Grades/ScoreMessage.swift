public import Model

/// A score on its way to a platform (LTI rules G4–G6).
public struct ScoreMessage: Sendable, Equatable {
    /// How far the user has come, as far as Lectern tells it.
    public enum ActivityProgress: String, Sendable {
        /// Being worked on.
        case inProgress = "InProgress"
        /// Done.
        case completed = "Completed"
    }

    /// How far the grading has come; platforms were seen to remove the grade on anything but `fullyGraded`.
    public enum GradingProgress: String, Sendable {
        /// The score is final.
        case fullyGraded = "FullyGraded"
        /// The score may change without anybody's doing.
        case pending = "Pending"
        /// There is nothing to grade yet.
        case notReady = "NotReady"
    }

    /// The user: the `sub` of the launch.
    public let userID: String
    /// When the score came about; later ones of the same user and line item must have later times (G5).
    public let timestamp: Timestamp
    /// How far the user has come.
    public let activity: ActivityProgress
    /// How far the grading has come.
    public let grading: GradingProgress
    /// The score; nil clears what the platform has.
    public let given: Double?
    /// The highest score in the same measure; the platform scales it to the line item's.
    public let maximum: Double?
    /// When the user began.
    public let startedAt: Timestamp?
    /// When the user handed in.
    public let submittedAt: Timestamp?

    /// Makes a score.
    ///
    /// - Throws: `LecternError` `invalid` for a negative score or one without a maximum above zero, and for no user.
    public init(
        userID: String,
        timestamp: Timestamp,
        activity: ActivityProgress,
        grading: GradingProgress,
        given: Double? = nil,
        maximum: Double? = nil,
        startedAt: Timestamp? = nil,
        submittedAt: Timestamp? = nil
    ) throws(LecternError) {
        guard !userID.isEmpty else { throw .invalid("userId: must not be empty") }
        if let given {
            guard given >= 0, given.isFinite else { throw .invalid("scoreGiven: must not be below 0") }
            guard let maximum, maximum > 0, maximum.isFinite else { throw .invalid("scoreMaximum: must be above 0") }
        }
        self.userID = userID
        self.timestamp = timestamp
        self.activity = activity
        self.grading = grading
        self.given = given
        self.maximum = given == nil ? nil : maximum
        self.startedAt = startedAt
        self.submittedAt = submittedAt
    }

    /// The body of the request.
    public var body: [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("userId", userID)
            json.member("timestamp", Self.precise(timestamp))
            json.member("activityProgress", activity.rawValue)
            json.member("gradingProgress", grading.rawValue)
            json.member("scoreGiven", given)
            json.member("scoreMaximum", maximum)
            guard startedAt != nil || submittedAt != nil else { return }
            json.name("submission")
            json.object { json in
                json.member("startedAt", startedAt.map(Self.precise))
                json.member("submittedAt", submittedAt.map(Self.precise))
            }
        }
        return json.bytes
    }

    /// The instant with milliseconds, also when they are zero: some platforms insist.
    private static func precise(_ time: Timestamp) -> String {
        let text = time.description
        return text.utf8.count == 20 ? "\(text.dropLast()).000Z" : text
    }
}
