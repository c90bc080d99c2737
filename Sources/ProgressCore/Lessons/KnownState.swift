import Model
import Storage

/// What is on record of a lesson that the player which opens it has not recorded itself.
enum KnownState {
    /// The extra fields that the start of a session answers with.
    ///
    /// They are the player's own. Where the lesson's own session has none, the record is given in their form: it came from
    /// sessions of steps or from an import, and the player is to go on with it instead of overwriting it.
    static func extraFields(
        of session: ContentSession,
        _ summary: ContentSummary,
        _ subject: ProgressSubject?,
        _ connection: any SQLConnection
    ) throws -> JSONText {
        guard summary.extraFields == ContentSummary.noFields, let subject, let lesson = session.lesson?.lesson,
            session.node == ExternalID(high: lesson.high, low: lesson.low)
        else { return summary.extraFields }
        let key = ProgressKey(organization: session.organization, lesson: lesson, subject: subject)
        guard let found = try LessonProgressRepository.record(key, connection)?.progress, found.status != .notStarted
        else { return summary.extraFields }
        let record = try LessonProgressRepository.whole(found, connection)
        var json = JSONWriter()
        json.object { json in
            json.name("lesson")
            json.object { json in write(record, to: &json) }
        }
        return JSONText(trusted: json.text)
    }

    private static func write(_ record: LessonProgress, to json: inout JSONWriter) {
        json.name("currentSectionIndex")
        json.integer(record.currentSectionIndex)
        json.name("currentStepIndex")
        json.integer(record.currentStepIndex)
        json.name("totalSteps")
        json.integer(record.totalSteps)
        json.name("score")
        json.number(record.score)
        json.name("maxScore")
        json.number(record.maxScore)
        json.name("progressData")
        json.json(record.progressData)
        json.name("variableState")
        json.json(record.variableState)
        json.name("items")
        json.json(record.items)
        json.name("status")
        json.string(record.status.rawValue)
    }
}
