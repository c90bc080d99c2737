public import Model

/// The version of a lesson that a token opens (contract §5).
public struct LessonOpening: Sendable, Equatable {
    /// The version.
    public let version: LessonVersionID
    /// Whether it is the one that learners take unless a token pins another.
    public let isPublished: Bool
    /// When the lesson was first imported.
    public let createdAt: Timestamp
    /// When a version of the lesson was last published, or imported where none is published.
    public let updatedAt: Timestamp
}
