/// The kinds of things that a coach gives to learners; the raw value is what is stored.
public enum AssignmentKind: String, NamedChoice {
    /// A lesson of the directory (logger rule S15).
    case lesson
    /// A coach's quiz (logger rule Q1).
    case quiz
    /// A course session (logger rule S16).
    case courseSession = "course_session"

    /// See ``NamedChoice``.
    public var name: String { self == .courseSession ? "course-session" : rawValue }
}
