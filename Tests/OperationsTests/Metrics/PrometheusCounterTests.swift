import Testing

@testable import Operations

@Suite struct PrometheusCounterTests {
    @Test func wholeAndFractionalAmountsAddUp() {
        let counter = PrometheusCounter()
        counter.increment(by: 2 as Int64)
        counter.increment(by: 0.5)
        #expect(counter.value == 2.5)
    }

    @Test(arguments: [-1, -0.0, .nan, .infinity, -.infinity] as [Double])
    func amountsThatMakeNoSenseAreIgnored(amount: Double) {
        let counter = PrometheusCounter()
        counter.increment(by: amount)
        #expect(counter.value == 0)
    }

    @Test func counterNeverFalls() {
        let counter = PrometheusCounter()
        counter.increment(by: 5 as Int64)
        counter.increment(by: -3 as Int64)
        #expect(counter.value == 5)
    }

    @Test func resetStartsAgainFromZero() {
        let counter = PrometheusCounter()
        counter.increment(by: 5 as Int64)
        counter.increment(by: 0.5)
        counter.reset()
        #expect(counter.value == 0)
    }

    @Test func incrementsOfManyTasksAreAllKept() async {
        let counter = PrometheusCounter()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<1_000 { counter.increment(by: 1 as Int64) }
                }
            }
        }
        #expect(counter.value == 8_000)
    }
}
