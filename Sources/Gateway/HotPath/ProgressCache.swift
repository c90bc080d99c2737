import Model
import Synchronization

/// Encoded progress answers in bounded memory, never older than the last acknowledged write (design §8).
///
/// Before each use the store's stamp is compared; when any process has committed since, the change feed tells which entries
/// to drop. An entry is kept only if nothing was dropped between its read and its storing.
final class ProgressCache: Sendable {
    private struct Shard: Sendable {
        var answers: AnswerTable
        /// Keys asked for once; once there is no room left, what nobody asks for again soon is not worth another's.
        var seen = SeenBefore()
    }

    /// A lock cannot stand in an array by itself.
    private final class LockedShard: Sendable {
        let state: Mutex<Shard>

        init(bytes: Int) {
            state = Mutex(Shard(answers: AnswerTable(bytes: bytes)))
        }
    }

    private static let shardCount = 32

    private let source: any ImmediateProgress
    private let shards: [LockedShard]
    private let stamp: Atomic<UInt64>
    private let sequence: Atomic<Int64>
    private let refreshing = Mutex<Void>(())

    /// Makes a cache over a core of this process with so many bytes for answers; 0 keeps none.
    init(source: any ImmediateProgress, bytes: Int) {
        self.source = source
        shards = (0..<Self.shardCount).map { _ in LockedShard(bytes: bytes / Self.shardCount) }
        // No commit has this stamp, so the first use finds out where the feed stands.
        stamp = Atomic(.max)
        sequence = Atomic(0)
    }

    /// The answer for an embed learner: from memory, or read and encoded now; nil when there is no record.
    ///
    /// - Throws: `StorageError`.
    func answer(organization: OrganizationID, lesson: LessonID, learner: String) throws -> EncodedProgress? {
        if source.stamp != stamp.load(ordering: .acquiring) { try refresh() }
        let key = Self.key(organization, lesson, learner)
        let shard = shard(key.hash)
        if let known = shard.state.withLock({ $0.answers.find(key) }) { return known }
        let seen = sequence.load(ordering: .acquiring)
        guard let answer = try source.embedProgress(organization: organization, lesson: lesson, learner: learner)
        else { return nil }
        shard.state.withLock { shard in
            // A refresh moves the sequence before it drops entries under this lock, so either it is seen here or it still
            // comes to drop what is stored now.
            guard sequence.load(ordering: .acquiring) == seen,
                shard.answers.hasRoom || shard.seen.insert(key.hash)
            else { return }
            shard.answers.keep(answer, for: key)
        }
        return answer
    }

    private static func key(_ organization: OrganizationID, _ lesson: LessonID, _ learner: String) -> AnswerTable.Key {
        var hasher = Hasher()
        hasher.combine(lesson)
        hasher.combine(learner)
        return AnswerTable.Key(organization: organization, lesson: lesson, learner: learner, hash: hasher.finalize())
    }

    private func shard(_ hash: Int) -> LockedShard {
        shards[hash >> 40 & (Self.shardCount - 1)]
    }

    private func refresh() throws {
        try refreshing.withLock { _ in
            // Read before the feed: a commit in between makes the next use refresh again.
            let present = source.stamp
            guard present != stamp.load(ordering: .acquiring) else { return }
            let changes = try source.changes(after: sequence.load(ordering: .acquiring))
            sequence.store(changes.sequence, ordering: .releasing)
            if let keys = changes.keys { drop(keys) } else { dropAll() }
            stamp.store(present, ordering: .releasing)
        }
    }

    private func drop(_ keys: [ProgressKey]) {
        for changed in keys {
            guard case .embed(let learner) = changed.subject else { continue }
            let key = Self.key(changed.organization, changed.lesson, learner)
            shard(key.hash).state.withLock { $0.answers.drop(key) }
        }
    }

    private func dropAll() {
        for shard in shards { shard.state.withLock { $0.answers.dropAll() } }
    }
}
