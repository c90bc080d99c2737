/// All series of one metric name.
struct MetricFamily: Sendable {
    /// What all its series are.
    let kind: MetricKind
    /// The text of its `# HELP` line.
    var help: String
    private(set) var series: [MetricLabels: MetricSeries] = [:]
    /// The one series that stands for all beyond the limit, once there is need for it.
    private var overflow: MetricLabels?

    init(kind: MetricKind, help: String) {
        self.kind = kind
        self.help = help
    }

    /// The series with these labels, made when it is new; beyond `limit` the one that all further label sets share.
    mutating func series(
        _ labels: [(String, String)],
        limit: Int,
        make: () -> MetricSeries
    ) -> MetricSeries {
        var key = MetricLabels(labels)
        if let known = series[key] { return known }
        if !hasRoom(limit: limit) {
            // The first label set that does not fit names the labels, so that there is exactly one such series.
            key = overflow ?? MetricLabels.folded(labels)
            overflow = key
            if let known = series[key] { return known }
        }
        let new = make()
        series[key] = new
        return new
    }

    /// Puts a series in place of the one with these labels; false when there is no room for another.
    mutating func replace(_ labels: [(String, String)], limit: Int, with new: MetricSeries) -> Bool {
        let key = MetricLabels(labels)
        guard series[key] != nil || hasRoom(limit: limit) else { return false }
        series[key] = new
        return true
    }

    /// Forgets the series of a handler; the shared one stays, as others count on it.
    mutating func remove(_ handler: ObjectIdentifier) {
        guard let key = series.first(where: { $0.value.handler == handler })?.key, key != overflow else { return }
        series[key] = nil
    }

    private func hasRoom(limit: Int) -> Bool {
        series.count - (overflow == nil ? 0 : 1) < limit
    }
}
