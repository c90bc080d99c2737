public import Model

/// What an import made of a roster file's own names.
public struct RosterResult: Sendable {
    /// What became of an assignment.
    public struct Assigned: Sendable, Equatable {
        /// What the start of a session names: `lesson_id`, `quiz_id` or `course_session_id`.
        public let id: ExternalID
        /// The assignment itself.
        public let assignment: AssignmentID
    }

    /// The learner that each person of the file stands for, by name.
    public internal(set) var people: [(name: String, id: LearnerID)] = []
    /// The courses by key.
    public internal(set) var courses: [(key: String, id: CourseID)] = []
    /// The groups by key.
    public internal(set) var groups: [(key: String, id: GroupID)] = []
    /// The assignments by key.
    public internal(set) var assignments: [(key: String, made: Assigned)] = []
}

extension RosterResult {
    /// Writes `{"people":{name:id},"courses":{key:id},"groups":{key:id},"assignments":{key:{"id","assignmentId"}}}`.
    public func write(to json: inout JSONWriter) {
        json.object { json in
            json.name("people")
            Self.write(people.map { ($0.name, $0.id) }, to: &json)
            json.name("courses")
            Self.write(courses.map { ($0.key, $0.id) }, to: &json)
            json.name("groups")
            Self.write(groups.map { ($0.key, $0.id) }, to: &json)
            json.name("assignments")
            json.object { json in
                for (key, made) in assignments {
                    json.name(key)
                    json.object { json in
                        json.name("id")
                        json.id(made.id)
                        json.name("assignmentId")
                        json.id(made.assignment)
                    }
                }
            }
        }
    }

    private static func write<Subject>(_ ids: [(String, ID<Subject>)], to json: inout JSONWriter) {
        json.object { json in
            for (name, id) in ids {
                json.name(name)
                json.id(id)
            }
        }
    }
}
