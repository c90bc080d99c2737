import Model
import Synchronization

/// Encoded progress answers in bounded memory, never older than the last acknowledged write (design §8).
///
/// Before each use the store's stamp is compared; when any process has committed since, the change feed tells which entries
/// to drop. An entry is kept only if nothing was dropped between its read and its storing.
final class ProgressCache: Sendable {
    typealias Answer = EncodedProgress

    private struct Key: Hashable, Sendable {
        let organization: OrganizationID
        let lesson: LessonID
        let learner: String
    }

    /// Two generations: what is used moves to the young one; when that is full it becomes the old one, and the old one goes.
    private struct Shard: Sendable {
        var young: [Key: Answer] = [:]
        var old: [Key: Answer] = [:]
        var youngCost = 0
        /// Keys asked for once; what nobody asks for again soon is not worth the room.
        var seen = SeenBefore()

        mutating func find(_ key: Key, limit: Int) -> Answer? {
            if let answer = young[key] { return answer }
            guard let answer = old.removeValue(forKey: key) else { return nil }
            keep(answer, key, limit: limit)
            return answer
        }

        mutating func keep(_ answer: Answer, _ key: Key, limit: Int) {
            if youngCost + answer.cost > limit / 2 {
                old = young
                young = [:]
                youngCost = 0
            }
            if let replaced = young.updateValue(answer, forKey: key) { youngCost -= replaced.cost }
            youngCost += answer.cost
        }

        mutating func drop(_ key: Key) {
            if let dropped = young.removeValue(forKey: key) { youngCost -= dropped.cost }
            old[key] = nil
        }
    }

    /// A lock cannot stand in an array by itself.
    private final class LockedShard: Sendable {
        let state = Mutex(Shard())
    }

    private static let shardCount = 32

    private let source: any ImmediateProgress
    private let shards: [LockedShard]
    private let shardLimit: Int
    private let stamp: Atomic<UInt64>
    private let sequence: Atomic<Int64>
    private let refreshing = Mutex<Void>(())

    /// Makes a cache over a core of this process.
    ///
    /// - Parameter bytes: memory for answers; 0 keeps none.
    init(source: any ImmediateProgress, bytes: Int) {
        self.source = source
        shardLimit = bytes / Self.shardCount
        shards = (0..<Self.shardCount).map { _ in LockedShard() }
        // No commit has this stamp, so the first use finds out where the feed stands.
        stamp = Atomic(.max)
        sequence = Atomic(0)
    }

    /// The answer for an embed learner: from memory, or read and encoded now; nil when there is no record.
    ///
    /// - Throws: `StorageError`.
    func answer(organization: OrganizationID, lesson: LessonID, learner: String) throws -> Answer? {
        if source.stamp != stamp.load(ordering: .acquiring) { try refresh() }
        let key = Key(organization: organization, lesson: lesson, learner: learner)
        let shard = shardIndex(learner)
        if let known = shards[shard].state.withLock({ $0.find(key, limit: shardLimit) }) { return known }
        let seen = sequence.load(ordering: .acquiring)
        guard let answer = try source.embedProgress(organization: organization, lesson: lesson, learner: learner)
        else { return nil }
        guard answer.cost <= shardLimit / 2 else { return answer }
        shards[shard].state.withLock { shard in
            // A refresh moves the sequence before it drops entries under this lock, so either it is seen here or it still
            // comes to drop what is stored now.
            guard sequence.load(ordering: .acquiring) == seen, shard.seen.insert(key.hashValue) else { return }
            shard.keep(answer, key, limit: shardLimit)
        }
        return answer
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
            let key = Key(organization: changed.organization, lesson: changed.lesson, learner: learner)
            shards[shardIndex(learner)].state.withLock { $0.drop(key) }
        }
    }

    private func dropAll() {
        for index in shards.indices { shards[index].state.withLock { $0 = Shard() } }
    }

    /// FNV-1a over the learner's name; the dictionaries themselves hash with a secret seed.
    private func shardIndex(_ learner: String) -> Int {
        var hash: UInt32 = 2_166_136_261
        for byte in learner.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        return Int(hash >> 8) % Self.shardCount
    }
}

extension EncodedProgress {
    /// The memory that an entry takes with its key and its places in tables, roughly.
    fileprivate var cost: Int { body.count + entityTag.count + 224 }
}
