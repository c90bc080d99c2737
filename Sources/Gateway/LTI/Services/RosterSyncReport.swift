/// What a synchronization of a course's members brought.
public struct RosterSyncReport: Sendable, Equatable {
    /// Whether all members were read, or only what has changed since the last time.
    public internal(set) var isWhole: Bool
    /// The pages read.
    public internal(set) var pages = 0
    /// The people who learn.
    public internal(set) var learners = 0
    /// The people who teach.
    public internal(set) var coaches = 0
    /// The people who are listed and are neither, or no longer there.
    public internal(set) var others = 0
    /// The entries that could not be read.
    public internal(set) var skipped = 0
    /// The people who were members before and are not listed any more.
    public internal(set) var removed = 0

    init(isWhole: Bool) {
        self.isWhole = isWhole
    }
}
