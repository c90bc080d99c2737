import Directory
import LTI
import Logging
import Model
import ServiceLifecycle
import TestSupport
import Testing

@testable import Gateway

/// The worker as a service: many platforms, many processes, and the end.
@Suite(.timeLimit(.minutes(2)))
struct GradeWorkerServiceTests {
    /// Runs workers until `body` has ended, and says how long they took to end.
    private func running(
        _ workers: [GradeWorker],
        _ body: () async throws -> Void
    ) async throws -> Duration {
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: workers.map { .init(service: $0) },
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
        )
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let result: Result<Void, any Error>
            do {
                result = .success(try await body())
            } catch {
                result = .failure(error)
            }
            let start = ContinuousClock.now
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            try result.get()
            return .now - start
        }
    }

    @Test func whatIsOwedIsSentWithoutBeingAskedFor() async throws {
        let world = try await ServiceWorld(http: ServiceWorld.grading())
        let worker = world.worker()
        _ = try await running([worker]) {
            let session = try await world.launch()
            #expect(await eventually { world.scores.count == 1 })
            let feed = world.world.directory.grades
            let isReading = try await eventually { try await feed.feedPosition() != nil }
            #expect(isReading)
            world.clock.advance(seconds: 10)
            try await world.progress(session, .completed, score: 80)
            #expect(await eventually { world.scores.count == 2 })
        }
        #expect(world.scores.map(\.text) == ["InProgress/NotReady", "Completed/FullyGraded/80"])
    }

    @Test func aSilentPlatformHoldsUpNobodyElse() async throws {
        let silence = Promised<Int>()
        let http = FakePlatform { request in
            if request.path == "/token" { return .token("t") }
            guard request.url.hasPrefix(ServiceWorld.base) else { return .answer(200) }
            _ = await silence.value
            return .failure(.timedOut)
        }
        let world = try await ServiceWorld(http: http)
        let other = try await world.otherPlatform()
        for number in 0..<40 { _ = try await world.launch(user: "silent-\(number)") }
        for number in 0..<40 {
            _ = try await world.launch(
                user: "quick-\(number)",
                lineItem: "https://other.example/lineitems/1",
                on: other
            )
        }
        let pause = try await running([world.worker()]) {
            let isQuick = await eventually { world.scores.filter { $0.user.hasPrefix("quick") }.count == 40 }
            #expect(isQuick)
            let isSilent = await eventually { world.scores.filter { $0.user.hasPrefix("silent") }.count == 4 }
            #expect(isSilent)
        }
        // What was on its way is given up at once, and due again.
        #expect(pause < .seconds(5))
        #expect(world.scores.filter { $0.user.hasPrefix("silent") }.count == 4)
        let deliveries = try await world.deliveries().filter { $0.user.hasPrefix("silent") }
        #expect(deliveries.allSatisfy { $0.state == .pending && $0.nextAt == world.clock.now })
    }

    @Test func severalProcessesSendEachScoreOnce() async throws {
        let world = try await ServiceWorld(http: ServiceWorld.grading())
        // The first look at the feed wants everything, which none here shall be sent for.
        try await world.worker().readFeed()
        for number in 0..<60 { _ = try await world.launch(user: "u\(number)") }
        let others = try (0..<2).map { _ in try world.world.directoryOfAnotherProcess() }
        let workers = [world.worker()] + others.map { world.worker(directory: $0) }
        _ = try await running(workers) {
            let isDone = try await eventually {
                try await world.deliveries().allSatisfy { $0.state == .idle }
            }
            #expect(isDone)
        }
        #expect(world.scores.count == 60)
        #expect(Set(world.scores.map(\.user)).count == 60)
    }

    @Test func whatWasNotSentIsSentByTheNextProcess() async throws {
        let world = try await ServiceWorld(http: ServiceWorld.grading { _ in .failure(.unreachable("away")) })
        _ = try await world.launch()
        _ = try await world.worker().sendDue()
        world.http.answer { $0.path == "/token" ? .token("t") : .answer(200) }
        world.clock.advance(seconds: 60)
        let next = world.worker(directory: try world.world.directoryOfAnotherProcess())
        #expect(try await next.sendDue() == 1)
        #expect(try await world.deliveries().map(\.state) == [.idle])
    }
}
