import Model
import Storage
import Testing

@testable import ProgressCore

/// The change feed as the senders of grades read it.
@Suite struct LTIFeedTests {
    private let world: CoreWorld
    private let lesson: TestLesson

    init() async throws {
        world = try CoreWorld()
        lesson = try await world.lesson()
    }

    private func feed(_ position: Int64?) async throws -> FeedPiece {
        try await world.client.feed(after: position, requestID: "test")
    }

    private func key(_ user: String, context: String? = "c-1") -> ProgressKey {
        let subject = ProgressSubject.lti(platform: "platform-1", user: user, context: context)
        return ProgressKey(organization: world.organization, lesson: lesson.id, subject: subject)
    }

    private func append(_ keys: [ProgressKey]) async throws {
        let now = world.clock.now
        try await world.store.write { connection in
            for key in keys { try ChangeFeed.append(.updated, to: key, at: now, connection) }
        }
    }

    /// Takes entries away, as if their transactions had not committed yet.
    private func hide(_ sequences: String) async throws {
        _ = try await world.store.write {
            try $0.execute("DELETE FROM change_feed WHERE sequence IN (\(sequences))", [])
        }
    }

    private var embed: ProgressKey {
        ProgressKey(organization: world.organization, lesson: lesson.id, subject: .embed(learner: "ada"))
    }

    @Test func emptyFeedEndsAtItsBegin() async throws {
        for position in [nil, 0] as [Int64?] {
            #expect(try await feed(position) == FeedPiece(sequence: 0, keys: []))
        }
    }

    @Test func endNamesNothing() async throws {
        try await append([key("ada"), embed])
        #expect(try await feed(nil) == FeedPiece(sequence: 2, keys: []))
        #expect(try await feed(2) == FeedPiece(sequence: 2, keys: []))
    }

    @Test func onlyLTIUsersAreNamedAndEachOnce() async throws {
        let other = ProgressKey(
            organization: .random(),
            lesson: .random(),
            subject: .lti(platform: "p", user: "é\"\\", context: nil)
        )
        try await append([embed, key("ada"), embed, other, key("ada"), key("ada", context: nil), embed])
        let piece = try await feed(0)
        #expect(piece == FeedPiece(sequence: 7, keys: [key("ada"), other, key("ada", context: nil)]))
        #expect(try await feed(5) == FeedPiece(sequence: 7, keys: [key("ada", context: nil)]))
        #expect(try await feed(6) == FeedPiece(sequence: 7, keys: []))
    }

    @Test func whatLearnersDoIsInTheFeed() async throws {
        let user = world.lti(context: "c-1", lesson: lesson)
        let session = try await user.open(lesson.own)
        let piece = try await feed(0)
        #expect(piece.keys == [key("u-1")])
        try await user.report(session, #"{"progress":1}"#)
        #expect(try await feed(piece.sequence).keys == [key("u-1")])
    }

    @Test func longFeedComesInPieces() async throws {
        try await append((0..<2_500).map { $0 % 500 == 0 ? key("user \($0)") : embed })
        var position: Int64 = 0
        var users: [ProgressKey] = []
        for more in [true, true, false] {
            let piece = try await feed(position)
            #expect(piece.hasMore == more)
            users += try #require(piece.keys)
            position = piece.sequence
        }
        #expect(position == 2_500)
        #expect(users == [0, 500, 1_000, 1_500, 2_000].map { key("user \($0)") })
    }

    @Test func bulkLoadIsNotNamed() async throws {
        try await append([key("ada")])
        let loaded = LessonProgress(key: key("bob"), learner: .random(), course: nil, at: world.clock.now)
        try await world.core.lessons.load([loaded], at: world.clock.now)
        try await append([key("cyd")])
        #expect(try await feed(0) == FeedPiece(sequence: 3, keys: nil))
        #expect(try await feed(2) == FeedPiece(sequence: 3, keys: [key("cyd")]))
    }

    @Test func whatIsNoLongerKeptIsNotNamed() async throws {
        try await append([key("ada"), key("bob"), key("cyd")])
        world.clock.advance(seconds: 100)
        #expect(try await world.core.feed.prune(before: world.clock.now) == 2)
        #expect(try await feed(0) == FeedPiece(sequence: 3, keys: nil))
        #expect(try await feed(1) == FeedPiece(sequence: 3, keys: nil))
        #expect(try await feed(2) == FeedPiece(sequence: 3, keys: [key("cyd")]))
        #expect(try await feed(3) == FeedPiece(sequence: 3, keys: []))
    }

    // MARK: - Numbers that are missing

    @Test func missingNumberIsWaitedFor() async throws {
        try await append(["ada", "bob", "cyd", "dot"].map { key($0) })
        try await hide("3")
        #expect(try await feed(0) == FeedPiece(sequence: 2, keys: [key("ada"), key("bob")]))
        world.clock.advance(seconds: 9)
        #expect(try await feed(2) == FeedPiece(sequence: 2, keys: []))
        // It commits late and is not missed.
        let (late, now) = (key("late"), world.clock.now)
        try await world.store.write { connection in
            try ChangeFeed.append(.updated, to: late, at: now, connection)
            try connection.execute("UPDATE change_feed SET sequence = 3 WHERE sequence = 5", [])
        }
        #expect(try await feed(2) == FeedPiece(sequence: 4, keys: [late, key("dot")]))
    }

    @Test func numberThatStaysMissingIsPassedOver() async throws {
        try await append(["ada", "bob", "cyd", "dot"].map { key($0) })
        try await hide("2, 3")
        world.clock.advance(seconds: 10)
        #expect(try await feed(1) == FeedPiece(sequence: 4, keys: [key("dot")]))
        #expect(try await feed(0) == FeedPiece(sequence: 4, keys: [key("ada"), key("dot")]))
    }

    @Test(arguments: ["-1", "x", "", "1.5", "9223372036854775808"])
    func positionMustBeOne(after: String) async throws {
        let answer = try await world.staff(.superuser, organization: .installation).send(
            .get,
            "/internal/feed?after=\(after)"
        )
        #expect(answer.status == 400)
    }
}
