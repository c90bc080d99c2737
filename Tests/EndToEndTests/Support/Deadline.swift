import Foundation

/// How long tests wait for what must happen; far more than it takes, since machines are busy.
enum Deadline {
    static let seconds = 60

    struct Missed: Error, CustomStringConvertible {
        let description: String
    }

    /// Asks again and again until the answer is yes.
    ///
    /// - Throws: ``Missed`` when it has not become yes in time.
    static func until(_ what: String, _ isReached: () async throws -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(seconds)
        while try await !isReached() {
            guard ContinuousClock.now < end else { throw Missed(description: "never happened: \(what)") }
            await Task.yield()
        }
    }
}

/// Runs blocking work on a thread of its own, so that it holds up no other test.
func blocking<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result(catching: body)) }
    }
}
