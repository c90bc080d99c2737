/// The members of the embed form after `lessonId` and `learnerId`, in the contract's order (contract §7.1).
public enum EmbedProgressMember: CaseIterable, Sendable {
    case status, score, maxScore, currentSectionIndex, currentStepIndex, totalSteps, progressData, variableState, items
    case userAttributes, startedAt, completedAt, lastActivityAt

    fileprivate var name: StaticString {
        switch self {
        case .status: "status"
        case .score: "score"
        case .maxScore: "maxScore"
        case .currentSectionIndex: "currentSectionIndex"
        case .currentStepIndex: "currentStepIndex"
        case .totalSteps: "totalSteps"
        case .progressData: "progressData"
        case .variableState: "variableState"
        case .items: "items"
        case .userAttributes: "userAttributes"
        case .startedAt: "startedAt"
        case .completedAt: "completedAt"
        case .lastActivityAt: "lastActivityAt"
        }
    }
}

/// Anything that the embed form can be written from: a record, or a stored row that is never made into one.
public protocol EmbedProgressSource {
    /// Writes the value of a member.
    func write(_ member: EmbedProgressMember, to json: inout JSONWriter)
}

extension EmbedProgressSource {
    /// Writes the public object of an embed record.
    public func writeEmbed(lesson: LessonID, learner: String, to json: inout JSONWriter) {
        json.object { json in
            json.name("lessonId")
            json.id(lesson)
            json.name("learnerId")
            json.string(learner)
            for member in EmbedProgressMember.allCases {
                json.name(member.name)
                write(member, to: &json)
            }
        }
    }
}

extension LessonProgress: EmbedProgressSource {
    /// Writes the value of a member.
    public func write(_ member: EmbedProgressMember, to json: inout JSONWriter) {
        switch member {
        case .status: json.string(status.rawValue)
        case .score: json.number(score)
        case .maxScore: json.number(maxScore)
        case .currentSectionIndex: json.integer(currentSectionIndex)
        case .currentStepIndex: json.integer(currentStepIndex)
        case .totalSteps: json.integer(totalSteps)
        case .progressData: json.json(progressData)
        case .variableState: json.json(variableState)
        case .items: json.json(items)
        case .userAttributes: json.json(userAttributes)
        case .startedAt: json.time(startedAt)
        case .completedAt: json.time(completedAt)
        case .lastActivityAt: json.time(lastActivityAt)
        }
    }
}
