import Model
import Synchronization

/// Remembers whose openings of lessons the core has heard of, so that it is not told with each launch.
///
/// A record stays once it is there, so what is remembered does not become wrong.
final class OpenedLessons: Sendable {
    /// One opening: in another course the same lesson has another record.
    struct Opening: Hashable, Sendable {
        let lesson: LessonID
        let learner: LearnerID
        let course: CourseID
    }

    private static let limit = 20_000

    private let known = Mutex<Set<Opening>>([])

    /// Whether the core has heard of an opening.
    func contains(_ opening: Opening) -> Bool {
        known.withLock { $0.contains(opening) }
    }

    /// Notes that the core has heard of an opening.
    func insert(_ opening: Opening) {
        known.withLock { known in
            if known.count >= Self.limit { known.removeAll(keepingCapacity: true) }
            known.insert(opening)
        }
    }
}
