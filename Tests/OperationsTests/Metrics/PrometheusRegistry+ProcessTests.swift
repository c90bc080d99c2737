#if os(Linux)
import Testing

@testable import Operations

@Suite struct PrometheusRegistryProcessTests {
    @Test(arguments: [
        ("process_resident_memory_bytes", "gauge"),
        ("process_cpu_seconds_total", "counter"),
        ("process_open_fds", "gauge"),
        ("process_start_time_seconds", "gauge"),
    ])
    func processMetricsHaveANumber(name: String, kind: String) throws {
        let registry = PrometheusRegistry()
        registry.addProcessMetrics()
        let lines = String(decoding: registry.render(), as: UTF8.self).split(separator: "\n")
        #expect(lines.contains("# TYPE \(name) \(kind)"))
        let sample = try #require(lines.first { $0.hasPrefix("\(name) ") })
        let value = try #require(Double(sample.dropFirst(name.count + 1)))
        #expect(value >= 0)
    }
}
#endif
