import Metrics
import Testing

@testable import Operations

@Suite struct PrometheusRegistryTests {
    private func text(_ registry: PrometheusRegistry) -> String {
        String(decoding: registry.render(), as: UTF8.self)
    }

    @Test func emptyRegistryRendersNothing() {
        #expect(PrometheusRegistry().render().isEmpty)
    }

    @Test func metricsAreSortedByNameAndLabels() {
        let registry = PrometheusRegistry(help: ["requests_total": "Requests.", "queue.depth": "Waiting."])
        Counter(label: "requests_total", dimensions: [("route", "/b")], factory: registry).increment(by: 2)
        Counter(label: "requests_total", dimensions: [("route", "/a")], factory: registry).increment()
        Gauge(label: "queue.depth", factory: registry).record(3)
        Meter(label: "load", factory: registry).set(0.5)
        #expect(
            text(registry) == """
                # HELP load load
                # TYPE load gauge
                load 0.5
                # HELP queue_depth Waiting.
                # TYPE queue_depth gauge
                queue_depth 3
                # HELP requests_total Requests.
                # TYPE requests_total counter
                requests_total{route="/a"} 1
                requests_total{route="/b"} 2

                """
        )
    }

    @Test func renderingTwiceGivesTheSameBytes() {
        let registry = PrometheusRegistry()
        for index in 0..<50 {
            Counter(label: "c\(index % 7)", dimensions: [("i", "\(index)")], factory: registry).increment()
        }
        #expect(registry.render() == registry.render())
    }

    @Test func sameNameAndLabelsCountTogether() {
        let registry = PrometheusRegistry()
        Counter(label: "c_total", dimensions: [("a", "1"), ("b", "2")], factory: registry).increment()
        Counter(label: "c_total", dimensions: [("b", "2"), ("a", "1")], factory: registry).increment()
        FloatingPointCounter(label: "c.total", dimensions: [("a", "1"), ("b", "2")], factory: registry)
            .increment(by: 0.5)
        #expect(text(registry).contains("c_total{a=\"1\",b=\"2\"} 2.5\n"))
    }

    @Test func timerUsesSecondsAndItsOwnBoundsWhenTold() {
        let registry = PrometheusRegistry(buckets: ["t_seconds": [1]])
        Timer(label: "t_seconds", factory: registry).recordMilliseconds(250)
        Timer(label: "u_seconds", factory: registry).recordMilliseconds(1)
        let text = text(registry)
        #expect(text.contains("t_seconds_bucket{le=\"1\"} 1\nt_seconds_bucket{le=\"+Inf\"} 1\nt_seconds_sum 0.25\n"))
        #expect(text.contains("u_seconds_bucket{le=\"0.0005\"} 0\nu_seconds_bucket{le=\"0.001\"} 1\n"))
        #expect(text.contains("u_seconds_bucket{le=\"10\"} 1\nu_seconds_bucket{le=\"+Inf\"} 1\n"))
    }

    @Test func aggregatingRecorderIsAHistogram() {
        let registry = PrometheusRegistry()
        Recorder(label: "batch", factory: registry).record(3)
        #expect(text(registry).contains("# TYPE batch histogram\n"))
        #expect(text(registry).contains("batch_bucket{le=\"2\"} 0\nbatch_bucket{le=\"5\"} 1\n"))
    }

    @Test func labelSetsBeyondTheLimitFoldIntoOther() {
        let registry = PrometheusRegistry(seriesLimit: 2)
        for index in 0..<1_000 {
            Counter(label: "c_total", dimensions: [("id", "\(index)")], factory: registry).increment()
        }
        #expect(
            text(registry) == """
                # HELP c_total c_total
                # TYPE c_total counter
                c_total{id="0"} 1
                c_total{id="1"} 1
                c_total{id="other"} 998

                """
        )
    }

    @Test func metricNamesAreBounded() {
        let registry = PrometheusRegistry()
        for index in 0..<(PrometheusRegistry.familyLimit + 5) {
            Counter(label: "c\(index)", factory: registry).increment()
        }
        #expect(text(registry).contains("\nmetrics_rejected_total 5\n"))
        #expect(!text(registry).contains("c\(PrometheusRegistry.familyLimit)"))
    }

    @Test func nameOfAnotherKindIsRefusedAndCounted() {
        let registry = PrometheusRegistry()
        Counter(label: "x", factory: registry).increment()
        Meter(label: "x", factory: registry).set(7)
        Timer(label: "x", factory: registry).recordSeconds(7)
        registry.onRender("x", help: "No.") { 7 }
        #expect(
            text(registry) == """
                # HELP metrics_rejected_total Metrics that could not be registered and are not shown.
                # TYPE metrics_rejected_total counter
                metrics_rejected_total 3
                # HELP x x
                # TYPE x counter
                x 1

                """
        )
    }

    @Test func readingIsAskedAtEachRender() {
        let registry = PrometheusRegistry()
        let asked = PrometheusCounter()
        registry.onRender("depth", help: "Waiting.", labels: [("queue", "a")]) {
            asked.increment(by: 1 as Int64)
            return asked.value
        }
        #expect(text(registry).contains("# HELP depth Waiting.\n# TYPE depth gauge\ndepth{queue=\"a\"} 1\n"))
        #expect(text(registry).contains("depth{queue=\"a\"} 2\n"))
    }

    @Test func laterReadingTakesThePlaceOfTheFirst() {
        let registry = PrometheusRegistry()
        registry.onRenderCounter("c_total", help: "Old.") { 1 }
        registry.onRenderCounter("c_total", help: "New.") { 2 }
        #expect(text(registry) == "# HELP c_total New.\n# TYPE c_total counter\nc_total 2\n")
    }

    @Test func readingMayUseTheRegistry() {
        let registry = PrometheusRegistry()
        registry.onRender("a", help: "A.") { [unowned registry] in
            Double(Counter(label: "b", factory: registry).dimensions.count)
        }
        #expect(text(registry).contains("a 0\n"))
    }

    @Test func destroyedMetricIsGone() {
        let registry = PrometheusRegistry()
        let counter = Counter(label: "c_total", factory: registry)
        let timer = Timer(label: "t_seconds", factory: registry)
        let gauge = Gauge(label: "g", factory: registry)
        let meter = Meter(label: "m", factory: registry)
        let fraction = FloatingPointCounter(label: "f_total", factory: registry)
        counter.destroy()
        timer.destroy()
        gauge.destroy()
        meter.destroy()
        fraction.destroy()
        #expect(registry.render().isEmpty)
    }
}
