#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What a load of launches gave.
package struct LaunchFigures: Sendable {
    /// How long the tool took for the two requests of a launch, in seconds.
    package struct Times: Sendable {
        package let login: Double
        package let launch: Double
    }

    private let times: [Times]
    private let seconds: Double
    private let driverSeconds: Double
    private let keySetRequests: Int

    init(_ times: [Times], seconds: Double, driverSeconds: Double, keySetRequests: Int) {
        self.times = times
        self.seconds = seconds
        self.driverSeconds = driverSeconds
        self.keySetRequests = keySetRequests
    }

    private func quantile(_ share: Double, _ part: (Times) -> Double) -> Double {
        let sorted = times.map(part).sorted()
        guard !sorted.isEmpty else { return 0 }
        return sorted[min(Int(Double(sorted.count) * share), sorted.count - 1)] * 1_000
    }

    /// One line of JSON.
    package var text: String {
        var object = JSONObject([
            ("launches", "\(times.count)"), ("seconds", "\(seconds)"),
            ("perSecond", "\(Double(times.count) / max(seconds, 0.001))"),
        ])
        object["p50Ms"] = "\(quantile(0.5) { $0.login + $0.launch })"
        object["p95Ms"] = "\(quantile(0.95) { $0.login + $0.launch })"
        object["loginP50Ms"] = "\(quantile(0.5, \.login))"
        object["launchP50Ms"] = "\(quantile(0.5, \.launch))"
        object["driverCPUSeconds"] = "\(driverSeconds)"
        object["keySetRequests"] = "\(keySetRequests)"
        return object.text
    }
}

/// The processor time of this process.
enum ProcessTime {
    /// User and system, in seconds.
    static var now: Double {
        Double(clock()) / Double(CLOCKS_PER_SEC)
    }
}

extension Duration {
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
