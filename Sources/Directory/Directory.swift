public import Model
public import Storage

/// Who and where from: organizations, API tokens, lessons, identities, platforms, launches, grades and the audit trail
/// (design §3).
///
/// Each repository's method is one transaction, unless it says that it works in pieces.
public struct Directory: Sendable {
    /// The tenants.
    public let organizations: OrganizationRepository
    /// The organizations' API tokens.
    public let tokens: APITokenRepository
    /// Lessons and their published versions.
    public let lessons: LessonRepository
    /// Which learner and course stand for which outside name.
    public let identities: IdentityRepository
    /// The organizations' LTI platforms.
    public let platforms: PlatformRepository
    /// What lets platforms register themselves.
    public let invitations: InvitationRepository
    /// Logins that wait for their launches.
    public let logins: LoginRepository
    /// Launches and the sessions that they leave behind.
    public let launches: LaunchRepository
    /// What users, courses and links were called under LTI 1.1.
    public let legacyNames: LegacyNameRepository
    /// Where the members of courses are to be had.
    public let rosterSources: RosterSourceRepository
    /// Grades on their way to platforms.
    public let grades: GradeRepository
    /// What was done by whom.
    public let audit: AuditRepository

    let store: any Store

    /// Puts the repositories over a store that has ``migrations``.
    public init(store: any Store, clock: WallClock = .system) {
        self.store = store
        organizations = OrganizationRepository(store: store, clock: clock)
        tokens = APITokenRepository(store: store, clock: clock)
        lessons = LessonRepository(store: store, clock: clock)
        identities = IdentityRepository(store: store, clock: clock)
        platforms = PlatformRepository(store: store, clock: clock)
        invitations = InvitationRepository(store: store, clock: clock)
        logins = LoginRepository(store: store, clock: clock)
        launches = LaunchRepository(store: store, clock: clock)
        legacyNames = LegacyNameRepository(store: store, clock: clock)
        rosterSources = RosterSourceRepository(store: store, clock: clock)
        grades = GradeRepository(store: store, clock: clock)
        audit = AuditRepository(store: store)
    }

    /// Asks the store for an answer, for the readiness check.
    ///
    /// - Throws: `StorageError` when it has none.
    public func check() async throws {
        _ = try await store.read { try $0.first("SELECT count(*) FROM organizations", []) { $0.integer(0) } }
    }
}

extension Directory {
    /// Reads that need no waiting, where the engine has them; their stamp tells of every change of the directory.
    public var immediateReads: (any ImmediateReads)? { store.immediate }
}
