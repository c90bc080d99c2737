import Logging
import Model
import Synchronization
import Testing

@testable import Operations

@Suite(.timeLimit(.minutes(1))) struct ReadinessProbeTests {
    private struct Broken: Error {}

    private final class Script: Sendable {
        private let state = Mutex((runs: 0, healthy: true))

        var runs: Int { state.withLock { $0.runs } }

        func set(healthy: Bool) { state.withLock { $0.healthy = healthy } }

        func run() throws {
            let healthy = state.withLock { state in
                state.runs += 1
                return state.healthy
            }
            if !healthy { throw Broken() }
        }
    }

    private final class Lines: Sendable {
        private let lines = Mutex<[String]>([])

        func append(_ line: [UInt8]) { lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) } }

        var count: Int { lines.withLock { $0.count } }
    }

    private let lines = Lines()

    private var logger: Logger {
        Logger(label: "test") { [lines] label in
            JSONLinesLogHandler(label: label, level: .trace, clock: .system) { lines.append($0) }
        }
    }

    /// A deadline that never comes, and ends only with its task.
    private static let never: @Sendable () async -> Void = {
        for await _ in AsyncStream<Void>.makeStream().stream {}
    }

    @Test(arguments: [true, false])
    func probePassesWhenItsCheckDoes(healthy: Bool) async {
        let script = Script()
        script.set(healthy: healthy)
        let probe = ReadinessProbe(ReadinessCheck(name: "x") { try script.run() }, logger: logger, deadline: Self.never)
        #expect(await probe.passes() == healthy)
        #expect(await probe.passes() == healthy)
        #expect(script.runs == 2)
    }

    @Test func hangingCheckFailsAtTheDeadlineAndIsNotStartedAgain() async {
        let gate = Gate()
        let starts = PrometheusCounter()
        let check = ReadinessCheck(name: "x") {
            starts.increment(by: 1 as Int64)
            await gate.pass()
        }
        let probe = ReadinessProbe(check, logger: logger, deadline: {})
        for _ in 0..<5 { #expect(await probe.passes() == false) }
        #expect(starts.value <= 1)
        #expect(lines.count == 1)
        gate.open()
    }

    @Test func checkThatHungIsTriedAgainOnceItEnded() async {
        let gate = Gate()
        let late = Gate()
        let calls = PrometheusCounter()
        let check = ReadinessCheck(name: "x") {
            calls.increment(by: 1 as Int64)
            if calls.value == 1 {
                late.open()
                await gate.pass()
            }
        }
        // Late as soon as the first run hangs; later runs have all the time.
        let deadlines = PrometheusCounter()
        let probe = ReadinessProbe(check, logger: logger) {
            deadlines.increment(by: 1 as Int64)
            if deadlines.value == 1 { await late.pass() } else { await Self.never() }
        }
        #expect(await probe.passes() == false)
        gate.open()
        while await probe.passes() == false { await Task.yield() }
        #expect(calls.value == 2)
    }

    @Test func lateRunIsCancelled() async {
        let cancelled = Gate()
        let check = ReadinessCheck(name: "x") {
            await Self.never()
            cancelled.open()
        }
        let probe = ReadinessProbe(check, logger: logger, deadline: {})
        #expect(await probe.passes() == false)
        await cancelled.pass()
    }

    @Test func askersDuringARunShareIt() async {
        let gate = Gate()
        let script = Script()
        let check = ReadinessCheck(name: "x") {
            await gate.pass()
            try script.run()
        }
        let probe = ReadinessProbe(check, logger: logger, deadline: Self.never)
        let passed = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<5 { group.addTask { await probe.passes() } }
            while probe.askers < 5 { await Task.yield() }
            gate.open()
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(passed == [true, true, true, true, true])
        #expect(script.runs == 1)
        #expect(probe.askers == 0)
    }

    @Test func onlyChangesAreLogged() async {
        let script = Script()
        let probe = ReadinessProbe(ReadinessCheck(name: "x") { try script.run() }, logger: logger, deadline: Self.never)
        _ = await probe.passes()
        #expect(lines.count == 0)
        script.set(healthy: false)
        for _ in 0..<3 { _ = await probe.passes() }
        #expect(lines.count == 1)
        script.set(healthy: true)
        for _ in 0..<3 { _ = await probe.passes() }
        #expect(lines.count == 2)
    }
}
