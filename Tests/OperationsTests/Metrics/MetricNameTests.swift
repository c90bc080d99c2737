import Testing

@testable import Operations

@Suite struct MetricNameTests {
    @Test(arguments: [
        ("http_requests_total", "http_requests_total"),
        ("hb.request.duration", "hb_request_duration"),
        ("job:rate5m", "job:rate5m"),
        ("5xx", "_5xx"),
        ("größe", "gr__e"),
        ("a b\nc{}", "a_b_c__"),
        ("", "_"),
    ])
    func metricNamesHoldOnlyWhatTheFormatAllows(text: String, name: String) {
        #expect(MetricName.metric(text) == name)
    }

    @Test(arguments: [
        ("route", "route"),
        ("job:rate", "job_rate"),
        ("http.method", "http_method"),
        ("9lives", "_9lives"),
        ("__name__", "_name__"),
        ("____", "_"),
        ("le", "exported_le"),
        ("", "_"),
    ])
    func labelNamesAreNeverReserved(text: String, name: String) {
        #expect(MetricName.label(text) == name)
    }
}
