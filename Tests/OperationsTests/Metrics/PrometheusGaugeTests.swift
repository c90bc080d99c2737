import Testing

@testable import Operations

@Suite struct PrometheusGaugeTests {
    @Test func lastValueCounts() {
        let gauge = PrometheusGauge()
        gauge.record(7 as Int64)
        gauge.set(1.5)
        #expect(gauge.value == 1.5)
    }

    @Test func gaugeGoesUpAndDown() {
        let gauge = PrometheusGauge()
        gauge.set(10 as Int64)
        gauge.increment(by: 2)
        gauge.decrement(by: 13)
        #expect(gauge.value == -1)
    }

    @Test func stepThatIsNotANumberIsIgnored() {
        let gauge = PrometheusGauge()
        gauge.set(1 as Int64)
        gauge.increment(by: .nan)
        gauge.decrement(by: .infinity)
        #expect(gauge.value == 1)
    }
}
