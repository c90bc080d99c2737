import Directory
import LTI
import Model

/// Sends one grade; what is sent, when, and what an answer means is decided by `Grade`, `GradeSchedule` and
/// `GradeVerdict`.
struct GradeSender: Sendable {
    private static let offSeconds = 60.0
    private static let busySeconds = 2.0
    private static let coreSeconds = 5.0
    /// Another chance comes with a launch that tells of a line item, or of the right to make one.
    private static let noLineItem = "the platform has no line item for the link, and does not let us make one"

    private let directory: Directory
    private let core: any CoreClient
    private let services: PlatformServices
    private let lineItems: LineItemFinder
    private let clock: WallClock

    /// Makes a sender; `owner` is the name of this process among those that share the directory.
    init(directory: Directory, core: any CoreClient, services: PlatformServices, clock: WallClock, owner: String) {
        self.directory = directory
        self.core = core
        self.services = services
        self.clock = clock
        lineItems = LineItemFinder(directory: directory, services: services, clock: clock, owner: owner)
    }

    /// Sends the present grade of a task, if the platform needs it.
    ///
    /// - Returns: what became of it.
    func send(_ task: GradeTask) async -> GradeOutcome {
        do {
            guard let record = try await directory.platforms.platform(task.platformID), record.isActive else {
                return later(Self.offSeconds)
            }
            let grade = try await grade(of: task)
            let schedule = GradeSchedule(
                removesUnfinished: GradeSchedule.removesUnfinished(
                    product: record.product,
                    service: task.link.lineItem ?? task.link.lineItems
                ),
                lastSent: task.lastSent,
                isFinal: task.isFullyGraded,
                lastTimestamp: task.lastTimestamp,
                isRetry: task.attempts > 0
            )
            switch schedule.decide(grade, now: clock.now()) {
            case .nothing: return .nothingToSend
            case .later(let time): return .later(at: time)
            case .send(let timestamp):
                let caller = PlatformServices.Caller(
                    registration: Registration(record),
                    deployment: task.deploymentID
                )
                return try await send(grade, of: task, timestamp, caller)
            }
        } catch let failure as ServiceFailure {
            return outcome(of: failure, task, sent: nil)
        } catch let error as LecternError where error.isPassing {
            return later(Self.coreSeconds)
        } catch {
            let failure = backoff(task).verdict(now: clock.now())
            return outcome(of: failure, reason: "Lectern failed: \(error)", status: nil, sent: nil)
        }
    }

    private func grade(of task: GradeTask) async throws -> Grade {
        let progress = try await core.ltiProgress(
            lesson: task.lesson,
            platform: task.platformID,
            user: task.user,
            context: task.contextKey,
            organization: task.organization,
            requestID: "grade-\(task.id)"
        )
        let hasNoAnswer = progress?.status == .completed && progress?.score == nil
        return Grade(
            status: progress?.status,
            score: progress?.score,
            isScored: hasNoAnswer ? try await isScored(task) : false,
            startedAt: progress?.startedAt,
            completedAt: progress?.completedAt
        )
    }

    /// Whether the lesson as it is published has anything to score; false for one that is no longer there.
    private func isScored(_ task: GradeTask) async throws -> Bool {
        let lessons = directory.lessons
        do {
            let version = try await lessons.versionToTake(task.lesson, pinned: nil, organization: task.organization)
            let outlines = try await lessons.outlines(of: [version], organization: task.organization)
            return outlines[version]?.isScored ?? false
        } catch let error as LecternError where error.code == .notFound {
            return false
        }
    }

    private func send(
        _ grade: Grade,
        of task: GradeTask,
        _ timestamp: Timestamp,
        _ caller: PlatformServices.Caller
    ) async throws -> GradeOutcome {
        let lineItem: WebURL
        switch try await lineItems.find(task.link, lesson: task.lesson, for: caller) {
        case .found(let url): lineItem = url
        case .none: return .dead(reason: Self.noLineItem, status: nil)
        case .busy: return later(Self.busySeconds)
        }
        let score = try grade.message(userID: task.user, timestamp: timestamp)
        let answer: PlatformAnswer
        do {
            answer = try await services.send(score, to: lineItem, for: caller)
        } catch {
            return outcome(of: error, task, sent: timestamp)
        }
        let verdict = verdict(on: answer, task, timestamp)
        if verdict == .accepted {
            return .sent(timestamp: timestamp, text: grade.text, fullyGraded: grade.isFinal)
        }
        let reason = "the platform answers with status \(answer.status)"
        return outcome(of: verdict, reason: reason, status: answer.status, sent: timestamp)
    }

    // MARK: - Outcomes

    private func later(_ seconds: Double) -> GradeOutcome { .later(at: clock.now().adding(seconds: seconds)) }

    private func backoff(_ task: GradeTask) -> Backoff { Backoff(failures: task.attempts) }

    private func verdict(on answer: PlatformAnswer, _ task: GradeTask, _ timestamp: Timestamp) -> GradeVerdict {
        let now = clock.now()
        return GradeVerdict.of(
            status: answer.status,
            isThrottled: answer.isThrottled,
            retryAfterSeconds: answer.retryAfterSeconds(now: now),
            backoff: backoff(task),
            timestamp: timestamp,
            now: now
        )
    }

    private func outcome(of failure: ServiceFailure, _ task: GradeTask, sent: Timestamp?) -> GradeOutcome {
        let now = clock.now()
        let verdict: GradeVerdict
        switch failure {
        case .token(.inactive):
            return later(Self.offSeconds)
        case .token(let failure) where failure.isPermanent:
            verdict = .dead(reason: "\(failure)")
        case .token(.refused(_, let seconds)):
            verdict = backoff(task).verdict(after: seconds, now: now)
        case .status(let answer):
            verdict = self.verdict(on: answer, task, sent ?? now)
        case .token, .unanswered, .malformed:
            verdict = backoff(task).verdict(now: now)
        }
        return outcome(of: verdict, reason: "\(failure)", status: failure.status, sent: sent)
    }

    private func outcome(
        of verdict: GradeVerdict,
        reason: String,
        status: Int?,
        sent: Timestamp?
    ) -> GradeOutcome {
        switch verdict {
        case .retry(let time): .retry(at: time, reason: reason, status: status, sentTimestamp: sent)
        case .dead(let why): .dead(reason: why == reason ? why : "\(why): \(reason)", status: status)
        // Only an answer to a score says so.
        case .accepted: later(Self.busySeconds)
        }
    }
}

extension LecternError {
    /// Whether it is likely to pass without anybody's doing.
    fileprivate var isPassing: Bool {
        if case .unavailable = code { true } else { false }
    }
}
