import Model

/// A validated body of `PUT contentsession/:id` (logger rules U3–U11, I1–I3).
struct UpdateRequest: Sendable {
    /// How the progress changes.
    enum ProgressChange: Sendable {
        case set(Double)
        case add(Double)
    }

    /// The longest time one update may report, in seconds: a day more than any session should last (rule U11).
    static let longestTime = 30.0 * 86_400
    /// More than a player gathers between two updates.
    static let interactionLimit = 500
    /// In bytes of JSON text.
    static let extraFieldsLimit = 512 * 1_024

    let progress: ProgressChange?
    let timeSpentDelta: Double?
    /// The exact text of the object, the lesson's state included (rule U7).
    let extraFields: JSONText?
    let lessonState: LessonState?
    let interactions: [Interaction]?

    /// The member by which the client reports progress; nil when it reports none.
    var progressMember: String? {
        switch progress {
        case .set: "progress"
        case .add: "progress_delta"
        case nil: nil
        }
    }

    /// Whether the learner did something (design §5, rule 2).
    var carriesActivity: Bool {
        progress != nil || timeSpentDelta != nil || extraFields != nil || !(interactions ?? []).isEmpty
    }

    /// Validates a body; reports everything that is wrong with it together.
    ///
    /// - Throws: ``LoggerRefusal`` `fields`.
    static func validate(_ body: JSONNode) throws(LoggerRefusal) -> UpdateRequest {
        var reader = BodyReader(body)
        let absolute = reader.number("progress", in: 0...1)
        let delta = reader.number("progress_delta", in: 0...1)
        let time = reader.number("time_spent_delta", in: 0...longestTime)
        let extra = reader.object("extra_fields")
        if let extra, extra.text.count > extraFieldsLimit {
            reader.add("extra_fields", .maximumLength, "Ensure this field has no more than \(extraFieldsLimit) bytes.")
        }
        let state = extra.flatMap { LessonState.read(from: $0, problems: &reader) }
        let interactions = readInteractions(&reader)
        try reader.refuseProblems()
        guard absolute == nil || delta == nil else {
            let message = "must not pass progress_delta and progress in the same request"
            throw .fields([FieldProblem(field: "non_field_errors", code: .invalid, message: message)])
        }
        return UpdateRequest(
            progress: absolute.map(ProgressChange.set) ?? delta.map(ProgressChange.add),
            timeSpentDelta: time,
            extraFields: extra.map(JSONText.init),
            lessonState: state,
            interactions: interactions
        )
    }

    private static func readInteractions(_ reader: inout BodyReader) -> [Interaction]? {
        guard let elements = reader.list("interactions", limit: interactionLimit) else { return nil }
        return elements.compactMap { Interaction.read(from: $0, problems: &reader) }
    }
}
