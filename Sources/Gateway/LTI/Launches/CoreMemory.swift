import Model
import Synchronization

/// Remembers what this gateway has told the core of launches, so that it is not told with each.
final class CoreMemory: Sendable {
    /// Who opens which lesson: in another course the same lesson has another record.
    struct Opening: Hashable, Sendable {
        let lesson: Principal.LessonScope
        let learner: LearnerID
        let course: CourseID
    }

    /// A member of a course, as a launch describes it.
    struct Member: Hashable, Sendable {
        let course: CourseID
        let courseName: String
        let entry: CourseMember
    }

    /// Something that is told.
    enum Item: Hashable, Sendable {
        case member(Member)
        case opening(Opening)
    }

    private static let limit = 20_000
    /// How long a member is taken for known, in seconds.
    ///
    /// The platform's class list, or an operator, may take out whom a launch put in. A record of an opened lesson stays.
    private static let memberSeconds = 600.0

    private let told = Mutex<[Item: Timestamp]>([:])

    /// Whether the core knows it.
    func holds(_ item: Item, now: Timestamp) -> Bool {
        guard let time = told.withLock({ $0[item] }) else { return false }
        switch item {
        case .opening: return true
        case .member: return now < time.adding(seconds: Self.memberSeconds)
        }
    }

    /// Notes that the core knows it.
    func insert(_ item: Item, now: Timestamp) {
        told.withLock { told in
            if told.count >= Self.limit { told.removeAll(keepingCapacity: true) }
            told[item] = now
        }
    }
}
