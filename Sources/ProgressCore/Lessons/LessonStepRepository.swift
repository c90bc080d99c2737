import Model
import Storage

/// Remembers which steps of a lesson a learner has finished, within the transaction that finishes one.
struct LessonStepRepository {
    let connection: any SQLConnection
    let lesson: LessonID
    let learner: LearnerID
    let courseKey: String

    /// Marks a step as done and tells whether every step of the outline is.
    func finish(_ step: ExternalID, of outline: LessonOutline) throws -> Bool {
        try connection.execute(
            """
            INSERT INTO lesson_steps_done (lesson_id, learner_id, course_id, node_id) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (lesson_id, learner_id, course_id, node_id) DO NOTHING
            """,
            [.id(lesson), .id(learner), .text(courseKey), .id(step)]
        )
        let done: [ExternalID] = try connection.query(
            "SELECT node_id FROM lesson_steps_done WHERE lesson_id = ?1 AND learner_id = ?2 AND course_id = ?3",
            [.id(lesson), .id(learner), .text(courseKey)]
        ) { try $0.id(0) }
        // A later version may have dropped steps that were done.
        return Set(outline.sections.joined().map(\.id)).isSubset(of: done)
    }
}
