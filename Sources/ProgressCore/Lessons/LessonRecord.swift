import Model

/// A lesson progress record with the core's own memory of it.
struct LessonRecord: Sendable {
    var progress: LessonProgress
    /// What a player has ever sent by itself and is no longer derived (design §5, rule 4).
    var explicit: LessonState.Members
}
