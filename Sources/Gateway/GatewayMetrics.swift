import Metrics
import Synchronization

/// The gateway's metrics: requests by route and status class, and their time.
///
/// Routes and status classes are closed sets; handlers are made once and kept.
final class GatewayMetrics: Sendable {
    private struct Key: Hashable {
        let route: String
        let status: Int
    }

    /// The hot path's own handlers, found without a lock.
    let hotPath = HotPathMetrics()

    private let counters = Mutex<[Key: Counter]>([:])
    private let timers = Mutex<[String: Metrics.Timer]>([:])

    /// Counts an answer.
    func count(route: String, status: Int, duration: Duration) {
        let counter = counters.withLock { counters in
            let key = Key(route: route, status: status)
            if let known = counters[key] { return known }
            let counter = Counter(
                label: "lectern_http_requests_total",
                dimensions: [("route", route), ("status", String(status))]
            )
            counters[key] = counter
            return counter
        }
        counter.increment()
        let timer = timers.withLock { timers in
            if let known = timers[route] { return known }
            let timer = Metrics.Timer(label: "lectern_http_request_seconds", dimensions: [("route", route)])
            timers[route] = timer
            return timer
        }
        timer.recordNanoseconds(duration.wholeNanoseconds)
    }
}

/// The metrics of the hot path.
struct HotPathMetrics: Sendable {
    private let ok = Counter(
        label: "lectern_http_requests_total",
        dimensions: [("route", HotPath.route), ("status", "200")]
    )
    private let notModified = Counter(
        label: "lectern_http_requests_total",
        dimensions: [("route", HotPath.route), ("status", "304")]
    )
    private let time = Metrics.Timer(
        label: "lectern_http_request_seconds",
        dimensions: [("route", HotPath.route)]
    )

    /// Counts an answer.
    func count(status: Int, duration: Duration) {
        (status == 200 ? ok : notModified).increment()
        time.recordNanoseconds(duration.wholeNanoseconds)
    }
}

extension Duration {
    fileprivate var wholeNanoseconds: Int64 {
        components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }
}
