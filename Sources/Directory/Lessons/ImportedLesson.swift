public import Model

/// What became of a lesson file that was imported.
public struct ImportedLesson: Sendable {
    /// The lesson.
    public let lesson: LessonID
    /// Its new version.
    public let version: LessonVersionID
    /// That version's number, from 1.
    public let number: Int
    /// What the player will drop or leave out of it.
    public let remarks: [LessonFileRemark]
}
