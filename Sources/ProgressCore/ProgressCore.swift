public import Model
public import Storage

/// The internal service: records what learners do and keeps lesson progress up to date (design §2, §5).
public struct ProgressCore: Sendable {
    /// Starts and updates content sessions.
    let sessions: SessionRepository
    /// Reads lesson progress, and loads it in bulk.
    public let lessons: LessonProgressRepository
    /// Courses, groups, people and what is assigned to them.
    public let roster: RosterRepository
    /// What changed, in order.
    public let feed: ChangeFeed

    let outlines: OutlineRepository
    let store: any Store
    let clock: WallClock

    /// Puts the service over a store that has ``migrations``.
    public init(store: any Store, clock: WallClock = .system) {
        self.store = store
        self.clock = clock
        outlines = OutlineRepository(store: store)
        lessons = LessonProgressRepository(store: store)
        roster = RosterRepository(store: store, clock: clock)
        feed = ChangeFeed(store: store)
        sessions = SessionRepository(store: store, clock: clock, outlines: outlines)
    }

    /// Asks the store for an answer, for the readiness check.
    ///
    /// - Throws: `StorageError` when it has none.
    public func check() async throws {
        _ = try await store.read { try $0.first("SELECT count(*) FROM outlines", []) { $0.integer(0) } }
    }
}
