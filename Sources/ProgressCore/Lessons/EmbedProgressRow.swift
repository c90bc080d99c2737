import Model
import Storage

/// An embed record written straight from its row, for the hot path: no record is made in between.
struct EmbedProgressRow: EmbedProgressSource {
    private let row: any SQLRow
    /// The list of items, where it is derived from attempts and not in the row.
    private let derivedItems: JSONText?

    private static let search = """
        SELECT status, score, max_score, section_index, step_index, total_steps, progress_data, variable_state, items,
            user_attributes, started_at, completed_at, last_activity_at, revision, changed_at, learner_id, course_id,
            number
        FROM lesson_progress
        WHERE lesson_id = ?1 AND learner_key = ?2 AND organization_id = ?3 AND platform_id = '' AND context_id = ''
        """
    /// The same for a row that is probably the one; the unary plus keeps the index out of it.
    private static let look = """
        SELECT status, score, max_score, section_index, step_index, total_steps, progress_data, variable_state, items,
            user_attributes, started_at, completed_at, last_activity_at, revision, changed_at, learner_id, course_id
        FROM lesson_progress
        WHERE number = ?4 AND +lesson_id = ?1 AND +learner_key = ?2 AND organization_id = ?3 AND +platform_id = ''
            AND +context_id = ''
        """
    private static let answer = ColumnName("answer", of: "lesson_progress")

    /// The public form of one learner's record, or nil: what the row has ready, where it is known which row that is.
    static func encoded(
        _ lesson: LessonID,
        learner: String,
        organization: OrganizationID,
        places: RowPlaces,
        _ reads: any ImmediateReads
    ) throws -> EncodedProgress? {
        let hash = RowPlaces.hash(lesson, learner)
        let place = places.row(hash)
        if let place {
            let found = try reads.withText(answer, row: place) {
                StoredAnswer.answer($0, lesson: lesson, learner: learner, organization: organization)
            }
            if let found, let found { return found }
        }
        return try reads.read { connection in
            if let place {
                let key: [SQLValue] = [.id(lesson), .text(learner), .id(organization), .integer(place)]
                let found = try connection.first(look, key) { try encoded($0, lesson, learner, connection) }
                if let found { return found }
            }
            return try connection.first(search, [.id(lesson), .text(learner), .id(organization)]) { row in
                places.remember(row.integer(17), for: hash)
                return try encoded(row, lesson, learner, connection)
            }
        }
    }

    private static func encoded(
        _ row: any SQLRow,
        _ lesson: LessonID,
        _ learner: String,
        _ connection: any SQLConnection
    ) throws -> EncodedProgress {
        var derivedItems: JSONText?
        if !row.isNull(8), row.withText(8, \.isEmpty) {
            let items = ItemResultRepository(
                connection: connection,
                lesson: lesson,
                learner: try row.id(15),
                courseKey: row.text(16)
            )
            derivedItems = try items.results().jsonText
        }
        let source = EmbedProgressRow(row: row, derivedItems: derivedItems)
        return EncodedProgress(revision: row.integer(13), changedAt: row.time(14)) { json in
            source.writeEmbed(lesson: lesson, learner: learner, to: &json)
        }
    }

    func write(_ member: EmbedProgressMember, to json: inout JSONWriter) {
        switch member {
        case .status: row.withText(0) { json.string(plainUTF8: $0) }
        case .score: json.number(row.optionalReal(1))
        case .maxScore: json.number(row.optionalReal(2))
        case .currentSectionIndex: json.integer(Int(row.integer(3)))
        case .currentStepIndex: json.integer(Int(row.integer(4)))
        case .totalSteps: json.integer(row.optionalInteger(5))
        case .progressData: writeJSON(6, to: &json)
        case .variableState: writeJSON(7, to: &json)
        case .items: if let derivedItems { json.json(derivedItems) } else { writeJSON(8, to: &json) }
        case .userAttributes: writeJSON(9, to: &json)
        case .startedAt: json.time(row.optionalTime(10))
        case .completedAt: json.time(row.optionalTime(11))
        case .lastActivityAt: json.time(row.time(12))
        }
    }

    private func writeJSON(_ column: Int, to json: inout JSONWriter) {
        if row.isNull(column) { json.null() } else { row.withText(column) { json.json(utf8: $0) } }
    }
}
