import Testing

@testable import Operations

@Suite struct PrometheusTextTests {
    @Test(
        arguments: [
            (0, "0"),
            (-0.0, "0"),
            (42, "42"),
            (-3, "-3"),
            (0.000_5, "0.0005"),
            (2.5, "2.5"),
            (1e18, "1e+18"),
            (.infinity, "+Inf"),
            (-.infinity, "-Inf"),
            (.nan, "NaN"),
        ] as [(Double, String)]
    )
    func numbersAreSpelledAsTheFormatSays(value: Double, text: String) {
        #expect(PrometheusText.text(value) == text)
    }

    @Test func helpIsEscaped() {
        var text = PrometheusText()
        text.append("x", MetricFamily(kind: .gauge, help: "one\\two\nthree \"four\""))
        #expect(
            String(decoding: text.bytes, as: UTF8.self) == #"""
                # HELP x one\\two\nthree "four"
                # TYPE x gauge

                """#
        )
    }

    @Test func histogramIsCumulative() {
        var family = MetricFamily(kind: .histogram, help: "Seconds.")
        let plain = PrometheusHistogram(bounds: [0.5, 1])
        let labelled = PrometheusHistogram(bounds: [1])
        for value in [0.25, 0.5, 0.75, 2] { plain.record(value) }
        _ = family.series([], limit: 9) { .histogram(plain) }
        _ = family.series([("route", "/x")], limit: 9) { .histogram(labelled) }
        var text = PrometheusText()
        text.append("t_seconds", family)
        #expect(
            String(decoding: text.bytes, as: UTF8.self) == """
                # HELP t_seconds Seconds.
                # TYPE t_seconds histogram
                t_seconds_bucket{le="0.5"} 2
                t_seconds_bucket{le="1"} 3
                t_seconds_bucket{le="+Inf"} 4
                t_seconds_sum 3.5
                t_seconds_count 4
                t_seconds_bucket{route="/x",le="1"} 0
                t_seconds_bucket{route="/x",le="+Inf"} 0
                t_seconds_sum{route="/x"} 0
                t_seconds_count{route="/x"} 0

                """
        )
    }
}
