import Logging
import Synchronization

/// Runs one check for any number of askers: at most one run at a time, none of them waits past the deadline.
///
/// Askers who come during a run share its result. A run that is past its deadline is cancelled; as long as it hangs
/// nevertheless, askers are told at once that the check failed and nothing new is started, so that being asked often
/// never piles up work.
final class ReadinessProbe: Sendable {
    private enum Run {
        case none
        case going(askers: [CheckedContinuation<Bool, Never>])
        case overdue
    }

    private struct State {
        var run = Run.none
        var passedLast = true
    }

    private enum Outcome: Sendable {
        case passed
        case failed(any Error)
        case late
    }

    /// The check's name.
    let name: String
    private let check: @Sendable () async throws -> Void
    private let deadline: @Sendable () async -> Void
    private let logger: Logger
    private let state = Mutex(State())

    /// Makes a probe, whose runs are late when `deadline` returns; that must end when its task is cancelled.
    init(_ check: ReadinessCheck, logger: Logger, deadline: @escaping @Sendable () async -> Void) {
        self.name = check.name
        self.check = check.run
        self.logger = logger
        self.deadline = deadline
    }

    /// How many wait for the run that is under way.
    var askers: Int {
        state.withLock { state in
            if case .going(let askers) = state.run { askers.count } else { 0 }
        }
    }

    /// Whether the check passes now.
    func passes() async -> Bool {
        await withCheckedContinuation { asker in
            enum Action { case start, wait, refuse }
            let action = state.withLock { state -> Action in
                switch state.run {
                case .none:
                    state.run = .going(askers: [asker])
                    return .start
                case .going(let askers):
                    state.run = .going(askers: askers + [asker])
                    return .wait
                case .overdue:
                    return .refuse
                }
            }
            switch action {
            case .start: start()
            case .wait: break
            case .refuse: asker.resume(returning: false)
            }
        }
    }

    private func start() {
        // Not a child of the asker: a parent awaits all its children, so one that ignores cancellation would hold the
        // answer. There is at most one such task for each check.
        Task {
            await withTaskGroup(of: Outcome.self) { group in
                group.addTask { [check] in
                    do {
                        try await check()
                        return .passed
                    } catch {
                        return .failed(error)
                    }
                }
                group.addTask { [deadline] in
                    await deadline()
                    return .late
                }
                let outcome = await group.next() ?? .late
                answer(outcome)
                group.cancelAll()
                guard case .late = outcome else { return }
                await group.waitForAll()
                state.withLock { $0.run = .none }
            }
        }
    }

    private func answer(_ outcome: Outcome) {
        let passed = if case .passed = outcome { true } else { false }
        let (askers, changed) = state.withLock { state in
            var askers: [CheckedContinuation<Bool, Never>] = []
            if case .going(let waiting) = state.run { askers = waiting }
            if case .late = outcome { state.run = .overdue } else { state.run = .none }
            let changed = state.passedLast != passed
            state.passedLast = passed
            return (askers, changed)
        }
        // Once for each change: load balancers ask every second.
        if changed { report(outcome) }
        for asker in askers { asker.resume(returning: passed) }
    }

    private func report(_ outcome: Outcome) {
        switch outcome {
        case .passed:
            logger.notice("readiness check passes again", metadata: ["check": "\(name)"])
        case .failed(let error):
            logger.warning("readiness check failed", metadata: ["check": "\(name)", "error": "\(error)"])
        case .late:
            logger.warning("readiness check is past its deadline", metadata: ["check": "\(name)"])
        }
    }
}
