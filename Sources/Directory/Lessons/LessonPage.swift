/// A part of the lessons that a search found.
public struct LessonPage: Sendable, Equatable {
    /// The lessons of this part.
    public let lessons: [Lesson]
    /// How many were found in all.
    public let total: Int
}
