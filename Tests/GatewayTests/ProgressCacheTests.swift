import Model
import Synchronization
import TestSupport
import Testing

@testable import Gateway

/// Answers in memory are never older than the last acknowledged write (design §8).
@Suite struct ProgressCacheTests {
    private let organization = OrganizationID(high: 1, low: 1)
    private let lesson = LessonID(high: 2, low: 2)
    private let source = StubSource()

    private func cache(bytes: Int = 1_048_576) -> ProgressCache { ProgressCache(source: source, bytes: bytes) }

    private func read(_ cache: ProgressCache, _ learner: String = "ada", lesson: LessonID? = nil) throws -> String? {
        try cache.answer(organization: organization, lesson: lesson ?? self.lesson, learner: learner)
            .map { String(decoding: $0.body.dropFirst().dropLast(), as: UTF8.self) }
    }

    private func key(_ learner: String) -> ProgressKey {
        ProgressKey(organization: organization, lesson: lesson, subject: .embed(learner: learner))
    }

    @Test func answerIsKeptWhileNothingChanges() throws {
        let cache = cache()
        source.write("ada", "1", change: key("ada"))
        // What is asked for once need not be kept.
        for _ in 0..<3 { #expect(try read(cache) == "1") }
        let reads = source.reads
        for _ in 0..<10 { #expect(try read(cache) == "1") }
        #expect(source.reads == reads)
        #expect(source.feedReads == 1)
    }

    @Test func changedRecordIsReadAgainAndOthersAreNot() throws {
        let cache = cache()
        source.write("ada", "1", change: key("ada"))
        source.write("bob", "1", change: key("bob"))
        for learner in ["ada", "bob", "ada", "bob"] { #expect(try read(cache, learner) == "1") }
        source.write("ada", "2", change: key("ada"))
        #expect(try read(cache, "ada") == "2")
        let reads = source.reads
        #expect(try read(cache, "bob") == "1")
        #expect(source.reads == reads)
    }

    @Test func changeWithoutNamesDropsEverything() throws {
        let cache = cache()
        source.write("ada", "1", change: key("ada"))
        for _ in 0..<3 { #expect(try read(cache) == "1") }
        source.write("ada", "2", change: nil)
        #expect(try read(cache) == "2")
    }

    @Test func changeOfAnLTIRecordDropsNothing() throws {
        let cache = cache()
        source.write("ada", "1", change: key("ada"))
        for _ in 0..<3 { #expect(try read(cache) == "1") }
        let subject = ProgressSubject.lti(platform: "p", user: "ada", context: nil)
        source.write("x", "1", change: ProgressKey(organization: organization, lesson: lesson, subject: subject))
        let reads = source.reads
        #expect(try read(cache) == "1")
        #expect(source.reads == reads)
    }

    @Test func absenceIsNotKept() throws {
        let cache = cache()
        for _ in 0..<3 { #expect(try read(cache) == nil) }
        source.write("ada", "1", change: key("ada"))
        #expect(try read(cache) == "1")
    }

    @Test func sameLearnerOfAnotherLessonIsAnother() throws {
        let cache = cache()
        source.write("ada", "1", change: key("ada"))
        for _ in 0..<3 { _ = try read(cache) }
        let reads = source.reads
        _ = try read(cache, lesson: LessonID(high: 3, low: 3))
        _ = try cache.answer(organization: OrganizationID(high: 9, low: 9), lesson: lesson, learner: "ada")
        #expect(source.reads == reads + 2)
    }

    // MARK: Races

    @Test func recordThatChangesWhileItIsReadIsNotKept() throws {
        let cache = cache()
        source.write("ada", "old", change: key("ada"))
        // The row is read, then a write commits and another thread refreshes, then the row is stored.
        source.duringNextRead { [self] in
            source.write("ada", "new", change: key("ada"))
            _ = try? read(cache, "somebody else")
        }
        #expect(try read(cache) == "old")
        #expect(try read(cache) == "new")
        #expect(try read(cache) == "new")
    }

    @Test func writeDuringAReadIsSeenByTheNextEvenWithoutARefreshBetween() throws {
        let cache = cache()
        source.write("ada", "old", change: key("ada"))
        source.duringNextRead { [self] in source.write("ada", "new", change: key("ada")) }
        #expect(try read(cache) == "old")
        #expect(try read(cache) == "new")
    }

    @Test func commitDuringARefreshIsSeenByTheNextRead() throws {
        let cache = cache()
        source.write("ada", "1", change: key("ada"))
        for _ in 0..<3 { _ = try read(cache) }
        source.write("bob", "1", change: key("bob"))
        // After the feed was read and before the refresh is over.
        source.afterNextFeedRead { [self] in source.write("ada", "2", change: key("ada")) }
        _ = try read(cache, "bob")
        #expect(try read(cache) == "2")
    }

    // MARK: Memory

    @Test func memoryIsBounded() throws {
        let cache = cache(bytes: 32 * 8_192)
        let bodies = (0..<5_000).map { noise(700, seed: $0) }
        for index in 0..<5_000 { source.write("l\(index)", bodies[index], change: nil) }
        for _ in 0..<2 {
            for index in 0..<5_000 { #expect(try read(cache, "l\(index)") == bodies[index]) }
        }
        let reads = source.reads
        for index in 0..<5_000 { _ = try read(cache, "l\(index)") }
        // A cache of 256 KiB cannot hold 5 000 answers of a KiB: at most a few hundred come from memory.
        #expect(source.reads - reads > 4_500)
    }

    @Test func answerThatIsTooLargeIsGivenAndNotKept() throws {
        let cache = cache(bytes: 32 * 1_024)
        source.write("ada", noise(4_096, seed: 1), change: key("ada"))
        for _ in 0..<4 { #expect(try read(cache)?.count == 4_096) }
        #expect(source.reads == 4)
    }

    @Test func cacheWithoutMemoryKeepsNothing() throws {
        let cache = cache(bytes: 0)
        source.write("ada", "1", change: key("ada"))
        for _ in 0..<4 { #expect(try read(cache) == "1") }
        #expect(source.reads == 4)
    }
}

/// A store in memory whose stamp, feed and rows a test moves, also while they are read.
private final class StubSource: ImmediateProgress {
    private struct State {
        var rows: [String: String] = [:]
        var feed: [ProgressKey?] = []
        var stamp: UInt64 = 1
        var reads = 0
        var feedReads = 0
        var duringRead: (@Sendable () -> Void)?
        var afterFeedRead: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    var reads: Int { state.withLock { $0.reads } }
    var feedReads: Int { state.withLock { $0.feedReads } }
    var stamp: UInt64 { state.withLock { $0.stamp } }

    /// Commits a row and its entry in the feed; nil names no record.
    func write(_ learner: String, _ body: String, change: ProgressKey?) {
        state.withLock { state in
            state.rows[learner] = body
            state.feed.append(change)
            state.stamp += 1
        }
    }

    func duringNextRead(_ body: @escaping @Sendable () -> Void) {
        state.withLock { $0.duringRead = body }
    }

    func afterNextFeedRead(_ body: @escaping @Sendable () -> Void) {
        state.withLock { $0.afterFeedRead = body }
    }

    func changes(after sequence: Int64) throws -> ProgressChanges {
        let (changes, then) = state.withLock { state in
            state.feedReads += 1
            let entries = state.feed.dropFirst(Int(sequence))
            let keys = entries.compactMap { $0 }
            let changes = ProgressChanges(
                sequence: Int64(state.feed.count),
                keys: keys.count == entries.count ? keys : nil
            )
            defer { state.afterFeedRead = nil }
            return (changes, state.afterFeedRead)
        }
        then?()
        return changes
    }

    func embedProgress(
        organization: OrganizationID,
        lesson: LessonID,
        learner: String
    ) throws -> EncodedProgress? {
        let (body, then) = state.withLock { state in
            state.reads += 1
            defer { state.duringRead = nil }
            return (state.rows[learner], state.duringRead)
        }
        then?()
        return body.map { body in
            EncodedProgress(revision: 1, changedAt: SteppableClock.start) { $0.string(body) }
        }
    }
}
