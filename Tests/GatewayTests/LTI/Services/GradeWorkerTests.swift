import Directory
import LTI
import Model
import TestSupport
import Testing

@testable import Gateway

@Suite(.timeLimit(.minutes(2)))
struct GradeWorkerTests {
    private static let done = "Completed/FullyGraded/80"

    @Test func aLaunchTellsThatALessonIsOpen() async throws {
        let world = try await ServiceWorld(http: ServiceWorld.grading())
        let worker = world.worker()
        _ = try await world.launch()
        #expect(try await worker.sendDue() == 1)
        #expect(world.scores.map(\.text) == ["InProgress/NotReady"])
        let request = try #require(world.http.requests.last)
        #expect(request.method == "POST")
        #expect(request.url == "https://lms.example/lineitems/1/scores?type_id=2")
        #expect(request["Content-Type"] == "application/vnd.ims.lis.v1.score+json")
        #expect(request["Authorization"] == "Bearer t")
        #expect(try await world.deliveries().map(\.state) == [.idle])
        #expect(try await worker.sendDue() == 0)
    }

    @Test func progressIsSentOnceAndTheNewestOnly() async throws {
        let world = try await ServiceWorld(http: ServiceWorld.grading())
        let worker = world.worker()
        try await worker.readFeed()
        let session = try await world.launch()
        _ = try await worker.sendDue()
        try await world.progress(session, .inProgress, score: 40)
        world.clock.advance(seconds: 10)
        try await world.progress(session, .inProgress, score: 50)
        try await worker.readFeed()
        #expect(try await worker.sendDue() == 1)
        try await world.progress(session, .completed, score: 80)
        world.clock.advance(seconds: 1)
        try await worker.readFeed()
        #expect(try await worker.sendDue() == 1)
        // Told again, and nothing new.
        try await world.progress(session, .completed, score: 80)
        world.clock.advance(seconds: 60)
        try await worker.readFeed()
        #expect(try await worker.sendDue() == 1)
        #expect(world.scores.map(\.text) == ["InProgress/NotReady", "InProgress/Pending/50", Self.done])
        #expect(try await world.deliveries().map(\.state) == [.idle])
    }

    @Test func unfinishedScoresAreTenSecondsApartAndAFinalOneIsNot() async throws {
        let world = try await ServiceWorld(http: ServiceWorld.grading())
        let worker = world.worker()
        try await worker.readFeed()
        let session = try await world.launch()
        _ = try await worker.sendDue()
        for second in 1...5 {
            world.clock.advance(seconds: 1)
            try await world.progress(session, .inProgress, score: Double(second))
            try await worker.readFeed()
            _ = try await worker.sendDue()
        }
        #expect(world.scores.count == 1)
        #expect(try await world.deliveries().map(\.attempts) == [0])
        world.clock.advance(seconds: 5)
        _ = try await worker.sendDue()
        #expect(world.scores.map(\.text) == ["InProgress/NotReady", "InProgress/Pending/5"])
        try await world.progress(session, .completed, score: 80)
        world.clock.advance(seconds: 1)
        try await worker.readFeed()
        _ = try await worker.sendDue()
        #expect(world.scores.last?.text == Self.done)
    }

    @Test func aPlatformThatRemovesUnfinishedGradesHearsOfFinalOnesOnly() async throws {
        let world = try await ServiceWorld(http: ServiceWorld.grading()) { $0.product = "moodle" }
        let worker = world.worker()
        try await worker.readFeed()
        let session = try await world.launch()
        #expect(try await worker.sendDue() == 1)
        try await world.progress(session, .inProgress, score: 40)
        try await worker.readFeed()
        #expect(try await worker.sendDue() == 1)
        #expect(world.http.requests.isEmpty)
        try await world.progress(session, .completed, score: 0)
        try await worker.readFeed()
        #expect(try await worker.sendDue() == 1)
        #expect(world.scores.map(\.text) == ["Completed/FullyGraded/0"])
    }

    @Test func timesOfAUserGrowByASecondWhateverTheClockDoes() async throws {
        let world = try await ServiceWorld(http: ServiceWorld.grading())
        let worker = world.worker()
        try await worker.readFeed()
        let session = try await world.launch()
        _ = try await worker.sendDue()
        for (score, step) in [(10.0, -20.0), (20, 10), (30, -5), (40, 60), (50, 1)] {
            try await world.progress(session, .completed, score: score)
            world.clock.advance(seconds: step)
            try await worker.readFeed()
            _ = try await worker.sendDue()
            world.clock.advance(seconds: 30)
            _ = try await worker.sendDue()
        }
        let times = world.scores.map(\.timestamp)
        #expect(times.count >= 3)
        #expect(zip(times, times.dropFirst()).allSatisfy { $0.adding(seconds: 1) <= $1 }, "\(world.scores)")
    }

    @Test func aRefusedTokenIsReplacedOnce() async throws {
        let http = ServiceWorld.grading { request in
            request["Authorization"] == "Bearer new" ? .answer(200) : .answer(401)
        }
        let world = try await ServiceWorld(http: http)
        let worker = world.worker()
        _ = try await world.launch()
        _ = try await worker.sendDue()
        #expect(try await world.deliveries().map(\.lastStatus) == [401])
        #expect(http.count("/token") == 2)
        #expect(world.scores.count == 2)
        http.answer { request in
            request.path == "/token" ? .token("new") : .answer(request["Authorization"] == "Bearer new" ? 200 : 401)
        }
        world.clock.advance(seconds: 10)
        _ = try await worker.sendDue()
        #expect(try await world.deliveries().map(\.state) == [.idle])
    }

