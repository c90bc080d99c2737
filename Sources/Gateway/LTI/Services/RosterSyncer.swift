public import Credentials
public import Directory
public import Model

/// Takes over the members of a course at once, for `lectern platform sync`.
public struct RosterSyncer: Sendable {
    private let directory: Directory
    private let core: any CoreClient
    private let keys: LiveKeyRing
    private let clock: WallClock

    /// Makes it.
    ///
    /// - Parameters:
    ///   - directory: knows where courses' members are listed.
    ///   - core: keeps the members.
    ///   - keys: hold the tool's keys.
    ///   - clock: tells the time.
    public init(directory: Directory, core: any CoreClient, keys: LiveKeyRing, clock: WallClock = .system) {
        self.directory = directory
        self.core = core
        self.keys = keys
        self.clock = clock
    }

    /// Takes over a course's members, however fresh they are.
    ///
    /// - Parameters:
    ///   - course: the course.
    ///   - organization: whose course it must be.
    ///   - link: the platform's id of a link: only members who may open it.
    /// - Throws: `LecternError` `notFound` when the course is unknown or its members cannot be listed, `conflict` while a
    ///   gateway is at it or the platform is switched off, `unavailable` when the platform does not list them.
    /// - Returns: what it brought.
    public func sync(
        _ course: CourseID,
        organization: OrganizationID,
        link: String? = nil
    ) async throws -> RosterSyncReport {
        guard try await directory.rosterSources.find(course, organization: organization) != nil else {
            throw LecternError(.notFound, "No launch has told where the members of course \(course) are listed")
        }
        let http = PlatformHTTP()
        let tokens = AccessTokens(http: http, keys: keys, clock: clock)
        let services = PlatformServices(http: http, tokens: tokens)
        let rosters = RosterSync(directory: directory, core: core, services: services, clock: clock)
        let result: Result<RosterSyncReport, any Error>
        do {
            guard let source = try await rosters.claim(course, unlessSyncedAfter: clock.now()) else {
                throw LecternError(.conflict, "Somebody else is taking over the members of course \(course)")
            }
            result = .success(try await rosters.sync(source, link: link))
        } catch {
            result = .failure(error)
        }
        await http.shutDown()
        return try result.get()
    }
}
