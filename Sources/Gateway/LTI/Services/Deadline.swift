/// Runs `body` for so many seconds at most.
///
/// When the time is over, or the task is cancelled, `body` is cancelled and must end soon after.
///
/// - Returns: what `body` gives; nil when the time was over before.
func withDeadline<Value: Sendable>(
    seconds: Double,
    _ body: @escaping @Sendable () async -> Value
) async -> Value? {
    await withTaskGroup(of: Value?.self) { group in
        group.addTask { await body() }
        group.addTask {
            try? await Task.sleep(for: .seconds(seconds))
            return nil
        }
        let first = await group.next()
        group.cancelAll()
        return first ?? nil
    }
}
