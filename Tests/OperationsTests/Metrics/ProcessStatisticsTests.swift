#if os(Linux)
import Model
import Testing

@testable import Operations

@Suite struct ProcessStatisticsTests {
    private static let numbers = "S 1 2 3 4 5 6 7 8 9 10 150 50 13 14 15 16 17 18 2500 20 1000 22 23"

    @Test(arguments: ["lectern", "a b", "tricky) R 1 (x", ""])
    func fieldsAreCountedAfterTheProgramName(program: String) throws {
        let line = Array("7 (\(program)) \(Self.numbers)\n".utf8)
        let statistics = try #require(ProcessStatistics(stat: line, ticksPerSecond: 100, pageSize: 4_096))
        #expect(statistics.cpuSeconds == 2)
        #expect(statistics.startAfterBoot == 25)
        #expect(statistics.residentBytes == 4_096_000)
    }

    @Test(arguments: [
        "", "7 (lectern", "7 (lectern) S 1 2 3", "7 (lectern) S 1 2 3 4 5 6 7 8 9 10 x 50 1 1 1 1 1 1 1 1 1",
    ])
    func brokenLineGivesNothing(line: String) {
        #expect(ProcessStatistics(stat: Array(line.utf8), ticksPerSecond: 100, pageSize: 4_096) == nil)
    }

    @Test(
        arguments: [
            ("cpu 1 2\nintr 5 6\nbtime 1700000000\nprocesses 9\n", 1_700_000_000),
            ("cpu 1 2\n", nil),
            ("btime soon\n", nil),
        ] as [(String, Double?)]
    )
    func bootTimeIsALineOfItsOwn(stat: String, time: Double?) {
        #expect(ProcessStatistics.bootTime(stat: Array(stat.utf8)) == time)
    }

    @Test func thisProcessIsPlausible() throws {
        let statistics = try #require(ProcessStatistics.current())
        let start = try #require(ProcessStatistics.startTime())
        let open = try #require(ProcessStatistics.openFileDescriptors())
        #expect(statistics.residentBytes > 1_000_000)
        #expect(start < Double(WallClock.system.now().seconds) + 2)
        #expect(open >= 1)
    }
}
#endif
