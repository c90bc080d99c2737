import Metrics

/// Counts what is sent to platforms; labels come from closed sets.
struct PlatformMetrics: Sendable {
    /// What became of a grade that was sent.
    enum Delivery: String, CaseIterable, Sendable {
        /// The platform accepted it.
        case sent
        /// It is tried again.
        case failed
        /// It was given up.
        case dead
    }

    private let deliveries: [Delivery: Counter]
    private let keySets: [Bool: Counter]
    private let tokens: [Bool: Counter]
    private let rosters: [Bool: Counter]

    /// Makes the handlers.
    init() {
        deliveries = Dictionary(
            uniqueKeysWithValues: Delivery.allCases.map { outcome in
                let dimensions = [("outcome", outcome.rawValue)]
                return (outcome, Counter(label: "lectern_lti_deliveries_total", dimensions: dimensions))
            }
        )
        keySets = Self.counters("lectern_lti_key_set_fetches_total")
        tokens = Self.counters("lectern_lti_token_requests_total")
        rosters = Self.counters("lectern_lti_roster_syncs_total")
    }

    /// Counts a grade.
    func count(_ delivery: Delivery) { deliveries[delivery]?.increment() }

    /// Counts a fetch of a key set.
    func countKeySet(isGood: Bool) { keySets[isGood]?.increment() }

    /// Counts a request for an access token.
    func countToken(isGood: Bool) { tokens[isGood]?.increment() }

    /// Counts a synchronization of a course's members.
    func countRoster(isGood: Bool) { rosters[isGood]?.increment() }

    private static func counters(_ label: String) -> [Bool: Counter] {
        [
            true: Counter(label: label, dimensions: [("outcome", "ok")]),
            false: Counter(label: label, dimensions: [("outcome", "failed")]),
        ]
    }
}
