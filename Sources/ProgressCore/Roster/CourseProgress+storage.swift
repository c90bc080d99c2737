import Model
import Storage

extension CourseProgress {
    static let membersQuery = """
        SELECT memberships.learner_id, memberships.role, people.name FROM memberships
        JOIN people ON people.learner_id = memberships.learner_id
        WHERE memberships.collection_id = ?1 AND memberships.organization_id = ?2
        """
    // The comparison with '' is what the index is made for: records of embeds are in no course.
    static let recordsQuery = """
        SELECT lesson_progress.learner_id, lesson_progress.learner_key, people.name, \(LTIProgress.columns)
        FROM lesson_progress LEFT JOIN people ON people.learner_id = lesson_progress.learner_id
        WHERE lesson_progress.course_id = ?1 AND lesson_progress.course_id <> '' AND lesson_progress.lesson_id = ?2
            AND lesson_progress.organization_id = ?3
        """

    /// How far the learners of a course are: who is a learner of it, and who has a record without being a member.
    static func read(
        _ course: CourseID,
        _ lesson: LessonID,
        organization: OrganizationID,
        _ connection: any SQLConnection
    ) throws -> CourseProgress {
        let members = try connection.query(membersQuery, [.id(course), .id(organization)]) { row in
            Member(
                learner: try row.id(0),
                name: row.text(2),
                role: row.text(1) == CollectionRole.learner.rawValue ? .learner : .coach
            )
        }
        let records = try connection.query(recordsQuery, [.id(course), .id(lesson), .id(organization)]) { row in
            (
                learner: try row.id(0) as LearnerID,
                name: row.optionalText(2) ?? row.text(1),
                progress: try LTIProgress.read(from: row, at: 3)
            )
        }
        // More than one where a course was loaded under the names of several contexts: the latest counts.
        let latest = Dictionary(records.map { ($0.learner, $0) }) {
            $0.progress.lastActivityAt < $1.progress.lastActivityAt ? $1 : $0
        }
        var learners = members.filter { $0.role == .learner }.map {
            CourseLearner(learner: $0.learner, name: $0.name, isMember: true, progress: latest[$0.learner]?.progress)
        }
        let known = Set(members.map(\.learner))
        for (learner, record) in latest where !known.contains(learner) {
            learners.append(
                CourseLearner(learner: learner, name: record.name, isMember: false, progress: record.progress)
            )
        }
        return CourseProgress(learners: Array(inOrder(learners).prefix(limit)), isCut: learners.count > limit)
    }

    /// By name as people look for them, whatever the engine's order of texts is.
    private static func inOrder(_ learners: [CourseLearner]) -> [CourseLearner] {
        let keyed = learners.map { (key: ($0.name.lowercased(), $0.name, $0.learner), learner: $0) }
        return keyed.sorted { $0.key < $1.key }.map(\.learner)
    }
}
