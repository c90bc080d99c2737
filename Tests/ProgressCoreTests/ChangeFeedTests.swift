import Model
import Storage
import Testing

@testable import ProgressCore

/// Every change has its entry, in the order of the commits (design §5, rule 7).
@Suite struct ChangeFeedTests {
    private let world: CoreWorld
    private let lesson: TestLesson
    private let learner: Caller

    init() async throws {
        world = try CoreWorld()
        lesson = try await world.lesson()
        learner = world.embed(lesson: lesson)
    }

    private func key(_ learner: String) -> ProgressKey {
        ProgressKey(organization: world.organization, lesson: lesson.id, subject: .embed(learner: learner))
    }

    private func kinds() async throws -> [String] {
        try await world.column("SELECT change FROM change_feed ORDER BY sequence")
    }

    /// Makes `count` changes of one record.
    private func change(_ count: Int) async throws {
        let session = try await learner.open(lesson.own)
        for _ in 1..<count { try await learner.report(session, "{}") }
    }

    @Test func emptyFeedHasNothing() throws {
        let changes = try world.changes()
        #expect(changes.sequence == 0)
        #expect(changes.keys == [])
    }

    @Test func everyChangeIsThereInOrder() async throws {
        let bob = world.embed("bob", lesson: lesson)
        let session = try await learner.open(lesson.own)
        let other = try await bob.open(lesson.own)
        try await learner.report(session, #"{"progress":0.5}"#)
        try await bob.report(other, #"{"progress":1}"#)
        try await learner.report(session, "{}")
        try await learner.report(session, #"{"progress":1}"#)
        try await bob.report(other, #"{"progress":1}"#)
        let changes = try world.changes()
        #expect(changes.sequence == 7)
        #expect(changes.keys == ["ada", "bob", "ada", "bob", "ada", "ada", "bob"].map(key))
        #expect(
            try await kinds() == ["created", "created", "started", "completed", "updated", "completed", "updated"]
        )
    }

    @Test func keysNameLTIRecords() async throws {
        for context in ["c-1", nil] { _ = try await world.lti(context: context, lesson: lesson).open(lesson.own) }
        let subjects = try #require(try world.changes().keys).map(\.subject)
        #expect(
            subjects == ["c-1", nil].map { .lti(platform: "platform-1", user: "u-1", context: $0) }
        )
    }

    @Test func readerGoesOnWhereItStopped() async throws {
        try await change(3)
        let first = try world.changes()
        #expect(first.keys?.count == 3)
        #expect(try world.changes(after: first.sequence).keys == [])
        #expect(try world.changes(after: first.sequence).sequence == first.sequence)
        _ = try await world.embed("bob", lesson: lesson).open(lesson.own)
        let next = try world.changes(after: first.sequence)
        #expect(next.keys == [key("bob")])
        #expect(next.sequence == first.sequence + 1)
    }

    @Test func refusedAndForeignWritesLeaveNoEntry() async throws {
        let session = try await learner.open(lesson.own)
        _ = try await learner.update(session, #"{"progress":5}"#)
        _ = try await learner.state(session, #""score":1"#)
        try await world.guest.report(try await world.guest.open(TestContent()), #"{"progress":1}"#)
        let elsewhere = world.embed("bob")
        try await elsewhere.report(try await elsewhere.open(TestContent()), #"{"progress":1}"#)
        #expect(try await kinds() == ["created"])
    }

    @Test func parallelWritersLeaveNoGap() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<40 {
                let caller = world.embed("learner \(number)", lesson: lesson)
                group.addTask { try await caller.report(try await caller.open(lesson.own), #"{"progress":1}"#) }
            }
            try await group.waitForAll()
        }
        let changes = try world.changes()
        #expect(changes.sequence == 80)
        #expect(Set(try #require(changes.keys)).count == 40)
    }

    // MARK: - Too many to name

    @Test func moreThanAPieceIsNotNamed() async throws {
        let key = key("ada")
        let now = world.clock.now
        for (count, keys) in [(1_000, 1_000), (1, nil)] as [(Int, Int?)] {
            try await world.store.write { connection in
                for _ in 0..<count { try ChangeFeed.append(.updated, to: key, at: now, connection) }
            }
            #expect(try world.changes().keys?.count == keys)
        }
        #expect(try world.changes().sequence == 1_001)
        #expect(try world.changes(after: 1).keys?.count == 1_000)
    }

    @Test func bulkLoadIsNotNamed() async throws {
        try await change(2)
        let loaded = (0..<3).map { number in
            LessonProgress(key: key("loaded \(number)"), learner: .random(), course: nil, at: world.clock.now)
        }
        try await world.core.lessons.load(loaded, at: world.clock.now)
        _ = try await world.embed("bob", lesson: lesson).open(lesson.own)
        #expect(try await kinds() == ["created", "updated", "imported", "created"])
        for position in 0...2 {
            let changes = try world.changes(after: Int64(position))
            #expect(changes.keys == nil)
            #expect(changes.sequence == 4)
        }
        #expect(try world.changes(after: 3).keys == [key("bob")])
    }

    // MARK: - Pruning

    @Test func prunedEntriesAreNoticed() async throws {
        try await change(3)
        world.clock.advance(seconds: 100)
        let limit = world.clock.now
        try await change(2)
        #expect(try await world.core.feed.prune(before: limit) == 3)
        for position in [0, 1, 2] as [Int64] {
            let changes = try world.changes(after: position)
            #expect(changes.keys == nil)
            #expect(changes.sequence == 5)
        }
        #expect(try world.changes(after: 3).keys?.count == 2)
        #expect(try world.changes(after: 5).keys == [])
    }

    @Test func newestEntryStaysHoweverOldItIs() async throws {
        try await change(3)
        let later = world.clock.now.adding(seconds: 1_000)
        #expect(try await world.core.feed.prune(before: later) == 2)
        #expect(try await world.core.feed.prune(before: later) == 0)
        // A reader that has seen one entry must notice that it missed the next.
        #expect(try world.changes(after: 1).keys == nil)
        #expect(try world.changes(after: 1).sequence == 3)
        #expect(try world.changes(after: 3).keys == [])
    }

    @Test func numbersAreNeverGivenTwice() async throws {
        try await change(2)
        _ = try await world.store.write { try $0.execute("DELETE FROM change_feed", []) }
        try await change(1)
        #expect(try world.changes(after: 2).sequence == 3)
    }
}
