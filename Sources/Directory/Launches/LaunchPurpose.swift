/// What a launch is for.
public enum LaunchPurpose: String, Sendable, CaseIterable {
    /// A lesson is shown.
    case lesson
    /// Content is chosen for a course.
    case deepLinking
}
