/// Keeps those who wait until it is opened; cancellation does not let them through.
struct Gate: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() {
        (stream, continuation) = AsyncStream.makeStream()
    }

    func open() { continuation.finish() }

    /// Ends when the gate is open, whatever happens to the task.
    func pass() async {
        // A task of its own, since iterating a stream ends with the cancellation of the task that iterates.
        await Task { [stream] in
            for await _ in stream {}
        }.value
    }
}
