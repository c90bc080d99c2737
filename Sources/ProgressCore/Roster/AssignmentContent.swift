public import Model

/// What is assigned.
public enum AssignmentContent: Sendable, Equatable {
    /// A lesson of the directory.
    case lesson(LessonID)
    /// A quiz, and how many questions it has where its coach said so.
    case quiz(questions: Int?)
    /// A course session.
    case courseSession

    /// How many questions a quiz may have.
    public static let questionCounts = 1...1_000

    /// Puts together what was given piece by piece.
    ///
    /// - Parameters:
    ///   - kind: what it is.
    ///   - lesson: the lesson, for that kind alone.
    ///   - questions: how many questions it has, for a quiz alone; 1…1000.
    /// - Throws: `LecternError` `invalid` when the pieces do not go together.
    public init(_ kind: AssignmentKind, lesson: LessonID?, questions: Int?) throws(LecternError) {
        guard kind == .lesson || lesson == nil else { throw .invalid("only the kind lesson names a lesson") }
        guard kind == .quiz || questions == nil else { throw .invalid("only a quiz has a number of questions") }
        switch kind {
        case .lesson:
            guard let lesson else { throw .invalid("the kind lesson must name its lesson") }
            self = .lesson(lesson)
        case .quiz:
            if let questions, !Self.questionCounts.contains(questions) {
                throw .invalid("questions must be between 1 and 1000")
            }
            self = .quiz(questions: questions)
        case .courseSession: self = .courseSession
        }
    }

    /// Its kind.
    public var kind: AssignmentKind {
        switch self {
        case .lesson: .lesson
        case .quiz: .quiz
        case .courseSession: .courseSession
        }
    }

    /// The lesson; nil for other kinds.
    public var lesson: LessonID? {
        if case .lesson(let lesson) = self { lesson } else { nil }
    }

    /// How many questions a quiz has; nil where nobody said so, and for other kinds.
    public var questions: Int? {
        if case .quiz(let questions) = self { questions } else { nil }
    }
}
