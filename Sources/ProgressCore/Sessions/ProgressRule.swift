/// How an update changes progress (logger rule U4).
enum ProgressRule {
    /// The progress after a change: rounded up to thousandths, at most 1.
    ///
    /// What exact arithmetic gives counts, so a sum that is off by a rounding error of the binary form is not rounded up.
    static func apply(_ change: UpdateRequest.ProgressChange, to old: Double) -> Double {
        let sum =
            switch change {
            case .set(let value): value
            case .add(let delta): old + delta
            }
        let thousandths = sum * 1_000
        let nearest = thousandths.rounded()
        let raised = abs(thousandths - nearest) < 1e-6 ? nearest : thousandths.rounded(.up)
        return min(1, raised / 1_000)
    }
}
