import Synchronization

/// A value that one task makes and many wait for; who is cancelled waits no longer.
final class Promised<Value: Sendable>: Sendable {
    private struct State {
        var value: Value?
        var waiters: [UInt64: CheckedContinuation<Value?, Never>] = [:]
        var count: UInt64 = 0
    }

    private let state = Mutex(State())

    /// Gives the value to all who wait, or will wait.
    func fulfill(_ value: Value) {
        let waiters = state.withLock { state in
            state.value = value
            defer { state.waiters = [:] }
            return state.waiters.values
        }
        for waiter in waiters { waiter.resume(returning: value) }
    }

    /// The value, as soon as it is there; nil when the task is cancelled before.
    var value: Value? {
        get async {
            let id = state.withLock { state in
                state.count += 1
                return state.count
            }
            return await withTaskCancellationHandler {
                await withCheckedContinuation { add($0, as: id) }
            } onCancel: {
                state.withLock { $0.waiters.removeValue(forKey: id) }?.resume(returning: nil)
            }
        }
    }

    private func add(_ waiter: CheckedContinuation<Value?, Never>, as id: UInt64) {
        let (mayGo, value): (Bool, Value?) = state.withLock { state in
            // Cancelled before: nobody would take this waiter out.
            if state.value != nil || Task.isCancelled { return (true, state.value) }
            state.waiters[id] = waiter
            return (false, nil)
        }
        if mayGo { waiter.resume(returning: value) }
    }
}
