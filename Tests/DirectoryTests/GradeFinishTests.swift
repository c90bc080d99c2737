@testable import Directory
import Model
import Testing

@Suite struct GradeFinishTests {
    /// A platform with one grade that is due.
    private func scene() async throws -> (world: DirectoryWorld, platform: PlatformRecord) {
        let world = try DirectoryWorld()
        let platform = try await world.platform(world.organization())
        try await world.launch(platform)
        return (world, platform)
    }

    private func attempts(_ world: DirectoryWorld, _ platform: PlatformRecord) async throws -> [DeliveryAttempt] {
        try await world.directory.grades.attempts(
            of: world.delivery(platform.organization).id,
            organization: platform.organization,
            limit: 100
        )
    }

    @Test func whatWasSentIsKnownTheNextTime() async throws {
        let (world, platform) = try await scene()
        let grades = world.directory.grades
        let at = world.clock.now
        try await grades.finish(world.leaseOne(), .sent(timestamp: at, text: "80", fullyGraded: true))
        let delivery = try await world.delivery(platform.organization)
        #expect(delivery.state == .idle)
        #expect(delivery.nextAt == nil)
        #expect(
            try await attempts(world, platform) == [
                DeliveryAttempt(at: at, outcome: .sent, status: nil, reason: "80")
            ]
        )
        world.clock.advance(seconds: 5)
        try await world.wish(platform)
        let task = try await world.leaseOne()
        #expect(task.lastSent == "80")
        #expect(task.lastTimestamp == at)
        #expect(task.isFullyGraded)
        // A grade that was final once stays so (G6).
        try await grades.finish(task, .sent(timestamp: world.clock.now, text: "90", fullyGraded: false))
        world.clock.advance(seconds: 5)
        try await world.wish(platform)
        #expect(try await world.leaseOne().isFullyGraded)
    }

    private static let passing: [GradeOutcome] = [
        .sent(timestamp: SteppableClock.start, text: "1", fullyGraded: false), .nothingToSend,
        .later(at: SteppableClock.start.adding(seconds: 60)),
    ]

    @Test(arguments: passing)
    func aWishThatComesMeanwhileStays(outcome: GradeOutcome) async throws {
        let (world, platform) = try await scene()
        let task = try await world.leaseOne()
        _ = try await world.directory.grades.want([world.key(platform)], upTo: 1)
        #expect(try await world.lease("other").isEmpty)
        try await world.directory.grades.finish(task, outcome)
        let delivery = try await world.delivery(platform.organization)
        #expect(delivery.state == .pending)
        let isSent = if case .sent = outcome { true } else { false }
        #expect(delivery.nextAt == world.clock.now.adding(seconds: isSent ? 1 : 0))
        world.clock.advance(seconds: 1)
        #expect(try await world.leaseOne().wanted == 2)
    }

    @Test func aFailureIsTriedAgain() async throws {
        let (world, platform) = try await scene()
        let grades = world.directory.grades
        for number in 1...3 {
            let task = try await world.leaseOne()
            #expect(task.attempts == number - 1)
            let at = world.clock.now.adding(seconds: 5)
            // A wish that comes meanwhile does not shorten the pause.
            _ = try await grades.want([world.key(platform)], upTo: Int64(number))
            try await grades.finish(task, .retry(at: at, reason: "away", status: 503, sentTimestamp: nil))
            let delivery = try await world.delivery(platform.organization)
            #expect(delivery.state == .pending)
            #expect(delivery.attempts == number)
            #expect(delivery.nextAt == at)
            #expect(delivery.lastStatus == 503)
            #expect(delivery.lastError == "away")
            world.clock.advance(seconds: 5)
        }
        try await grades.finish(
            world.leaseOne(),
            .sent(timestamp: world.clock.now, text: "1", fullyGraded: false)
        )
        let delivery = try await world.delivery(platform.organization)
        #expect(delivery.attempts == 0)
        #expect(delivery.lastStatus == nil)
        #expect(delivery.lastError == nil)
        #expect(try await attempts(world, platform).map(\.outcome) == [.sent, .retry, .retry, .retry])
    }

    /// LTI rule G5: the platform may have a score whose answer was lost.
    @Test func aTimestampThatWasUsedIsKept() async throws {
        let (world, platform) = try await scene()
        let grades = world.directory.grades
        let now = world.clock.now
        let used: [(Timestamp?, Timestamp?)] = [
            (nil, nil), (now.adding(seconds: 9), now.adding(seconds: 9)), (now, now.adding(seconds: 9)),
            (nil, now.adding(seconds: 9)),
        ]
        for (sent, expected) in used {
            let task = try await world.leaseOne()
            try await grades.finish(task, .retry(at: now, reason: "lost", status: nil, sentTimestamp: sent))
            let next = try await world.leaseOne()
            #expect(next.lastTimestamp == expected)
            #expect(next.lastSent == nil)
            try await grades.finish(next, .later(at: now))
        }
        #expect(try await world.delivery(platform.organization).attempts == 4)
    }

    @Test func whatIsNoAttemptIsNotWrittenAsOne() async throws {
        let (world, platform) = try await scene()
        try await world.directory.grades.finish(world.leaseOne(), .later(at: world.clock.now))
        try await world.directory.grades.finish(world.leaseOne(), .nothingToSend)
        #expect(try await attempts(world, platform).isEmpty)
        #expect(try await world.delivery(platform.organization).state == .idle)
    }

    // MARK: Lost leases

    @Test func aSenderThatLostItsLeaseTellsWhatThePlatformHas() async throws {
        let (world, platform) = try await scene()
        let grades = world.directory.grades
        let slow = try await world.leaseOne("slow", seconds: 10)
        world.clock.advance(seconds: 10)
        let second = try await world.leaseOne("second", seconds: 60)
        let sentAt = world.clock.now
        try await grades.finish(slow, .sent(timestamp: sentAt, text: "old", fullyGraded: true))
        // The second one still has it.
        #expect(try await world.lease("third").isEmpty)
        try await grades.finish(
            second,
            .sent(timestamp: sentAt.adding(seconds: 1), text: "new", fullyGraded: false)
        )
        #expect(try await world.delivery(platform.organization).state == .idle)
        world.clock.advance(seconds: 9)
        try await world.wish(platform)
        let task = try await world.leaseOne()
        #expect(task.lastSent == "new")
        #expect(task.lastTimestamp == sentAt.adding(seconds: 1))
        #expect(task.isFullyGraded)
        #expect(try await attempts(world, platform).count == 2)
    }

    @Test(arguments: [
        GradeOutcome.dead(reason: "gone", status: 404), .nothingToSend,
        .retry(at: SteppableClock.start.adding(seconds: 9_999), reason: "away", status: nil, sentTimestamp: nil),
    ])
    func aLostLeaseEndsNothing(outcome: GradeOutcome) async throws {
        let (world, platform) = try await scene()
        let slow = try await world.leaseOne("slow", seconds: 10)
        world.clock.advance(seconds: 10)
        // The same worker may have it anew.
        _ = try await world.leaseOne("slow", seconds: 60)
        try await world.directory.grades.finish(slow, outcome)
        let delivery = try await world.delivery(platform.organization)
        #expect(delivery.state == .pending)
        #expect(delivery.attempts == 0)
        #expect(delivery.nextAt == world.clock.now.adding(seconds: 60))
    }

    @Test func aLateLossKeepsItsTimestamp() async throws {
        let (world, _) = try await scene()
        let slow = try await world.leaseOne("slow", seconds: 10)
        world.clock.advance(seconds: 10)
        let second = try await world.leaseOne("second", seconds: 60)
        let sentAt = world.clock.now
        try await world.directory.grades.finish(
            slow,
            .retry(at: sentAt, reason: "lost", status: nil, sentTimestamp: sentAt)
        )
        try await world.directory.grades.finish(second, .later(at: world.clock.now))
        #expect(try await world.leaseOne().lastTimestamp == sentAt)
    }
}
