/// What a launched user is in the course.
public enum LaunchRole: String, Sendable, CaseIterable {
    /// Takes the lesson.
    case learner
    /// Teaches the course.
    case coach
    /// Nobody that the platform names.
    case visitor
}
