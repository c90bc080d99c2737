extension PrometheusRegistry {
    /// Adds what the kernel tells of this process, under the names that dashboards expect; nothing off Linux.
    ///
    /// `process_resident_memory_bytes`, `process_cpu_seconds_total`, `process_open_fds`, `process_start_time_seconds`.
    /// A value that cannot be read is rendered as `NaN`.
    public func addProcessMetrics() {
        #if os(Linux)
        onRender("process_resident_memory_bytes", help: "Resident memory size in bytes.") {
            ProcessStatistics.current()?.residentBytes ?? .nan
        }
        onRenderCounter("process_cpu_seconds_total", help: "Total user and system CPU time spent in seconds.") {
            ProcessStatistics.current()?.cpuSeconds ?? .nan
        }
        onRender("process_open_fds", help: "Number of open file descriptors.") {
            ProcessStatistics.openFileDescriptors().map(Double.init) ?? .nan
        }
        let start = ProcessStatistics.startTime() ?? .nan
        onRender("process_start_time_seconds", help: "Start time of the process since unix epoch in seconds.") {
            start
        }
        #endif
    }
}
