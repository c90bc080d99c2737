/// How far a lesson is (contract §7.3).
public enum ProgressStatus: String, Sendable, CaseIterable {
    /// A record exists, but no step or item event yet.
    case notStarted = "not_started"
    /// `startedAt` is set.
    case inProgress = "in_progress"
    /// `completedAt` is set; never goes back.
    case completed
}

/// One lesson progress record: what `GET …/progress/…` and `GET …/lti-progress/…` show (contract §7).
public struct LessonProgress: Sendable, Equatable {
    /// Which record this is.
    public var key: ProgressKey
    /// The learner inside Lectern.
    public var learner: LearnerID
    /// The course of an LTI record; nil for embeds.
    public var course: CourseID?
    /// How far it is.
    public var status: ProgressStatus
    /// Raw points reached; nil until something scored was seen.
    public var score: Double?
    /// Raw points of what was seen; nil until something scored was seen.
    public var maxScore: Double?
    /// Zero-based section of the present position.
    public var currentSectionIndex: Int
    /// Zero-based step within that section.
    public var currentStepIndex: Int
    /// Steps over the whole lesson.
    public var totalSteps: Int?
    /// The player's session state, verbatim.
    public var progressData: JSONText?
    /// The player's variables, verbatim.
    public var variableState: JSONText?
    /// Per-widget scored results, verbatim or derived.
    public var items: JSONText?
    /// The attributes of the latest embed token used.
    public var userAttributes: JSONText?
    /// When the first step or item event came.
    public var startedAt: Timestamp?
    /// When it was first completed.
    public var completedAt: Timestamp?
    /// When anything last happened.
    public var lastActivityAt: Timestamp
    /// Counts the changes of this record, from 1.
    public var revision: Int64
    /// When the record last changed, for the entity tag.
    public var changedAt: Timestamp

    /// Makes a record that nothing has happened on yet.
    public init(key: ProgressKey, learner: LearnerID, course: CourseID?, at now: Timestamp) {
        self.key = key
        self.learner = learner
        self.course = course
        self.status = .notStarted
        self.currentSectionIndex = 0
        self.currentStepIndex = 0
        self.lastActivityAt = now
        self.revision = 1
        self.changedAt = now
    }
}

// MARK: - Public form

extension LessonProgress {
    /// The strong entity tag, with quotes: it depends on the record only (contract §7.5).
    public var entityTag: String {
        String(decoding: EncodedProgress.entityTag(revision: revision, changedAt: changedAt), as: UTF8.self)
    }

    /// Writes the public object of this record's kind, members in the contract's order.
    public func write(to json: inout JSONWriter) {
        switch key.subject {
        case .embed(let learner): writeEmbed(lesson: key.lesson, learner: learner, to: &json)
        case .lti(let platform, let user, let context):
            writeLTI(platform: platform, user: user, context: context, to: &json)
        }
    }

    /// The public object as bytes.
    public var publicBody: [UInt8] {
        var json = JSONWriter(capacity: 768)
        write(to: &json)
        return json.bytes
    }

    // Contract §7.2: scores from 0 to 100, and neither totalSteps, items nor userAttributes.
    private func writeLTI(platform: String, user: String, context: String?, to json: inout JSONWriter) {
        let scaled = scaledScore
        json.object { json in
            json.name("lessonId")
            json.id(key.lesson)
            json.name("ltiUserId")
            json.string(user)
            json.name("platformId")
            json.string(platform)
            json.name("contextId")
            json.string(context)
            json.name("courseId")
            json.id(course)
            json.name("status")
            json.string(status.rawValue)
            json.name("score")
            json.number(scaled)
            json.name("maxScore")
            json.number(scaled == nil ? nil : 100)
            writePosition(to: &json)
            writeState(to: &json)
            writeTimes(to: &json)
        }
    }

    private func writePosition(to json: inout JSONWriter) {
        json.name("currentSectionIndex")
        json.integer(currentSectionIndex)
        json.name("currentStepIndex")
        json.integer(currentStepIndex)
    }

    private func writeState(to json: inout JSONWriter) {
        json.name("progressData")
        json.json(progressData)
        json.name("variableState")
        json.json(variableState)
    }

    private func writeTimes(to json: inout JSONWriter) {
        json.name("startedAt")
        json.time(startedAt)
        json.name("completedAt")
        json.time(completedAt)
        json.name("lastActivityAt")
        json.time(lastActivityAt)
    }

    /// The score from 0 to 100 in hundredths; nil when there is none or the maximum is 0 (contract §7.2).
    public var scaledScore: Double? { Self.scaled(score, of: maxScore) }

    /// Points from 0 to 100 in hundredths; nil when there are none or the maximum is 0 (contract §7.2).
    public static func scaled(_ score: Double?, of maxScore: Double?) -> Double? {
        guard let score, let maxScore, maxScore > 0 else { return nil }
        // The division last: dividing first makes 57 of 800 a little less than 7.125, which would round down.
        return (score * 10_000 / maxScore).rounded() / 100
    }
}
