import Model
import Storage

/// What is given to a learner through the courses and groups that they are a member of (logger rules S15, S16, Q5).
struct Assigned {
    let connection: any SQLConnection
    let organization: OrganizationID
    let learner: LearnerID

    private static let given = """
        FROM assignments
            JOIN assignment_targets target ON target.assignment_id = assignments.id
            JOIN memberships ON memberships.collection_id = target.collection_id AND memberships.role = 'learner'
        WHERE assignments.kind = ?1 AND assignments.subject_id = ?2 AND assignments.organization_id = ?3
            AND memberships.learner_id = ?4
        """

    /// Whether a lesson is given to the learner; that it is active is not asked.
    func hasLesson(_ lesson: LessonID) throws -> Bool {
        try has("lesson", .id(lesson))
    }

    /// Whether a course session is given to the learner.
    func hasCourseSession(_ id: ExternalID) throws -> Bool {
        try has("course_session", .id(id))
    }

    private func has(_ kind: String, _ subject: SQLValue) throws -> Bool {
        try connection.first(
            "SELECT 1 \(Self.given) LIMIT 1",
            [.text(kind), subject, .id(organization), .id(learner)]
        ) { $0.integer(0) } != nil
    }

    /// A coach's quiz.
    struct Quiz {
        /// How many questions it has, where the coach said so.
        let questionCount: Int?
    }

    /// A quiz that is active and given to the learner, or nil.
    func quiz(_ id: ExternalID) throws -> Quiz? {
        try connection.first(
            "SELECT assignments.question_count \(Self.given) AND assignments.active <> 0 LIMIT 1",
            [.text("quiz"), .id(id), .id(organization), .id(learner)]
        ) { Quiz(questionCount: $0.optionalInteger(0)) }
    }
}
