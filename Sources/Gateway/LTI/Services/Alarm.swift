import Synchronization

/// Wakes the one task that waits for it: when it is rung, when a time is over, or when the task is cancelled.
final class Alarm: Sendable {
    private struct State {
        var isRung = false
        var isOver = false
        var sleeper: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// Wakes whoever waits, or whoever waits next.
    func ring() {
        let sleeper = state.withLock { state in
            state.isRung = state.sleeper == nil
            return state.sleeper.take()
        }
        sleeper?.resume()
    }

    /// Waits for so many seconds at most.
    func wait(seconds: Double) async {
        state.withLock { $0.isOver = false }
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                try? await Task.sleep(for: .seconds(seconds))
                self.release()
            }
            await withTaskCancellationHandler {
                await withCheckedContinuation { sleep($0) }
            } onCancel: {
                release()
            }
            group.cancelAll()
        }
    }

    private func sleep(_ sleeper: CheckedContinuation<Void, Never>) {
        let mayGo = state.withLock { state in
            if state.isRung || state.isOver || Task.isCancelled {
                state.isRung = false
                return true
            }
            state.sleeper = sleeper
            return false
        }
        if mayGo { sleeper.resume() }
    }

    private func release() {
        let sleeper = state.withLock { state in
            state.isOver = true
            return state.sleeper.take()
        }
        sleeper?.resume()
    }
}
