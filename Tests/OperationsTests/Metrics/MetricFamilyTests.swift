import Testing

@testable import Operations

@Suite struct MetricFamilyTests {
    private func family(withLabelSets count: Int, limit: Int) -> MetricFamily {
        var family = MetricFamily(kind: .counter, help: "")
        for index in 0..<count {
            _ = family.series([("id", "\(index)")], limit: limit) { .counter(PrometheusCounter()) }
        }
        return family
    }

    @Test func sameLabelsGiveTheSameSeries() {
        var family = MetricFamily(kind: .counter, help: "")
        let first = family.series([("a", "1"), ("b", "2")], limit: 5) { .counter(PrometheusCounter()) }
        let second = family.series([("b", "2"), ("a", "1")], limit: 5) { .counter(PrometheusCounter()) }
        #expect(first.handler == second.handler)
        #expect(family.series.count == 1)
    }

    @Test(arguments: [(3, 3), (4, 4), (1_000, 4)])
    func seriesBeyondTheLimitShareOne(labelSets: Int, series: Int) {
        #expect(family(withLabelSets: labelSets, limit: 3).series.count == series)
    }

    @Test func otherLabelNamesShareTheSameOverflow() {
        var family = family(withLabelSets: 4, limit: 3)
        let shared = family.series([("id", "new")], limit: 3) { .counter(PrometheusCounter()) }
        let strange = family.series([("else", "x")], limit: 3) { .counter(PrometheusCounter()) }
        #expect(shared.handler == strange.handler)
        #expect(family.series.keys.contains(MetricLabels([("id", "other")])))
    }

    @Test func realSeriesCalledOtherTakesTheOverflow() {
        var family = family(withLabelSets: 2, limit: 3)
        let other = family.series([("id", "other")], limit: 3) { .counter(PrometheusCounter()) }
        let folded = family.series([("id", "new")], limit: 3) { .counter(PrometheusCounter()) }
        #expect(other.handler == folded.handler)
    }

    @Test func seriesCannotBeReplacedWhereThereIsNoRoom() {
        var family = family(withLabelSets: 3, limit: 3)
        let room = family.replace([("id", "new")], limit: 3, with: .reading { 1 })
        let known = family.replace([("id", "0")], limit: 3, with: .reading { 1 })
        #expect(!room)
        #expect(known)
    }

    @Test func removedSeriesMakesRoomAndTheSharedOneStays() throws {
        var family = family(withLabelSets: 4, limit: 3)
        let shared = try #require(family.series[MetricLabels([("id", "other")])]?.handler)
        let own = try #require(family.series[MetricLabels([("id", "0")])]?.handler)
        family.remove(shared)
        family.remove(own)
        #expect(family.series.count == 3)
        _ = family.series([("id", "new")], limit: 3) { .counter(PrometheusCounter()) }
        #expect(family.series.keys.contains(MetricLabels([("id", "new")])))
    }
}
