import Directory
import LTI
import Logging
import Model
import ServiceLifecycle
import Synchronization

/// Keeps courses' members as the platforms list them, never inside a launch (LTI rule N2).
struct RosterSync: Service {
    /// How long members are taken for new after a synchronization, in seconds.
    static let freshSeconds = 300.0
    /// How long a course is left alone after a failure, in seconds.
    private static let pauseSeconds = 60.0
    private static let leaseSeconds = RosterReader.secondsLimit + 120
    private static let queueLimit = 1_000
    private static let parallelLimit = 4
    private static let pageSize = 500

    private let directory: Directory
    private let reader: RosterReader
    private let clock: WallClock
    private let metrics: PlatformMetrics
    private let queue = RosterQueue(limit: queueLimit)
    private let logger = Logger(label: "lectern.gateway.rosters")

    /// Makes it.
    ///
    /// - Parameters:
    ///   - directory: knows where courses' members are listed.
    ///   - core: keeps the members.
    ///   - services: reaches the platforms.
    ///   - clock: tells the time.
    ///   - metrics: counts synchronizations.
    ///   - memberLimit: how many members a course has at most.
    init(
        directory: Directory,
        core: any CoreClient,
        services: PlatformServices,
        clock: WallClock,
        metrics: PlatformMetrics = PlatformMetrics(),
        memberLimit: Int = RosterReader.mostMembers
    ) {
        self.directory = directory
        self.clock = clock
        self.metrics = metrics
        reader = RosterReader(
            directory: directory,
            core: core,
            services: services,
            clock: clock,
            memberLimit: memberLimit
        )
    }

    // MARK: - In the background

    /// Asks for a course's members in the background, unless they were taken over within the last five minutes.
    ///
    /// Does nothing for a course whose members cannot be listed, and when too many are waiting.
    func syncSoon(_ course: CourseID) { queue.add(course) }

    /// Takes over what was asked for until graceful shutdown.
    func run() async {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                var running = 0
                for await course in queue.courses {
                    if running >= Self.parallelLimit {
                        await group.next()
                        running -= 1
                    }
                    queue.remove(course)
                    group.addTask { await syncQuietly(course) }
                    running += 1
                }
            }
        }
    }

    /// Synchronizes a course unless it is fresh; a failure goes to the log.
    func syncQuietly(_ course: CourseID) async {
        do {
            let old = clock.now().adding(seconds: -Self.freshSeconds)
            guard let source = try await claim(course, unlessSyncedAfter: old) else { return }
            _ = try await sync(source)
        } catch {
            guard !Task.isCancelled else { return }
            // Each teacher's launch would walk a broken platform's list again.
            queue.pause(course, seconds: Self.pauseSeconds)
            logger.warning(
                "cannot take over a course's members",
                metadata: ["course": "\(course)", "reason": "\(error)"]
            )
        }
    }

    // MARK: - At once

    /// Leases a course whose members can be listed; nil where they cannot, are fresh, or are being taken over.
    func claim(_ course: CourseID, unlessSyncedAfter instant: Timestamp) async throws -> RosterSource? {
        try await directory.rosterSources.claim(
            course,
            unlessSyncedAfter: instant,
            until: clock.now().adding(seconds: Self.leaseSeconds)
        )
    }

    /// Takes over the members of a course that is leased, and ends the lease.
    ///
    /// What has changed since the last time is enough where the platform tells and no link is named.
    ///
    /// - Parameters:
    ///   - source: the course.
    ///   - link: the platform's id of a link: only members who may open it, with what the platform says of it.
    /// - Returns: what it brought.
    /// - Throws: `LecternError` with a sentence about what the platform did; what core and directory throw.
    func sync(_ source: RosterSource, link: String? = nil) async throws -> RosterSyncReport {
        do {
            let walk = try await walk(source, link)
            // Who may open a link is not who is in the course.
            let isOfLink = link != nil && !walk.report.isWhole
            try await directory.rosterSources.finish(
                source.course,
                differences: walk.differences,
                syncedAt: isOfLink ? nil : clock.now()
            )
            metrics.countRoster(isGood: true)
            return walk.report
        } catch {
            metrics.countRoster(isGood: false)
            await giveBack(source)
            guard let failure = error as? ServiceFailure else { throw error }
            throw LecternError(.unavailable(retryAfterSeconds: 60), "Cannot list the members: \(failure)")
        }
    }

    private func giveBack(_ source: RosterSource) async {
        do {
            try await directory.rosterSources.finish(source.course, differences: nil, syncedAt: nil)
        } catch {
            // It ends by itself.
            logger.warning(
                "cannot end the lease of a course's members",
                metadata: ["course": "\(source.course)", "error": "\(error)"]
            )
        }
    }

    private func walk(_ source: RosterSource, _ link: String?) async throws -> RosterReader.Walk {
        guard let record = try await directory.platforms.platform(source.platformID), record.isActive else {
            throw LecternError(.conflict, "The platform is switched off")
        }
        if link == nil, let differences = source.differences.flatMap({ WebURL($0) }) {
            do {
                return try await reader.read(differences, of: source, record, isWhole: false)
            } catch let error where error is ServiceFailure || (error as? LecternError)?.code == .invalid {
                // Platforms forget what they listed; then all is read again.
            }
        }
        guard let memberships = WebURL(source.memberships) else {
            throw LecternError.invalid("\"\(source.memberships)\" is no URL")
        }
        let service = RosterService(memberships: memberships)
        func whole(_ link: String?) async throws -> RosterReader.Walk {
            let text = service.firstPage(limit: Self.pageSize, resourceLinkID: link)
            return try await reader.read(WebURL(text) ?? memberships, of: source, record, isWhole: link == nil)
        }
        do {
            return try await whole(link)
        } catch ServiceFailure.status(let answer) where link != nil && (400..<500).contains(answer.status) {
            // Some platforms know no lists for a link.
            return try await whole(nil)
        }
    }
}
