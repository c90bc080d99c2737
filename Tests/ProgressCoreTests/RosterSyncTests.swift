import Model
import Storage
import Testing

@testable import ProgressCore

/// A sync takes out whom the platform does not name any more, and nobody else.
@Suite struct RosterSyncTests {
    private let world: CoreWorld
    private let course = CourseID.random()
    private let ada = CourseMember.learner("ada")
    private let bob = CourseMember.learner("bob")
    private let cyd = CourseMember.learner("cyd")

    init() throws {
        world = try CoreWorld()
    }

    /// Starts a sync.
    private func begin() -> Timestamp {
        world.clock.advance(seconds: 60)
        let start = world.clock.now
        world.clock.advance(seconds: 1)
        return start
    }

    private func finish(_ start: Timestamp) async throws -> Int {
        try await world.client.finishRoster(
            course,
            syncStart: start,
            organization: world.organization,
            requestID: "test"
        )
    }

    @Test func whoIsNotNamedLeavesCourseAndGroups() async throws {
        try await world.put(course, [ada.with(.learner, groups: ["Red"]), bob.with(.learner, groups: ["Red"])])
        try await world.put(course, [cyd.with(.coach)])
        let start = begin()
        try await world.put(course, [ada], syncStart: start)
        #expect(try await finish(start) == 2)
        #expect(try await world.places(in: course) == ["ada learner of Red", "ada learner of course"])
    }

    @Test func piecesOfOneSyncAddUp() async throws {
        var start = begin()
        for member in [ada, bob, cyd] { try await world.put(course, [member], syncStart: start) }
        #expect(try await finish(start) == 0)
        start = begin()
        try await world.put(course, [ada, bob.with(.none)], syncStart: start)
        try await world.put(course, [cyd.with(.coach)], syncStart: start)
        #expect(try await world.places(in: course) == ["ada learner of course", "cyd coach of course"])
        #expect(try await finish(start) == 0)
        start = begin()
        try await world.put(course, [cyd.with(.coach)], syncStart: start)
        #expect(try await finish(start) == 1)
        #expect(try await world.places(in: course) == ["cyd coach of course"])
    }

    @Test func launchDuringASyncStays() async throws {
        let start = begin()
        try await world.put(course, [bob])
        try await world.put(course, [ada], syncStart: start)
        #expect(try await finish(start) == 0)
        #expect(try await world.places(in: course).count == 2)
        // The next one takes out whom it does not name.
        let next = begin()
        try await world.put(course, [ada], syncStart: next)
        #expect(try await finish(next) == 1)
    }

    @Test func membershipsOfAnOperatorStay() async throws {
        try await world.put(course, [ada, bob])
        for collection in [
            RosterCollection.course(course),
            .group(
                try await world.core.roster.createGroup(named: "Red", in: course, organization: world.organization).id
            ),
        ] {
            let learner = collection == .course(course) ? ada.learner : cyd.learner
            _ = try await world.core.roster.add(
                learner,
                named: learner == ada.learner ? "ada" : "cyd",
                to: collection,
                as: .learner,
                organization: world.organization
            )
        }
        let start = begin()
        #expect(try await finish(start) == 1)
        #expect(
            try await world.places(in: course) == [
                "ada learner of course", "cyd learner of Red", "cyd learner of course",
            ]
        )
    }

    @Test func syncsThatOverlapLoseNobody() async throws {
        try await world.put(course, [ada, bob])
        let first = begin()
        let second = begin()
        try await world.put(course, [ada, bob], syncStart: second)
        try await world.put(course, [ada], syncStart: first)
        #expect(try await finish(first) == 0)
        #expect(try await finish(second) == 0)
        #expect(try await world.places(in: course).count == 2)
    }

    @Test func otherCoursesStayAsTheyAre() async throws {
        let other = CourseID.random()
        for course in [course, other] { try await world.put(course, [ada.with(.learner, groups: ["Red"])]) }
        #expect(try await finish(begin()) == 1)
        #expect(try await world.places(in: course).isEmpty)
        #expect(try await world.places(in: other).count == 2)
    }

    @Test func repeatedPieceAndIdleEndWriteNothing() async throws {
        let start = begin()
        try await world.put(course, [ada, bob], syncStart: start)
        let stamp = world.store.stamp
        try await world.put(course, [ada, bob], syncStart: start)
        #expect(try await finish(start) == 0)
        #expect(world.store.stamp == stamp)
    }
}
