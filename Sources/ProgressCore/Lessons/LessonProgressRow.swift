import Model
import Storage

/// The columns of `lesson_progress` and how a record reads from and writes to them.
enum LessonProgressRow {
    static let columns = """
        organization_id, lesson_id, platform_id, learner_key, context_id, learner_id, course_id, status, score,
        max_score, section_index, step_index, total_steps, progress_data, variable_state, items, user_attributes,
        started_at, completed_at, last_activity_at, revision, changed_at, explicit_members
        """

    static func progress(from row: any SQLRow) throws -> LessonProgress {
        guard let status = ProgressStatus(rawValue: row.text(7)) else {
            throw StorageError.corrupt("unknown lesson status")
        }
        let stored = StoredSubject(platform: row.text(2), learner: row.text(3), context: row.text(4))
        let key = ProgressKey(organization: try row.id(0), lesson: try row.id(1), subject: stored.subject)
        var progress = LessonProgress(
            key: key,
            learner: try row.id(5),
            course: try row.optionalID(6),
            at: row.time(19)
        )
        progress.status = status
        progress.score = row.optionalReal(8)
        progress.maxScore = row.optionalReal(9)
        progress.currentSectionIndex = Int(row.integer(10))
        progress.currentStepIndex = Int(row.integer(11))
        progress.totalSteps = row.optionalInteger(12)
        progress.progressData = row.optionalJSON(13)
        progress.variableState = row.optionalJSON(14)
        progress.items = row.optionalJSON(15)
        progress.userAttributes = row.optionalJSON(16)
        progress.startedAt = row.optionalTime(17)
        progress.completedAt = row.optionalTime(18)
        progress.revision = row.integer(20)
        progress.changedAt = row.time(21)
        return progress
    }

    static func record(from row: any SQLRow) throws -> LessonRecord {
        LessonRecord(
            progress: try progress(from: row),
            explicit: LessonState.Members(rawValue: Int(row.integer(22)))
        )
    }

    /// Stores a record whole, be it new or changed; `revision` is that of the record which is there, nil without one.
    ///
    /// The learner and course of a record that is there stay: an index has them, which no update has to touch.
    /// - Throws: `LecternError` `conflict` when the lesson's records belong to another organization.
    static func save(
        _ record: LessonRecord,
        replacing revision: Int64?,
        _ connection: any SQLConnection
    ) throws {
        let progress = record.progress
        let stored = StoredSubject(progress.key.subject)
        let next = revision.map { $0 + 1 } ?? progress.revision
        let changed = try connection.execute(
            """
            INSERT INTO lesson_progress (\(columns), answer)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
                ?23, ?24)
            ON CONFLICT (lesson_id, platform_id, learner_key, context_id) DO UPDATE SET
                status = excluded.status, score = excluded.score, max_score = excluded.max_score,
                section_index = excluded.section_index, step_index = excluded.step_index,
                total_steps = excluded.total_steps, progress_data = excluded.progress_data,
                variable_state = excluded.variable_state, items = excluded.items,
                user_attributes = excluded.user_attributes, started_at = excluded.started_at,
                completed_at = excluded.completed_at, last_activity_at = excluded.last_activity_at,
                revision = excluded.revision, changed_at = excluded.changed_at,
                explicit_members = excluded.explicit_members, answer = excluded.answer
            WHERE lesson_progress.organization_id = excluded.organization_id
            """,
            [
                .id(progress.key.organization), .id(progress.key.lesson), .text(stored.platform),
                .text(stored.learner), .text(stored.context), .id(progress.learner),
                .text(progress.course?.description ?? ""), .text(progress.status.rawValue), .real(progress.score),
                .real(progress.maxScore), .integer(progress.currentSectionIndex), .integer(progress.currentStepIndex),
                .integer(progress.totalSteps), .json(progress.progressData), .json(progress.variableState),
                .json(progress.items), .json(progress.userAttributes), .time(progress.startedAt),
                .time(progress.completedAt), .time(progress.lastActivityAt), .integer(next), .time(progress.changedAt),
                .integer(Int64(record.explicit.rawValue)), .text(StoredAnswer.text(of: progress, revision: next)),
            ]
        )
        guard changed == 1 else {
            throw LecternError(.conflict, "The lesson \(progress.key.lesson) belongs to another organization")
        }
    }

    /// Gives a record that is there the learner and course that a bulk load names for it.
    static func assign(_ progress: LessonProgress, _ connection: any SQLConnection) throws {
        let stored = StoredSubject(progress.key.subject)
        try connection.execute(
            """
            UPDATE lesson_progress SET learner_id = ?6, course_id = ?7
            WHERE lesson_id = ?1 AND platform_id = ?2 AND learner_key = ?3 AND context_id = ?4
                AND organization_id = ?5 AND (learner_id <> ?6 OR course_id <> ?7)
            """,
            [
                .id(progress.key.lesson), .text(stored.platform), .text(stored.learner), .text(stored.context),
                .id(progress.key.organization), .id(progress.learner), .text(progress.course?.description ?? ""),
            ]
        )
    }
}