    /// What a platform answers, and where the delivery stands then.
    struct Case: Sendable, CustomTestStringConvertible {
        let answer: Result<PlatformAnswer, PlatformFailure>
        let state: DeliveryState
        let error: String

        var testDescription: String { "\(answer) → \(state)" }
    }

    @Test(arguments: [
        Case(answer: .answer(403), state: .dead, error: "does not allow"),
        Case(answer: .answer(404), state: .dead, error: "line item is gone"),
        Case(answer: .answer(410), state: .dead, error: "line item is gone"),
        Case(answer: .answer(403, "403 Forbidden (Rate Limit Exceeded)"), state: .pending, error: "status 403"),
        Case(answer: .answer(429, headers: [("Retry-After", "60")]), state: .pending, error: "status 429"),
        Case(answer: .answer(400), state: .pending, error: "status 400"),
        Case(answer: .answer(409), state: .pending, error: "status 409"),
        Case(answer: .answer(500), state: .pending, error: "status 500"),
        Case(answer: .failure(.timedOut), state: .pending, error: "no answer in time"),
        Case(answer: .failure(.unreachable("gone fishing")), state: .pending, error: "gone fishing"),
        Case(answer: .failure(.refused("private")), state: .pending, error: "private"),
    ])
    func answersDecideWhatBecomesOfADelivery(example: Case) async throws {
        let world = try await ServiceWorld(http: ServiceWorld.grading { _ in example.answer })
        let worker = world.worker()
        _ = try await world.launch()
        #expect(try await worker.sendDue() == 1)
        let delivery = try #require(try await world.deliveries().first)
        #expect(delivery.state == example.state)
        #expect(delivery.lastError?.contains(example.error) == true, "\(delivery)")
        // Nothing more at once, however often it is asked.
        #expect(try await worker.sendDue() == 0)
        world.http.answer { $0.path == "/token" ? .token("t") : .answer(200) }
        world.clock.advance(seconds: 120)
        #expect(try await worker.sendDue() == (example.state == .pending ? 1 : 0))
        let times = world.scores.map(\.timestamp)
        #expect(Set(times).count == times.count)
        #expect(try await world.deliveries().map(\.state) == [example.state == .pending ? .idle : .dead])
    }

    @Test func aMalformedScoreIsGivenUpAfterThreeTries() async throws {
        let world = try await ServiceWorld(http: ServiceWorld.grading { _ in .answer(422) })
        let worker = world.worker()
        _ = try await world.launch()
        for _ in 0..<5 {
            _ = try await worker.sendDue()
            world.clock.advance(seconds: 60)
        }
        #expect(world.scores.count == 3)
        #expect(try await world.deliveries().map(\.state) == [.dead])
    }

    @Test func aLaterScoreOnRecordIsFollowedByALaterTime() async throws {
        let world = try await ServiceWorld(http: ServiceWorld.grading { _ in .answer(409) })
        let worker = world.worker()
        _ = try await world.launch()
        for _ in 0..<3 {
            _ = try await worker.sendDue()
            world.clock.advance(seconds: 1)
        }
        world.http.answer { $0.path == "/token" ? .token("t") : .answer(200) }
        _ = try await worker.sendDue()
        let times = world.scores.map { $0.timestamp.seconds - SteppableClock.start.seconds }
        #expect(times == [0, 1, 2, 3])
        #expect(try await world.deliveries().map(\.state) == [.idle])
    }

    @Test func whatCannotBeGrantedIsGivenUp() async throws {
        let http = FakePlatform { _ in .answer(400, #"{"error":"invalid_scope"}"#) }
        let world = try await ServiceWorld(http: http)
        _ = try await world.launch()
        _ = try await world.worker().sendDue()
        let delivery = try #require(try await world.deliveries().first)
        #expect(delivery.state == .dead)
        #expect(delivery.lastError?.contains("invalid_scope") == true)
    }

    @Test func aDeadDeliveryComesBackWithALineItem() async throws {
        let world = try await ServiceWorld(
            http: ServiceWorld.grading { $0.path.contains("/2/") ? .answer(200) : .answer(404) }
        )
        let worker = world.worker()
        _ = try await world.launch()
        _ = try await worker.sendDue()
        #expect(try await world.deliveries().map(\.state) == [.dead])
        _ = try await world.launch(lineItem: ServiceWorld.base + "/lineitems/2/lineitem")
        #expect(try await worker.sendDue() == 1)
        #expect(try await world.deliveries().map(\.state) == [.idle])
    }

    @Test func aSwitchedOffPlatformHearsNothingAndTheRestAfterwards() async throws {
        let world = try await ServiceWorld(http: ServiceWorld.grading())
        let worker = world.worker()
        _ = try await world.launch()
        let platforms = world.world.directory.platforms
        _ = try await platforms.setActive(false, world.record.id, organization: world.world.organization, actor: "test")
        world.clock.advance(seconds: 600)
        #expect(try await worker.sendDue() == 0)
        #expect(world.http.requests.isEmpty)
        _ = try await platforms.setActive(true, world.record.id, organization: world.world.organization, actor: "test")
        #expect(try await worker.sendDue() == 1)
        #expect(world.scores.count == 1)
    }

    @Test func teachersGetNoScore() async throws {
        let world = try await ServiceWorld(http: ServiceWorld.grading())
        _ = try await world.launch(role: .coach)
        #expect(try await world.worker().sendDue() == 0)
    }
}
