import Model
import Synchronization

/// Courses that wait for a synchronization, each once, and not too many.
final class RosterQueue: Sendable {
    /// The courses, in their order; to be read by one task.
    let courses: AsyncStream<CourseID>

    private let limit: Int
    private let continuation: AsyncStream<CourseID>.Continuation
    private let waiting = Mutex<Set<CourseID>>([])

    /// Makes a queue for so many courses.
    init(limit: Int) {
        self.limit = limit
        (courses, continuation) = AsyncStream.makeStream()
    }

    /// Adds a course, unless it waits already or the queue is full.
    func add(_ course: CourseID) {
        let isNew = waiting.withLock { waiting in
            waiting.count < limit && waiting.insert(course).inserted
        }
        if isNew { continuation.yield(course) }
    }

    /// Notes that a course no longer waits.
    func remove(_ course: CourseID) {
        waiting.withLock { _ = $0.remove(course) }
    }
}
