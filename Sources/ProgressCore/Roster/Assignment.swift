public import Model
import Storage

/// Something that a coach gives to the learners of courses and groups.
public struct Assignment: Sendable, Equatable {
    /// Its identifier.
    public let id: AssignmentID
    /// What is given.
    public let content: AssignmentContent
    /// Its title, 1–200 characters; nil for a lesson that goes by its own.
    public let title: String?
    /// Whether a quiz can be taken at present (logger rule Q5); other kinds can be at any time.
    public let isActive: Bool
    /// Whether it is put aside; nothing follows from that.
    public let isArchived: Bool
    /// Whom it is given to.
    public let targets: [RosterCollection]
    /// When it was created.
    public let createdAt: Timestamp
}

extension Assignment {
    /// What the start of a session names: `lesson_id`, `quiz_id` or `course_session_id` (logger rules S15, S16, Q1).
    public var subject: ExternalID {
        let lesson = content.lesson
        return ExternalID(high: lesson?.high ?? id.high, low: lesson?.low ?? id.low)
    }

    /// The columns that ``read(from:targets:)`` expects, in order.
    static let columns = "id, kind, subject_id, title, question_count, active, archived, created_at"

    /// Reads a row of ``columns``; `targets` are those of all assignments that are read.
    static func read(from row: any SQLRow, targets: [AssignmentID: [RosterCollection]]) throws -> Assignment {
        guard let kind = AssignmentKind(rawValue: row.text(1)) else {
            throw StorageError.corrupt("unknown kind of assignment")
        }
        let id: AssignmentID = try row.id(0)
        let content: AssignmentContent =
            switch kind {
            case .lesson: .lesson(try row.id(2))
            case .quiz: .quiz(questions: row.optionalInteger(4))
            case .courseSession: .courseSession
            }
        let title = row.text(3)
        return Assignment(
            id: id,
            content: content,
            title: title.isEmpty ? nil : title,
            isActive: row.integer(5) != 0,
            isArchived: row.integer(6) != 0,
            targets: targets[id] ?? [],
            createdAt: row.time(7)
        )
    }

    /// Writes the assignment as lists show it.
    public func write(to json: inout JSONWriter) {
        json.object { json in
            json.name("id")
            json.id(id)
            json.name("kind")
            json.string(content.kind.name)
            json.name("lessonId")
            json.id(content.lesson)
            json.name("title")
            json.string(title)
            json.name("questionCount")
            json.integer(content.questions)
            json.name("active")
            json.bool(isActive)
            json.name("archived")
            json.bool(isArchived)
            json.name("courses")
            json.array { json in
                for case .course(let course) in targets { json.id(course) }
            }
            json.name("groups")
            json.array { json in
                for case .group(let group) in targets { json.id(group) }
            }
            json.name("createdAt")
            json.time(createdAt)
        }
    }
}
