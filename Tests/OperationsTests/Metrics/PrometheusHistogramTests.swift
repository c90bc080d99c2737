import Testing

@testable import Operations

@Suite struct PrometheusHistogramTests {
    @Test(arguments: [(-1, 0), (0, 0), (1, 0), (1.000_1, 1), (2, 1), (5, 2), (5.1, 3), (1e9, 3)] as [(Double, Int)])
    func boundBelongsToItsBucket(value: Double, bucket: Int) {
        let histogram = PrometheusHistogram(bounds: [1, 2, 5])
        histogram.record(value)
        #expect(histogram.observations.counts.firstIndex(of: 1) == bucket)
        #expect(histogram.observations.sum == value)
    }

    @Test func timersAreInSeconds() {
        let histogram = PrometheusHistogram(bounds: PrometheusHistogram.secondsBounds)
        histogram.recordNanoseconds(500_000)
        histogram.recordNanoseconds(11_000_000_000)
        #expect(histogram.observations.counts.first == 1)
        #expect(histogram.observations.counts.last == 1)
        #expect(histogram.observations.sum == 11.000_5)
    }

    @Test func durationBelowZeroCountsAsZero() {
        let histogram = PrometheusHistogram(bounds: [1])
        histogram.recordNanoseconds(-5)
        #expect(histogram.observations.counts == [1, 0])
        #expect(histogram.observations.sum == 0)
    }

    @Test(arguments: [.nan, .infinity, -.infinity] as [Double])
    func valueThatWouldSpoilTheSumIsIgnored(value: Double) {
        let histogram = PrometheusHistogram(bounds: [1])
        histogram.record(value)
        #expect(histogram.observations.counts == [0, 0])
        #expect(histogram.observations.sum == 0)
    }

    @Test func boundsAreSortedDistinctAndFinite() {
        #expect(PrometheusHistogram(bounds: [5, 1, 5, .infinity, .nan]).bounds == [1, 5])
    }
}
