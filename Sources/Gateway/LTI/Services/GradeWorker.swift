import Directory
import LTI
import Logging
import Model
import ServiceLifecycle

/// Sends the grades that platforms are owed (LTI rule G7, design §6): those of links that were opened, and of whatever
/// the change feed names.
///
/// Every gateway runs one. Leases in the directory keep two from sending the same grade, and what is not sent when the
/// process ends is sent by the next.
struct GradeWorker: Service {
    static let sendLimit = 32
    static let platformLimit = 4
    private static let leaseSeconds = 60.0
    /// Shorter than a lease, so that nobody else has the grade when this process gives it back.
    private static let taskSeconds = 50.0
    private static let pollSeconds = 1.0
    private static let pieceLimit = 100

    private let directory: Directory
    private let core: any CoreClient
    private let sender: GradeSender
    private let clock: WallClock
    private let metrics: PlatformMetrics
    private let owner = ID<GradeWorker>.random().description
    private let alarm = Alarm()
    private let sending = SendingCount()
    private let logger = Logger(label: "lectern.gateway.grades")

    /// Makes a worker.
    ///
    /// - Parameters:
    ///   - directory: keeps what is owed.
    ///   - core: knows the progress.
    ///   - services: reaches the platforms.
    ///   - clock: tells the time.
    ///   - metrics: counts what is sent.
    init(
        directory: Directory,
        core: any CoreClient,
        services: PlatformServices,
        clock: WallClock,
        metrics: PlatformMetrics = PlatformMetrics()
    ) {
        self.directory = directory
        self.core = core
        self.clock = clock
        self.metrics = metrics
        sender = GradeSender(directory: directory, core: core, services: services, clock: clock, owner: owner)
    }

    /// Reads the feed and sends until graceful shutdown, which ends what is on its way at once.
    func run() async {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await readAll() }
                await sendAll()
            }
        }
    }

    // MARK: - Reading

    /// Takes over what the change feed has to tell; without any platform that is nobody's business.
    func readFeed() async throws {
        guard try await directory.platforms.areThereAny() else { return }
        var position = try await directory.grades.feedPosition()
        for _ in 0..<Self.pieceLimit {
            let piece = try await core.feed(after: position, requestID: "grades")
            guard piece.sequence != position else { return }
            // What changed before the first look is not told one by one.
            if let keys = piece.keys, position != nil {
                if try await directory.grades.want(keys, upTo: piece.sequence) > 0 { alarm.ring() }
            } else {
                try await directory.grades.wantAll(upTo: piece.sequence)
                alarm.ring()
            }
            guard piece.hasMore else { return }
            position = piece.sequence
        }
    }

    private func readAll() async {
        var isFailing = false
        while !Task.isCancelled {
            do {
                try await readFeed()
                isFailing = false
            } catch {
                // Once, not each second of an outage.
                if !isFailing, !Task.isCancelled {
                    logger.warning("cannot read the change feed", metadata: ["error": "\(error)"])
                }
                isFailing = true
            }
            try? await Task.sleep(for: .seconds(Self.pollSeconds))
        }
    }

    // MARK: - Sending

    private func sendAll() async {
        await withDiscardingTaskGroup { group in
            var isFailing = false
            while !Task.isCancelled {
                var pause = Self.pollSeconds
                do {
                    let tasks = try await leased()
                    for task in tasks {
                        group.addTask {
                            await send(task)
                            alarm.ring()
                        }
                    }
                    isFailing = false
                    if !tasks.isEmpty { continue }
                    if let due = try await directory.grades.nextDue() {
                        let seconds = Double(due.microseconds - clock.now().microseconds) / 1_000_000
                        // What is due and was not to be had waits for a slot, or is another gateway's.
                        if seconds > 0 { pause = min(pause, seconds) }
                    }
                } catch {
                    if !isFailing, !Task.isCancelled {
                        logger.warning("cannot find out which grades are due", metadata: ["error": "\(error)"])
                    }
                    isFailing = true
                }
                await alarm.wait(seconds: pause)
            }
        }
    }

    /// Leases what is due and may be sent now; the directory counts what each platform is being sent.
    private func leased() async throws -> [GradeTask] {
        let free = Self.sendLimit - sending.value
        guard free > 0 else { return [] }
        let tasks = try await directory.grades.lease(
            limit: free,
            perPlatform: Self.platformLimit,
            owner: owner,
            until: clock.now().adding(seconds: Self.leaseSeconds)
        )
        sending.add(tasks.count)
        return tasks
    }

    /// Sends what is due now, one after the other, and gives the number: what ``run()`` does without end.
    func sendDue() async throws -> Int {
        let tasks = try await leased()
        for task in tasks { await send(task) }
        return tasks.count
    }

    private func send(_ task: GradeTask) async {
        var outcome = await withDeadline(seconds: Self.taskSeconds) { await sender.send(task) } ?? unfinished(task)
        // Cut off by the shutdown, which is no fault of the platform's.
        if Task.isCancelled, case .retry = outcome { outcome = unfinished(task) }
        sending.add(-1)
        do {
            try await directory.grades.finish(task, outcome)
        } catch {
            // The lease runs out, and the grade is sent again under a later time.
            logger.error(
                "cannot note what became of a grade",
                metadata: ["delivery": "\(task.id)", "error": "\(error)"]
            )
        }
        count(outcome, task)
    }

    /// What is known of a grade that was cut off: the platform may have it.
    private func unfinished(_ task: GradeTask) -> GradeOutcome {
        let now = clock.now()
        let latest = max(now, task.lastTimestamp.map { $0.adding(seconds: GradeSchedule.shortestSeconds) } ?? now)
        guard !Task.isCancelled else {
            return .retry(at: now, reason: "Lectern was shut down meanwhile", status: nil, sentTimestamp: latest)
        }
        switch Backoff(failures: task.attempts).verdict(now: now) {
        case .retry(let time): return .retry(at: time, reason: "not done in time", status: nil, sentTimestamp: latest)
        case .dead(let reason): return .dead(reason: "\(reason): not done in time", status: nil)
        case .accepted: return .nothingToSend
        }
    }

    private func count(_ outcome: GradeOutcome, _ task: GradeTask) {
        switch outcome {
        case .sent: metrics.count(.sent)
        case .retry: metrics.count(.failed)
        case .dead(let reason, _):
            metrics.count(.dead)
            logger.warning(
                "a grade is given up",
                metadata: ["delivery": "\(task.id)", "platform": "\(task.platformID)", "reason": "\(reason)"]
            )
        case .nothingToSend, .later: break
        }
    }
}
