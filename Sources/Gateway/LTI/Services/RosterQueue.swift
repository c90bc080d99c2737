import Model
import Synchronization

/// Courses that wait for a synchronization, each once, and not too many.
final class RosterQueue: Sendable {
    private struct State {
        var waiting: Set<CourseID> = []
        /// Until when courses are not taken.
        var pauses: [CourseID: ContinuousClock.Instant] = [:]
    }

    /// The courses, in their order; to be read by one task.
    let courses: AsyncStream<CourseID>

    private let limit: Int
    private let continuation: AsyncStream<CourseID>.Continuation
    private let state = Mutex(State())

    /// Makes a queue for so many courses.
    init(limit: Int) {
        self.limit = limit
        (courses, continuation) = AsyncStream.makeStream()
    }

    /// Adds a course, unless it waits already, has a pause, or the queue is full.
    func add(_ course: CourseID) {
        let isNew = state.withLock { state in
            if let end = state.pauses[course] {
                guard end <= .now else { return false }
                state.pauses[course] = nil
            }
            return state.waiting.count < limit && state.waiting.insert(course).inserted
        }
        if isNew { continuation.yield(course) }
    }

    /// Notes that a course no longer waits.
    func remove(_ course: CourseID) {
        state.withLock { _ = $0.waiting.remove(course) }
    }

    /// Takes no more of a course for so many seconds.
    func pause(_ course: CourseID, seconds: Double) {
        state.withLock { state in
            if state.pauses.count >= limit { state.pauses.removeAll() }
            state.pauses[course] = .now + .seconds(seconds)
        }
    }
}
